import { Problem, problemOf } from "./problem.ts";

/** A response in the form that crosses from a Durable Object to the front. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as text or in UTF-8, or null for no body. */
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

const JSON_TYPE = "application/json";

/** A reply with a JSON body, which is not cached unless its headers say so. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return written(status, JSON.stringify(value), headers);
}

/** The same with JSON that is already written. */
export function written(
  status: number,
  body: NonNullable<Reply["body"]>,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const standard = { "Content-Type": JSON_TYPE, "Cache-Control": "no-store" };
  return { status, headers: { ...standard, ...headers }, body };
}

/** A reply without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: null };
}

/** The reply to a refused request. */
export function refusal(problem: Problem): Reply {
  const { code, message, status, issues } = problem;
  return json(status, { error: { code, message, status, issues } }, problem.headers);
}

/**
 * Runs `work` and turns what it throws into a reply; a defect of ours is logged and becomes a 500.
 */
export async function replyFrom(work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    const problem = problemOf(error);
    if (problem !== undefined) return refusal(problem);
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    return refusal(new Problem(500, "internal", "Something failed that should not have; the log says what."));
  }
}

/** The reply as an HTTP response. */
export function response(reply: Reply): Response {
  return new Response(reply.body, { status: reply.status, headers: reply.headers });
}
