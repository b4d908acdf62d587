// As plain.js, with the parsed events kept in memory between requests.

import { CustomerObject as Plain } from "./plain.js";

export { default, TenantObject } from "./plain.js";

export class CustomerObject extends Plain {
  append(visit, bytes) {
    this.kept = undefined;
    return super.append(visit, bytes);
  }

  events() {
    this.kept ??= super.events();
    return this.kept;
  }
}
