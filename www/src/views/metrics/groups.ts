import type { InteractionEvent, MetricDefinition, MetricGroup } from "lookback";

type Group = Pick<MetricGroup, "channel" | "offer">;

/** `email · travel_card`: a group by its dimensions; the whole by itself. */
export function groupName({ channel, offer }: Group): string {
  const parts = [channel === null ? "no channel" : channel, offer === null ? "no offer" : offer].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? parts.join(" · ") : "all events";
}

/** The text for a metric without groups. */
export const NO_GROUPS = "no matching events";

/** The groups of a metric that most of a history's events are in, whenever those were, by name. */
export function largestGroups(
  { eventType, secondaryEventType, dimensions = [], where = {} }: MetricDefinition,
  events: readonly InteractionEvent[],
  most: number,
): Group[] {
  if (dimensions.length === 0) return [{}];
  const counts = new Map<string, { group: Group; count: number }>();
  const admits = (names: readonly string[] | undefined, name: string | null | undefined): boolean =>
    !names?.length || (typeof name === "string" && names.includes(name));
  for (const { eventType: type, channel, offer } of events) {
    if (type !== eventType && type !== secondaryEventType) continue;
    if (!admits(where.channel, channel) || !admits(where.offer, offer)) continue;
    const group: Group = {};
    if (dimensions.includes("channel")) group.channel = channel ?? null;
    if (dimensions.includes("offer")) group.offer = offer ?? null;
    const name = JSON.stringify(group);
    const known = counts.get(name);
    if (known) known.count++;
    else counts.set(name, { group, count: 1 });
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ group }) => group)
    .sort((a, b) => (groupName(a) < groupName(b) ? -1 : 1));
}
