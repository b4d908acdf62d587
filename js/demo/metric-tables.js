// How one customer's metrics are shown.

import { counted, number, paragraph, span, table, time } from "./print.js";

const MAX_GROUPS = 6;

/** `count of impression by channel over 7 days` */
export function describe(metric) {
  const of =
    metric.aggregationType === "ratio"
      ? `${metric.eventType} per ${metric.secondaryEventType}`
      : metric.aggregationType === "count"
        ? `count of ${metric.eventType}`
        : `${metric.aggregationType} of ${metric.property ?? "value"} on ${metric.eventType}`;
  const by = (metric.dimensions ?? []).length === 0 ? "" : ` by ${metric.dimensions.join(" and ")}`;
  return `${of}${by} over ${counted(metric.windowDays, "day")}`;
}

/** One metric: what it is, its window, its groups, and until when each holds. */
export function showMetric(metric, result, remark) {
  console.log(`${metric.key}: ${describe(metric)}`);
  console.log(`  window: after ${time(result.from)}, up to ${time(result.to)}`);
  const dimensions = ["channel", "offer"].filter((dimension) => metric.dimensions?.includes(dimension));
  if (result.groups.length === 0) console.log("  no such events in the window");
  else {
    const shown = mostTelling(result.groups);
    table(
      [...dimensions, ">value", ">events", "holds until"],
      shown.map((group) => [
        ...dimensions.map((dimension) => group[dimension] ?? "(none)"),
        number(group.value),
        String(group.events),
        holds(result.to, group.validUntil),
      ]),
    );
    const more = result.groups.length - shown.length;
    if (more > 0) console.log(`  and ${counted(more, "more group")}`);
  }
  if (result.skipped > 0) console.log(`  skipped: no number in ${counted(result.skipped, "matching event")}`);
  if (remark !== undefined) paragraph(`→ ${remark}`, "  ");
  console.log();
}

const holds = (now, until) => (until === null ? "for good" : `${time(until)} (in ${span(now, until)})`);

/** The largest groups, in the order of the result. */
function mostTelling(groups) {
  if (groups.length <= MAX_GROUPS) return groups;
  const largest = [...groups].sort((a, b) => (b.value ?? 0) - (a.value ?? 0)).slice(0, MAX_GROUPS);
  return groups.filter((group) => largest.includes(group));
}
