// Metrics that fit the events of a file, for a first look.

/** @param {import("lookback").StoredEvent[]} events @returns {import("lookback").MetricDefinition[]} */
export function suggestMetrics(events) {
  const types = frequent(events);
  const [main, second] = types;
  const has = (field) => events.some((event) => event[field] !== undefined);
  const byChannel = has("channel") ? ["channel"] : [];
  const metrics = types
    .slice(0, 3)
    .map((eventType) => definition("count", eventType, 7, { dimensions: byChannel }));
  if (has("offer")) metrics.push(definition("count", main, 30, { dimensions: ["offer"] }));
  if (second !== undefined) metrics.push(definition("ratio", second, 30, { secondaryEventType: main }));
  const paying = types.find((type) =>
    events.some((event) => event.eventType === type && event.value !== undefined),
  );
  if (paying !== undefined) metrics.push(definition("sum", paying, 90), definition("avg", paying, 90));
  return metrics.map((metric, at) => ({ ...metric, key: distinct(metric.key, metrics.slice(0, at)) }));
}

function definition(aggregationType, eventType, windowDays, more = {}) {
  const word =
    eventType
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^[^a-z]+/, "")
      .slice(0, 40) || "event";
  const key = `${word}_${aggregationType}_${windowDays}d`;
  return { name: key, key, aggregationType, eventType, windowDays, ...more };
}

/** Two event types may come down to the same key. */
const distinct = (key, before) =>
  before.some((metric) => metric.key === key) ? `${key}_${before.length}` : key;

/** The event types, the most frequent first. */
function frequent(events) {
  const counts = new Map();
  for (const { eventType } of events) counts.set(eventType, (counts.get(eventType) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1]).map(([type]) => type);
}
