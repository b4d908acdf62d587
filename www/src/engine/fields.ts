import type { EventFields } from "lookback";

/** The fields of an event, with the names that other platforms give them, tried in this order. */
export const knownNames: Readonly<Record<keyof EventFields, readonly string[]>> = {
  eventType: [
    "eventType",
    "event_type",
    "outcome_type",
    "outcomeTypeKey",
    "outcomeType",
    "outcome",
    "type",
    "event",
    "action",
  ],
  timestamp: [
    "timestamp",
    "time",
    "ts",
    "date",
    "datetime",
    "occurredAt",
    "occurred_at",
    "createdAt",
    "created_at",
  ],
  id: ["id", "eventId", "event_id", "uuid"],
  channel: ["channel", "channelId", "channel_id", "channelKey", "medium"],
  offer: ["offer", "offerId", "offer_id", "offerKey", "item", "itemId", "item_id", "product"],
  value: ["value", "conversionValue", "conversion_value", "amount", "revenue", "price"],
  properties: ["properties", "props"],
};

export const fieldNames = Object.keys(knownNames) as (keyof EventFields)[];
