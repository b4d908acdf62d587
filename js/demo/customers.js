// The customers of the events of a file.

import { memberAt } from "./fields.js";
import { BadFile, EMPTY } from "./read-file.js";

/**
 * What an event's customer is called: the known before the anonymous, the ids before what may be
 * more than an id.
 */
const USUAL = [
  "customer",
  ...["customerId", "customer_id", "userId", "user_id", "contactId", "contact_id", "visitorId", "visitor_id"],
  ...["user", "contact", "visitor"],
  ...["anonymousId", "anonymous_id", "deviceId", "device_id"],
];

/** The customer of events that name none. */
const UNNAMED = "(unnamed)";

/** @typedef {{ id: string, records: { record: object, place: string }[] }} CustomerRecords
 *   `place` is where a record is: `line 3, events[7]` */

/**
 * The events of one event an item, or `{ customer, events }` an item, by customer. An event in
 * `events` belongs to the customer that its item names, or else to the one that it names itself.
 * @param {import("./read-file.js").Item[]} items
 * @param {string} [named] where the user says that the customer is; a dotted path reaches inside
 * @returns {{ customers: CustomerRecords[], names: string[], unnamed: number }} the names by which customers were found, and
 *   how many events name nobody
 */
export function byCustomer(items, named) {
  const paths = named === undefined ? USUAL : [named];
  const customers = new Map();
  const names = new Set();
  const faults = [];

  const ownerOf = (value, place) => {
    const found = paths.map((path) => [path, memberAt(value, path)]).filter(([, id]) => id != null);
    const [path, id] = found.find(([, id]) => typeof id !== "object") ?? found[0] ?? [];
    if (typeof id === "object") faults.push(noId(place, path, id));
    else if (path !== undefined) names.add(path);
    return id === undefined ? undefined : String(id);
  };
  const add = (id, record, place) => {
    if (!customers.has(id)) customers.set(id, { id, records: [] });
    customers.get(id).records.push({ record, place });
  };

  for (const { value, place } of items) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      faults.push(
        `${place}: expected an event or { "customer", "events" }, found ${JSON.stringify(value)?.slice(0, 60)}`,
      );
      continue;
    }
    const owner = ownerOf(value, place);
    if (!Array.isArray(value.events)) add(owner ?? UNNAMED, value, place);
    else
      for (const [index, record] of value.events.entries()) {
        const within = `${place}, events[${index}]`;
        add(owner ?? ownerOf(record, within) ?? UNNAMED, record, within);
      }
  }
  if (faults.length > 0) throw new BadFile(faults);
  if (customers.size === 0) throw new BadFile([EMPTY]);
  return {
    customers: [...customers.values()],
    names: [...names],
    unnamed: customers.get(UNNAMED)?.records.length ?? 0,
  };
}

function noId(place, path, value) {
  const found = JSON.stringify(value).slice(0, 60);
  return `${place}: ${path}: expected the id as a text or a number, found ${found}; name it with FIELDS=customer=${path}.id`;
}
