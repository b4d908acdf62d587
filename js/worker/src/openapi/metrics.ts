import { ref, type Schema } from "./operation.ts";
import {
  COUNT,
  given,
  list,
  NOTHING,
  NUMBER,
  nullable,
  PLAIN,
  returned,
  TEXT,
  whole,
  word,
} from "./shapes.ts";

const AGGREGATION = word("count", "sum", "avg", "min", "max", "ratio");

const REQUIRED = {
  key: { type: "string", pattern: "^[a-z][a-z0-9_]{0,63}$" },
  eventType: TEXT,
  windowDays: whole(1, 365),
};

const PROPERTY = { ...TEXT, description: "The numeric property to aggregate. Defaults to value." };
/** What a count may have, too: the default, which says nothing. */
const DEFAULT_PROPERTY = { type: "string", enum: ["value"] };
const DENOMINATOR = { ...TEXT, description: "The event type of the denominator" };

const OPTIONAL = {
  name: TEXT,
  description: PLAIN,
  dimensions: { ...list(word("channel", "offer")), maxItems: 2, uniqueItems: true },
  where: given({}, { channel: list(PLAIN, 1), offer: list(PLAIN, 1) }),
  status: word("active", "paused"),
};

/** Metrics, as they are defined and as they are computed. */
export const METRIC_SCHEMAS: Readonly<Record<string, Schema>> = {
  Metric: {
    anyOf: [
      given(
        { ...REQUIRED, aggregationType: word("count") },
        { ...OPTIONAL, property: DEFAULT_PROPERTY, secondaryEventType: NOTHING },
      ),
      given(
        { ...REQUIRED, aggregationType: word("sum", "avg", "min", "max") },
        { ...OPTIONAL, property: PROPERTY, secondaryEventType: NOTHING },
      ),
      given(
        { ...REQUIRED, aggregationType: word("ratio"), secondaryEventType: DENOMINATOR },
        { ...OPTIONAL, property: DEFAULT_PROPERTY },
      ),
    ],
  },
  MetricResult: returned(
    {
      key: PLAIN,
      aggregationType: AGGREGATION,
      windowDays: whole(1, 365),
      from: ref("Instant"),
      to: ref("Instant"),
      groups: list(ref("MetricGroup")),
      skipped: COUNT,
      validUntil: nullable(ref("Instant")),
    },
    { value: nullable(NUMBER) },
  ),
  MetricGroup: returned(
    { value: nullable(NUMBER), events: COUNT, validUntil: nullable(ref("Instant")) },
    { channel: nullable(PLAIN), offer: nullable(PLAIN) },
  ),
  Metrics: returned({
    data: list(ref("MetricResult")),
    total: COUNT,
    now: ref("Instant"),
    validUntil: nullable(ref("Instant")),
  }),
};
