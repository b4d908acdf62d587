// Where a user's records carry the fields of an event.

import { BadFile } from "./read-file.js";

/** The names that platforms use, the likeliest first. */
const USUAL = {
  eventType: [
    "eventType",
    "outcomeTypeKey",
    "event_type",
    "eventName",
    "event_name",
    "outcomeType",
    "outcome",
    "event",
    "type",
    "kind",
    "outcome_type",
    "action",
  ],
  timestamp: [
    "timestamp",
    "time",
    "ts",
    "occurredAt",
    "occurred_at",
    "createdAt",
    "created_at",
    "eventTime",
    "event_time",
    "date",
    "datetime",
    "at",
  ],
  id: ["id", "eventId", "event_id", "messageId", "uuid"],
  channel: ["channel", "channelId", "channelKey", "channel_id", "medium"],
  offer: [
    "offer",
    "offerId",
    "offerKey",
    "offer_id",
    "itemId",
    "item_id",
    "item",
    "productId",
    "product_id",
    "product",
    "campaign",
  ],
  value: ["value", "conversionValue", "conversion_value", "amount", "revenue", "price", "total"],
  properties: ["properties", "props", "attributes", "metrics"],
};

const NEEDED = ["eventType", "timestamp"];

/**
 * The fields of some records by the names they usually have, or by those that the user gave.
 * @param {object[]} records
 * @param {Record<string, string>} named the user's, for some of the fields
 */
export function detectFields(records, named) {
  const members = new Set(records.flatMap((record) => (isObject(record) ? Object.keys(record) : [])));
  const usual = Object.entries(USUAL).map(([field, names]) => [
    field,
    named[field] ?? names.find((name) => members.has(name)),
  ]);
  const missing = usual.filter(([field, name]) => name === undefined && NEEDED.includes(field));
  if (missing.length === 0) return Object.fromEntries(usual.filter(([, name]) => name !== undefined));
  const have = members.size === 0 ? "no fields" : `only ${[...members].join(", ")}`;
  const advice = (field) => `FIELDS=${field}=yourName (a dotted path such as meta.at reaches inside)`;
  throw new BadFile(
    missing.map(([field]) => `no ${field} found: the events have ${have}; name it with ${advice(field)}`),
  );
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Reads `eventType=kind,offer=item.id`. */
export function parseFields(text) {
  const pairs = text.split(",").map((pair) => pair.split("=").map((part) => part.trim()));
  const wrong = pairs.filter(([field, name]) => USUAL[field] === undefined || !name);
  if (wrong.length > 0) {
    const known = Object.keys(USUAL).join(", ");
    throw new BadFile(
      wrong.map((pair) => `FIELDS: "${pair.join("=")}" is not one of ${known}, "=" and a name`),
    );
  }
  return Object.fromEntries(pairs);
}
