import type { Profile } from "../../engine/model.ts";

/**
 * The points of a profile that matching compares, for drawing: by the profile's type, over its own
 * keys.
 */
export function pointsOf(
  { type = "sum", keys }: Profile,
  values: Readonly<Record<string, number>>,
  scoreCount: number,
): number[] {
  const own = keys.map(({ id }) => values[id] ?? 0);
  if (type === "average") return own.map((value) => (scoreCount > 0 ? value / scoreCount : 0));
  if (type === "percentage") {
    const total = own.reduce((sum, value) => sum + value, 0);
    return own.map((value) => (total === 0 ? 0 : value / total));
  }
  return own;
}
