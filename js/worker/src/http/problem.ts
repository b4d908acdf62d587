import { type Issue, LookbackError } from "lookback";

/** A refused request: the status, code and issues of the response. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly issues: readonly Issue[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    issues: readonly Issue[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.issues = issues;
    this.headers = headers;
  }
}

/** A 400 with one issue. */
export function invalid(path: string, code: string, message: string): Problem {
  return new Problem(400, "invalid_argument", message, [{ path, code, message }]);
}

/** A 404. */
export function notFound(message: string): Problem {
  return new Problem(404, "not_found", message);
}

/** Whether an issue is about what is stored already rather than about the form of what was sent. */
function isConflict({ code, path }: Issue): boolean {
  if (code === "duplicate_key") return path === "" || path === "key" || path === "id";
  return code === "metric_limit_exceeded";
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  invalid_configuration: 400,
  invalid_event: 400,
  invalid_argument: 400,
  unknown_metric: 400,
  duplicate_key: 409,
  metric_limit_exceeded: 409,
  metric_in_use: 409,
  not_found: 404,
};

/** What an error of the engine means over HTTP; undefined for a defect of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (!(error instanceof LookbackError)) return undefined;
  const status = STATUS_OF_CODE[error.code];
  if (status === undefined) return undefined;
  const conflict = error.issues.find(isConflict);
  // The engine's summary of all issues, without the code, which has a member of its own.
  const message = error.message.slice(error.code.length + 2);
  return conflict === undefined
    ? new Problem(status, error.code, message, error.issues)
    : new Problem(409, conflict.code, conflict.message, error.issues);
}
