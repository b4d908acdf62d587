import type { EventFields } from "lookback";
import names from "../../../js/demo/field-names.json";

/**
 * The fields of an event, with the names that other platforms give them, tried in this order: the
 * package's own name, then the more specific before the more general (Segment's `event` says more
 * than its `type`). The demo reads the same list.
 */
export const knownNames: Readonly<Record<keyof EventFields, readonly string[]>> = names;

/** The names of the field that identifies the customer, tried in this order. */
export const customerNames = [
  "customer",
  "customerId",
  "customer_id",
  "userId",
  "user_id",
  "contactId",
  "contact_id",
];

/** The names of the fields in the Studio. */
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
