import type { MetricDefinition, Time } from "lookback";

const locale = "en-GB";
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
const short = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const minute = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const full = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

export const count = (value: number): string => whole.format(value);
export const share = (value: number): string => percent.format(value);

export function value(number: number | null | undefined): string {
  return number === null || number === undefined || Number.isNaN(number) ? "–" : precise.format(number);
}
export function score(number: number): string {
  return short.format(number);
}
export function date(at: Time): string {
  return day.format(new Date(at));
}
/** "12 Mar, 09:14" */
export function moment(at: Time): string {
  return minute.format(new Date(at));
}
/** "Thu, 12 Mar 2026, 09:14 UTC" */
export function fullMoment(at: Time): string {
  return `${full.format(new Date(at))} UTC`;
}

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const shortDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
const month = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });

/**
 * A mark on an axis whose marks are `gap` apart: the time of day, the day or the month, whichever
 * distinguishes them.
 */
export function tickName(at: number, gap: number): string {
  if (gap < 86_400_000) return at % 86_400_000 === 0 ? shortDay.format(at) : clock.format(at);
  return (gap < 28 * 86_400_000 ? shortDay : month).format(at);
}

const STEPS: [number, string][] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
];

/** "in 2 d 4 h", "3 h ago", "now": as two units at most. */
export function distance(at: Time, now: number): string {
  const gap = new Date(at).getTime() - now;
  const text = duration(Math.abs(gap));
  if (text === "") return "now";
  return gap > 0 ? `in ${text}` : `${text} ago`;
}
export function duration(milliseconds: number): string {
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [size, unit] of STEPS) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${amount} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** `count(click) / count(impression) per channel, last 30 days`: what a metric says, in a line. */
export function formula(metric: Partial<MetricDefinition>): string {
  const {
    aggregationType = "count",
    eventType,
    secondaryEventType,
    dimensions = [],
    windowDays,
    property,
  } = metric;
  const event = eventType || "…";
  let head: string;
  if (aggregationType === "count") head = `count(${event})`;
  else if (aggregationType === "ratio") head = `count(${event}) / count(${secondaryEventType || "…"})`;
  else head = `${aggregationType}(${event}.${property || "value"})`;
  const groups = dimensions.length > 0 ? ` per ${dimensions.join(" and ")}` : "";
  const window = windowDays === 1 ? "last day" : `last ${windowDays ?? "…"} days`;
  return `${head}${groups}, ${window}`;
}

export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}
