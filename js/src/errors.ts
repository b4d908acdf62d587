import type { EventIssueCode } from "./types.js";

/** The kind of failure. The words are the same in Rust, in JavaScript and over HTTP. */
export type ErrorCode =
  | "invalid_configuration"
  | "invalid_event"
  | "invalid_argument"
  | "duplicate_key"
  | "metric_limit_exceeded"
  | "unknown_metric"
  | "metric_in_use"
  | "not_found"
  | "invalid_snapshot"
  | "unsupported_snapshot"
  | "disposed"
  | "internal";

/** What is wrong, in the words of the package. */
export type IssueCode =
  | EventIssueCode
  | "invalid_json"
  | "unknown_field"
  | "not_allowed"
  | "duplicate_key"
  | "metric_limit_exceeded"
  | "unknown_metric"
  | "metric_in_use"
  | "not_found"
  | "sum_overflow"
  | "not_a_snapshot"
  | "newer_version"
  | "checksum"
  | "malformed"
  | "not_initialized"
  | "load_failed"
  | "history_changed"
  | "reading"
  | "disposed"
  | "trap";

/** One thing that is wrong, where it is, and how to fix it. */
export interface Issue {
  /**
   * Where it is, such as `metrics[2].windowDays` or `events[0].timestamp`; empty for the input as a
   * whole.
   */
  path: string;
  /**
   * A stable word for programs. The Worker, which reports errors in the same form, has further
   * ones.
   */
  code: IssueCode | (string & {});
  /** A sentence for people: what was found, and what is expected. */
  message: string;
}

/**
 * Why a call was refused. Nothing was applied, unless the code is `internal`, which means that the
 * engine can no longer be used.
 *
 * @example
 * try {
 *   engine.customer([{ eventType: "click" }]);
 * } catch (error) {
 *   if (!(error instanceof LookbackError)) throw error;
 *   error.code; // invalid_event
 *   error.issues[0].path; // events[0].timestamp
 * }
 */
export class LookbackError extends Error {
  /** The kind of failure. */
  readonly code: ErrorCode;
  /** Everything that is wrong, in the order of the input; never empty. */
  readonly issues: Issue[];

  constructor(code: ErrorCode, issues: Issue[], options?: ErrorOptions) {
    super(`${code}: ${summary(issues)}`, options);
    this.code = code;
    this.issues = issues;
  }

  override get name(): "LookbackError" {
    return "LookbackError";
  }

  /**
   * The form for `JSON.stringify`, which would otherwise leave out the message.
   *
   * @example
   * try {
   *   engine.customer([{ eventType: "click" }]);
   * } catch (error) {
   *   JSON.parse(JSON.stringify(error)).message; // invalid_event: events[0].timestamp: is required
   * }
   */
  toJSON(): Pick<LookbackError, "name" | "code" | "message" | "issues"> {
    const { name, code, message, issues } = this;
    return { name, code, message, issues };
  }

  /** An error with one issue. @internal */
  static single(
    code: ErrorCode,
    path: string,
    issueCode: IssueCode,
    message: string,
    options?: ErrorOptions,
  ): LookbackError {
    return new LookbackError(code, [{ path, code: issueCode, message }], options);
  }
}

/** The first issue in full and how many more there are: a log line, not the whole list. */
function summary(issues: Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "no details";
  const text = first.path === "" ? first.message : `${first.path}: ${first.message}`;
  return issues.length === 1 ? text : `${text} (and ${issues.length - 1} more)`;
}
