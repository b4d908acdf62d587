// A user's own file: its metrics, or exactly what is wrong with it.

import { byCustomer } from "./customers.js";
import { detectFields, memberAt, parseFields } from "./fields.js";
import { showMetric } from "./metric-tables.js";
import { counted, heading, number, paragraph, table, time } from "./print.js";
import { BadFile, readItems } from "./read-file.js";
import { suggestMetrics } from "./suggest.js";

/** How many faults or customers are listed. */
const MAX_LISTED = 20;
const MAX_CUSTOMERS = 20;

/**
 * Shows the metrics of the customers in a file.
 * @param {typeof import("lookback")} lookback
 * @returns {Promise<number>} the exit code: 1 for a file that cannot be used
 */
export async function showOwnFile(lookback, { path, fields, now }) {
  try {
    await show(lookback, path, fields, now);
    return 0;
  } catch (error) {
    if (error instanceof BadFile) {
      for (const fault of listed(error.faults)) console.error(`${path}: ${fault}`);
    } else if (error instanceof lookback.LookbackError) {
      // The events were checked before, so this is about NOW or FIELDS.
      for (const issue of error.issues)
        console.error(issue.path === "" ? issue.message : `${issue.path}: ${issue.message}`);
    } else throw error;
    return 1;
  }
}

async function show(lookback, path, fieldsText, nowText) {
  const { customer: customerField, ...named } = fieldsText ? parseFields(fieldsText) : {};
  const read = byCustomer(await readItems(lookback, path), customerField);
  const records = read.customers.flatMap((customer) => customer.records.map(({ record }) => record));
  const eventFields = detectFields(records, named);
  const { events, repeated, conflicting } = await check(lookback, read.customers, eventFields);
  const newest = events
    .map(({ timestamp }) => timestamp)
    .sort()
    .at(-1);
  const now = nowText ?? newest;
  const metrics = suggestMetrics(events);
  const engine = await lookback.createEngine({ metrics, eventFields });
  const customers = read.customers.map(({ id, records }) => ({
    id,
    customer: engine.customer(records.map(({ record }) => record)),
  }));
  const [first] = customers;
  const results = first.customer.metrics({ now });

  heading(
    `${path}: ${counted(events.length, "event")} of ${counted(customers.length, "customer")}`,
    `Fields: ${[...Object.entries(eventFields), ...customerNames(read.names)]
      .map(([field, own]) => `${field} = ${own}`)
      .join(", ")}. Read at ${nowText ?? `${time(newest)}, the time of the newest event`}. ` +
      "The metrics are suggestions based on the event types.",
  );
  showUnnamed(read, customerField);
  showSeconds(records, eventFields.timestamp);
  showLeftOut(repeated, conflicting);
  console.log(`Customer ${first.id}, ${counted(first.customer.size, "event")}\n`);
  results.forEach((result, index) => {
    showMetric(metrics[index], result);
  });
  if (customers.length > 1) overview(customers, metrics, now);
  paragraph(
    "For another moment: NOW=2026-03-10T14:30:00Z. For other fields: FIELDS=eventType=kind,timestamp=at,value=order.total",
  );
  engine.free();
}

/** The fields by which customers were found, among the other fields. */
const customerNames = (names) => (names.length === 0 ? [] : [["customer", names.join(" or ")]]);

/** Events without a customer count as one customer's, which should not go unnoticed. */
function showUnnamed({ names, unnamed }, customerField) {
  if (unnamed === 0) return;
  const advice = "name the field with FIELDS=customer=yourName";
  paragraph(
    names.length > 0
      ? `Events without a customer: ${unnamed}, shown as the customer (unnamed).`
      : customerField === undefined
        ? `No customer field was found, so all events count as one customer's; ${advice}.`
        : `No event has a ${customerField}, so all events count as one customer's.`,
  );
  console.log();
}

/** The milliseconds of March 1973, or the seconds of the year 5138. */
const LEAST_MILLISECONDS = 1e11;

/** Times that are numbers are milliseconds; seconds would all lie in the first weeks of 1970. */
function showSeconds(records, path) {
  const times = records.map((record) => memberAt(record, path));
  if (times.some((time) => typeof time !== "number" || time >= LEAST_MILLISECONDS)) return;
  paragraph(
    `All times lie before March 1973: these look like seconds; multiply ${path} by 1000, as times are milliseconds.`,
  );
  console.log();
}

/** The first of many, and how many more there are. */
function listed(items) {
  const more = items.length - MAX_LISTED;
  return more > 0 ? [...items.slice(0, MAX_LISTED), `and ${more} more`] : items;
}

/** Why there are more records in the file than events. */
function showLeftOut(repeated, conflicting) {
  if (repeated > 0) paragraph(`Repeated, and counted once: ${counted(repeated, "event")}.`);
  if (conflicting.length > 0)
    paragraph(
      "Left out for reusing an id with other content: " +
        `${counted(conflicting.length, "event")} (${listed(conflicting).join(", ")}).`,
    );
  if (repeated + conflicting.length > 0) console.log();
}

/**
 * All events as the package reads them, how many were repeated, and where those stand whose id was
 * another event's.
 * @throws {BadFile} with every bad event, where it stands and why
 */
async function check({ createEngine, LookbackError }, customers, eventFields) {
  const engine = await createEngine({ eventFields });
  const faults = [];
  const events = [];
  let repeated = 0;
  const conflicting = [];
  for (const { records } of customers) {
    const customer = engine.customer();
    try {
      const { duplicates, conflicts } = customer.append(records.map(({ record }) => record));
      repeated += duplicates;
      for (const { index } of conflicts) conflicting.push(records[index].place);
      for (const event of customer.events()) events.push(event);
    } catch (error) {
      if (!(error instanceof LookbackError)) throw error;
      for (const issue of error.issues) faults.push(faultOf(issue, records));
    }
  }
  engine.free();
  if (faults.length > 0) throw new BadFile(faults);
  return { events, repeated, conflicting };
}

/** `events[3].timestamp` of what was given to the package, as a place in the file. */
function faultOf({ path, message }, records) {
  const [, index, field] = /^events\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const place = records[Number(index)]?.place;
  if (place === undefined) return `${path}: ${message}`;
  return field === "" ? `${place}: ${message}` : `${place}: ${field}: ${message}`;
}

/** The metrics without dimensions, one customer per line. */
function overview(customers, metrics, now) {
  const plain = metrics.filter((metric) => (metric.dimensions ?? []).length === 0);
  table(
    ["customer", ">events", ...plain.map((metric) => `>${metric.key}`)],
    customers
      .slice(0, MAX_CUSTOMERS)
      .map(({ id, customer }) => [
        id,
        String(customer.size),
        ...plain.map((metric) => number(customer.metric(metric.key, { now }))),
      ]),
  );
  if (customers.length > MAX_CUSTOMERS)
    console.log(`  and ${counted(customers.length - MAX_CUSTOMERS, "more customer")}`);
  console.log();
}
