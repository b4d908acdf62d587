// As plain.js, with nothing decided: what is left is HTTP, keys, and the way to the customer's
// object and back.

import { CustomerObject as Plain } from "./plain.js";

export { default, TenantObject } from "./plain.js";

const NOTHING = {
  status: 200,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ outcomes: [] }),
};

export class CustomerObject extends Plain {
  decide() {
    return NOTHING;
  }
}
