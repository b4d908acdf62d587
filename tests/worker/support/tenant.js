// Makes a tenant of its own for a test, as an operator does.

import { randomUUID } from "node:crypto";
import { client } from "./client.js";
import { OPERATOR } from "./workerd.js";

/** A key with the rights given, of the tenant given or of a new one. @returns {Promise<string>} */
export async function newTenant(
  url,
  rights = ["read", "write", "admin", "test-now"],
  tenant = `t-${randomUUID()}`,
) {
  const { status, body } = await client(url, OPERATOR).post(`/tenants/${tenant}/keys`, {
    name: "test",
    rights,
  });
  if (status !== 201) throw new Error(`no key: ${status} ${JSON.stringify(body)}`);
  return body.key;
}
