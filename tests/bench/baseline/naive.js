// What is written first: for each metric, filter the events, group them under a string key, reduce.

const DAY = 86_400_000;

const timeOf = (event) =>
  typeof event.timestamp === "number" ? event.timestamp : Date.parse(event.timestamp);

const average = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** All metrics, each a Map from a string key to its value. */
export function scan(metrics, events, now, ids) {
  const distinct = ids ? [...new Map(events.map((event) => [event.id, event])).values()] : events;
  return metrics.map((metric) => {
    const from = now - metric.windowDays * DAY;
    const matching = distinct.filter(
      (event) =>
        (event.eventType === metric.eventType || event.eventType === metric.secondaryEventType) &&
        timeOf(event) > from &&
        timeOf(event) <= now &&
        (!metric.where?.channel || metric.where.channel.includes(event.channel)) &&
        (!metric.where?.offer || metric.where.offer.includes(event.offer)),
    );
    const groups = new Map();
    for (const event of matching) {
      const key = metric.dimensions.map((dimension) => event[dimension] ?? null).join("|");
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(event);
    }
    if (metric.dimensions.length === 0 && groups.size === 0) groups.set("", []);
    return new Map([...groups].map(([key, members]) => [key, reduce(metric, members)]));
  });
}

function reduce(metric, members) {
  const property = metric.property ?? "value";
  const numbers = members
    .map((event) => (property === "value" ? event.value : event.properties?.[property]))
    .filter((number) => typeof number === "number");
  switch (metric.aggregationType) {
    case "count":
      return members.length;
    case "sum":
      return numbers.reduce((sum, number) => sum + number, 0);
    case "avg":
      return numbers.length === 0 ? null : average(numbers);
    case "min":
      return numbers.length === 0 ? null : Math.min(...numbers);
    case "max":
      return numbers.length === 0 ? null : Math.max(...numbers);
    default: {
      const primary = members.filter((event) => event.eventType === metric.eventType).length;
      const secondary = members.filter((event) => event.eventType === metric.secondaryEventType).length;
      return secondary === 0 ? null : primary / secondary;
    }
  }
}
