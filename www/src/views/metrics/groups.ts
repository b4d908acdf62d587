import type { MetricGroup } from "lookback";

/** `email · travel_card`: a group by its dimensions; the whole by itself. */
export function groupName({ channel, offer }: Pick<MetricGroup, "channel" | "offer">): string {
  const parts = [channel === null ? "no channel" : channel, offer === null ? "no offer" : offer].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? parts.join(" · ") : "all";
}
