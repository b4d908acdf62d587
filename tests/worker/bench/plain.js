// The Worker with a customer object in plain JavaScript, over the JSON that came in.

import { DurableObject } from "cloudflare:workers";
import { compileRules, decide } from "./rules.js";

export { front as default } from "../../../js/worker/src/front.ts";
export { TenantObject } from "../../../js/worker/src/tenant/object.ts";

/** The compiled rules of each tenant, by version. */
const compiled = new Map();

export class CustomerObject extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec("CREATE TABLE IF NOT EXISTS journal (entry INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
  }

  append(_, bytes) {
    this.sql.exec("INSERT INTO journal (bytes) VALUES (?)", bytes);
    return answer(202, { appended: JSON.parse(new TextDecoder().decode(bytes)).length });
  }

  async decide(visit, bytes) {
    const rules = await this.rules(visit);
    const request = JSON.parse(new TextDecoder().decode(bytes));
    return answer(200, decide(rules, this.events(), request));
  }

  events() {
    const events = [];
    for (const { bytes } of this.sql.exec("SELECT bytes FROM journal ORDER BY entry")) {
      for (const event of JSON.parse(new TextDecoder().decode(bytes))) events.push(event);
    }
    return events;
  }

  async rules({ tenant, version }) {
    const found = compiled.get(tenant);
    if (found?.version >= version) return found.rules;
    const now = await this.env.TENANTS.getByName(tenant).configuration();
    const rules = compileRules(JSON.parse(now.configuration));
    compiled.set(tenant, { version: now.version, rules });
    return rules;
  }
}

function answer(status, value) {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}
