import type { Grant } from "../access/leases.ts";
import type { Right } from "../access/rights.ts";
import type { Env } from "../env.ts";
import type { Reply } from "../http/reply.ts";
import type { Target } from "../http/target.ts";
import type { Operation } from "../openapi/operation.ts";

/** A request that reached its route. */
export interface Call {
  readonly request: Request;
  readonly url: Target;
  readonly env: Env;
  /** The parts of the path in braces, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A call by someone who was let in. */
export interface GrantedCall extends Call {
  readonly grant: Grant;
}

/**
 * One operation of the API: how it is called, who may, what it does, and how openapi.json describes
 * it.
 */
export type Route = Described & (OpenRoute | GuardedRoute);

interface Described {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With parameters in braces: `/api/v1/offers/{id}`. */
  readonly path: string;
  readonly operation: Operation;
}

/** Open to everybody, or with an access rule of its own. */
interface OpenRoute {
  readonly right: null;
  handle(call: Call): Promise<Reply>;
}

/** Open to keys with the right. */
interface GuardedRoute {
  readonly right: Right;
  handle(call: GrantedCall): Promise<Reply>;
}
