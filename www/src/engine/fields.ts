import type { EventFields } from "lookback";

/** The fields of an event, with the names that other platforms give them, tried in this order. */
export const knownNames: Readonly<Record<keyof EventFields, readonly string[]>> = {
  eventType: [
    "eventType",
    "event_type",
    "eventName",
    "event_name",
    "outcome_type",
    "outcomeTypeKey",
    "outcomeType",
    "outcome",
    "type",
    "event",
    "action",
    "kind",
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
    "eventTime",
    "event_time",
    "at",
  ],
  id: ["id", "eventId", "event_id", "messageId", "uuid"],
  channel: ["channel", "channelId", "channel_id", "channelKey", "medium"],
  offer: [
    "offer",
    "offerId",
    "offer_id",
    "offerKey",
    "item",
    "itemId",
    "item_id",
    "product",
    "productId",
    "product_id",
    "campaign",
  ],
  value: ["value", "conversionValue", "conversion_value", "amount", "revenue", "price", "total"],
  properties: ["properties", "props", "attributes", "metrics"],
};

/** What tells whose an event is, tried in this order. */
export const customerNames = [
  "customer",
  "customerId",
  "customer_id",
  "userId",
  "user_id",
  "contactId",
  "contact_id",
];

/** What the fields are called in the Studio. */
export const fieldLabels: Readonly<Record<string, string>> = {
  eventType: "Event type",
  timestamp: "Timestamp",
  id: "Id",
  channel: "Channel",
  offer: "Offer",
  value: "Value",
  properties: "Properties",
};

export const fieldNames = Object.keys(knownNames) as (keyof EventFields)[];
