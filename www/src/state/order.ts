import type { Rule } from "../engine/model.ts";

export const USUAL_PRIORITY = 50;
export const priorityOf = ({ priority }: Rule): number => priority ?? USUAL_PRIORITY;

/** Rules in the order they run in: the highest priority first, then as they were given. */
export function runningOrder(rules: readonly Rule[]): Rule[] {
  return [...rules].sort((a, b) => priorityOf(b) - priorityOf(a));
}

/**
 * Moves a rule so many places in the running order, by giving it the priority nearest to its own
 * that stands there. Equal priorities run in the order given, so no other rule has to change.
 */
export function moveRule(rules: readonly Rule[], id: string | undefined, places: number): readonly Rule[] {
  const ordered = runningOrder(rules);
  const from = ordered.findIndex((rule) => rule.id === id);
  const to = Math.min(ordered.length - 1, Math.max(0, from + places));
  const [moved] = from < 0 || from === to ? [] : ordered.splice(from, 1);
  if (!moved) return rules;
  ordered.splice(to, 0, moved);
  const above = ordered[to - 1];
  const below = ordered[to + 1];
  const highest = above ? priorityOf(above) : 100;
  const lowest = below ? priorityOf(below) : 0;
  const priority = Math.min(highest, Math.max(lowest, priorityOf(moved)));
  ordered[to] = priority === priorityOf(moved) ? moved : { ...moved, priority };
  return ordered;
}
