import { queriedMoment } from "../customer/moment.ts";
import type { Visit } from "../customer/object.ts";
import { bodyLimit } from "../env.ts";
import { readBody } from "../http/body.ts";
import { nameOfType, parseObject, refuseUnknownMembers } from "../http/json.ts";
import { invalid } from "../http/problem.ts";
import { choice } from "../http/query.ts";
import { MAX_ID_LENGTH } from "../ids.ts";
import { type QueryParameter, ref } from "../openapi/operation.ts";
import { QUERIED_TIME } from "../openapi/time.ts";
import type { GrantedCall, Route } from "./route.ts";

const ONE = "/api/v1/customers/{customer}";

const NOW: QueryParameter = {
  name: "now",
  description:
    "The moment to compute at: ISO 8601 with an offset, or milliseconds since 1970. Defaults to the server's time. " +
    "Requires a key with the right test-now.",
  schema: QUERIED_TIME,
};

/** The operations on one customer. */
export const CUSTOMER_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: `${ONE}/events`,
    right: "write",
    handle: async (call) =>
      customer(call).append(visit(call), await body(call), skipsInvalid(call.url.searchParams)),
    operation: {
      id: "append_events",
      tag: "customers",
      summary: "Add events",
      description:
        "Takes one event, an array of events, or one event per line. An event whose id was seen before is counted " +
        "as a duplicate and ignored, so a request can be repeated safely. By default, one invalid event causes " +
        "all of them to be refused.",
      query: [
        {
          name: "onInvalid",
          description: "What to do about invalid events: refuse all events, or skip the invalid ones",
          schema: { type: "string", enum: ["throw", "skip"], default: "throw" },
        },
      ],
      body: { anyOf: [{ type: "array", items: ref("Event") }, ref("Event")] },
      lines: true,
      success: { status: 202, description: "The result for each event", schema: ref("AppendResult") },
      refusals: [400, 413],
    },
  },
  {
    method: "POST",
    path: `${ONE}/interactions`,
    right: "write",
    handle: async (call) => customer(call).interact(visit(call), await body(call)),
    operation: {
      id: "apply_interaction",
      tag: "customers",
      summary: "Apply a visit: add its profile scores and its events",
      body: ref("Interaction"),
      success: { status: 202, description: "The result of the visit", schema: ref("InteractionResult") },
      refusals: [400, 413],
    },
  },
  {
    method: "GET",
    path: `${ONE}/metrics`,
    right: "read",
    handle: (call) => {
      const moment = queriedMoment(call.url.searchParams);
      return customer(call).metrics(visit(call), moment, ifNoneMatch(call));
    },
    operation: {
      id: "get_metrics",
      tag: "customers",
      summary: "Get all metrics of a customer",
      query: [NOW],
      conditional: true,
      success: { status: 200, description: "The metrics", schema: ref("Metrics") },
      refusals: [400],
    },
  },
  {
    method: "POST",
    path: `${ONE}/decide`,
    right: "read",
    handle: async (call) => customer(call).decide(visit(call), await body(call), ifNoneMatch(call)),
    operation: {
      id: "decide",
      tag: "customers",
      summary: "Decide which candidates may be shown, in which order, and why",
      description: "Changes nothing. Cache-Control says how long the decision holds if no event arrives.",
      conditional: true,
      body: ref("DecideRequest"),
      success: { status: 200, description: "The decision", schema: ref("Decision") },
      refusals: [400, 413],
    },
  },
  {
    method: "POST",
    path: `${ONE}/reserve`,
    right: "write",
    handle: async (call) => customer(call).reserve(visit(call), await body(call)),
    operation: {
      id: "reserve",
      tag: "customers",
      summary: "Decide, and record an event for every winner, in one step",
      body: ref("ReserveRequest"),
      success: { status: 200, description: "The decision", schema: ref("Decision") },
      refusals: [400, 413],
    },
  },
  {
    method: "GET",
    path: `${ONE}/profile`,
    right: "read",
    handle: (call) => customer(call).profile(visit(call), queriedMoment(call.url.searchParams)),
    operation: {
      id: "get_profile",
      tag: "customers",
      summary: "Get the behavior profile of a customer",
      query: [NOW],
      success: { status: 200, description: "The profile", schema: ref("BehaviorProfile") },
      refusals: [400],
    },
  },
  {
    method: "DELETE",
    path: ONE,
    right: "write",
    handle: (call) => customer(call).forget(),
    operation: {
      id: "forget",
      tag: "customers",
      summary: "Delete a customer and everything stored about it",
      success: { status: 204, description: "Deleted", schema: null },
      refusals: [400],
    },
  },
  {
    method: "POST",
    path: `${ONE}/merge`,
    right: "write",
    handle: merge,
    operation: {
      id: "merge",
      tag: "customers",
      summary: "Merge the history of another customer into this one",
      description:
        "For an anonymous visitor who has become known. The history moves: `from` is empty afterwards. " +
        "An interrupted request can be repeated; nothing is counted twice.",
      body: ref("MergeRequest"),
      success: { status: 200, description: "The result of the merge", schema: ref("MergeResult") },
      refusals: [400, 413],
    },
  },
];

async function merge(call: GrantedCall) {
  const { from, mergeScores, ...rest } = parseObject(await body(call));
  refuseUnknownMembers(rest, ["from", "mergeScores"]);
  if (typeof from !== "string") {
    throw invalid("from", "required", `from must be the id of a customer, not ${nameOfType(from)}.`);
  }
  if (from === "" || from.length > MAX_ID_LENGTH) {
    throw invalid("from", "out_of_range", `from must have 1 to ${MAX_ID_LENGTH} characters.`);
  }
  const target = visit(call);
  if (from === target.customer)
    throw invalid("from", "invalid_value", "A customer cannot be merged with itself.");
  if (mergeScores != null && mergeScores !== "latest" && mergeScores !== "sum") {
    throw invalid("mergeScores", "invalid_value", 'mergeScores must be "latest" or "sum".');
  }
  return customer(call).merge(target, from, mergeScores == null ? {} : { mergeScores });
}

function visit({ grant, parameters }: GrantedCall): Visit {
  return {
    tenant: grant.tenant,
    customer: parameters.customer ?? "",
    version: grant.version,
    mayTest: grant.rights.includes("test-now"),
  };
}

/**
 * The object of the customer in the path. Its name starts with the tenant, which no customer's id
 * can leave.
 */
function customer({ env, grant, parameters }: GrantedCall) {
  return env.CUSTOMERS.getByName(`${grant.tenant}/${parameters.customer}`);
}

function body({ request, env }: GrantedCall): Promise<Uint8Array> {
  return readBody(request, bodyLimit(env));
}

function skipsInvalid(query: URLSearchParams): boolean {
  return choice(query, "onInvalid", ["throw", "skip"]) === "skip";
}

function ifNoneMatch({ request }: GrantedCall): string | null {
  return request.headers.get("If-None-Match");
}
