/** The Worker as Cloudflare loads it: the front door and the two classes of Durable Objects. */
export { CustomerObject } from "./src/customer/object.ts";
export { front as default } from "./src/front.ts";
export { TenantObject } from "./src/tenant/object.ts";
