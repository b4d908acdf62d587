/**
 * What a key may do: `read` metrics, decisions and profiles; `write` events and what else changes a
 * customer; `admin` definitions and keys; `test-now` compute at a moment of the caller's choice.
 */
export const RIGHTS = ["read", "write", "admin", "test-now"] as const;

/** One of {@link RIGHTS}. */
export type Right = (typeof RIGHTS)[number];

/** Whether a value is the name of a right. */
export function isRight(value: unknown): value is Right {
  return RIGHTS.some((right) => right === value);
}
