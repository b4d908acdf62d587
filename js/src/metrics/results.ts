import { lazyMember } from "../lazy.js";
import type { MetricGroup, MetricResult, NormalizedMetric } from "../types.js";
import type { Boundary } from "../wasm/boundary.js";
import type { Dictionary } from "../wasm/dictionary.js";
import { readTime, TIME_LENGTH } from "../wasm/times.js";

/** Words of a metric before its groups, and words of a group. */
const HEADER = 4;
const GROUP = 4;

const defineGroups = lazyMember<"groups", MetricGroup[]>("groups");

/** What stays the same between two readings of a metric. */
export interface MetricShape {
  readonly key: string;
  readonly aggregationType: MetricResult["aggregationType"];
  readonly windowDays: number;
  readonly byChannel: boolean;
  readonly byOffer: boolean;
}

export function metricShape(metric: NormalizedMetric): MetricShape {
  const { key, aggregationType, windowDays, dimensions } = metric;
  const byChannel = dimensions.includes("channel");
  return { key, aggregationType, windowDays, byChannel, byOffer: dimensions.includes("offer") };
}

/** What the engine left about metrics, and the names behind its codes. */
export interface Source {
  readonly words: Float64Array | number[];
  readonly times: string;
  readonly dictionary: Dictionary;
  readonly names: Dictionary["names"];
}

export function resultSource(boundary: Boundary, dictionary: Dictionary): Source {
  const times = boundary.readTimes();
  return { words: boundary.wordsOut, times, dictionary, names: dictionary.names };
}

/** What the engine left about one metric, and where its groups begin. */
export interface MetricHeader {
  readonly at: number;
  readonly skipped: number;
  readonly validUntil: string | null;
  /** Whether all groups are there, not only those that changed. */
  readonly isWhole: boolean;
  readonly count: number;
  readonly word: number;
  readonly time: number;
}

/** Visits each metric that the engine left something about, of `metrics` in all. */
export function forEachMetric(
  { words, times }: Source,
  metrics: number,
  visit: (metric: MetricHeader) => void,
): void {
  for (let word = 0, time = (1 + metrics) * TIME_LENGTH; word < words.length; ) {
    const count = words[word + 3] as number;
    visit({
      at: words[word] as number,
      skipped: words[word + 1] as number,
      validUntil: readTime(times, time),
      isWhole: words[word + 2] === 1,
      count,
      word: word + HEADER,
      time: time + TIME_LENGTH,
    });
    word += HEADER + count * GROUP;
    time += (1 + count) * TIME_LENGTH;
  }
}

/** Where the window of a metric begins. */
export function windowBegin({ times }: Source, at: number): string {
  return times.substring((1 + at) * TIME_LENGTH, (2 + at) * TIME_LENGTH);
}

/** The instant of all results. */
export function windowEnd({ times }: Source): string {
  return times.substring(0, TIME_LENGTH);
}

/** All groups of a metric. */
export function readGroups(
  source: Source,
  shape: MetricShape,
  { count, word, time }: MetricHeader,
): MetricGroup[] {
  const { words, dictionary, names } = source;
  const { byChannel, byOffer } = shape;
  const groups = new Array<MetricGroup>(count);
  for (let index = 0, at = word; index < count; index++, at += GROUP) {
    const channel = byChannel ? dictionary.name(words[at] as number, names) : null;
    const offer = byOffer ? dictionary.name(words[at + 1] as number, names) : null;
    groups[index] = readGroup(source, shape, at, time + index * TIME_LENGTH, channel, offer);
  }
  return groups;
}

/** The groups that a metric had, with those that changed in their places. */
export function readChanges(
  source: Source,
  shape: MetricShape,
  { count, word, time }: MetricHeader,
  before: readonly MetricGroup[],
): MetricGroup[] {
  const groups = before.slice();
  for (let index = 0, at = word; index < count; index++, at += GROUP) {
    const place = source.words[at] as number;
    const { channel = null, offer = null } = groups[place] as MetricGroup;
    groups[place] = readGroup(source, shape, at, time + index * TIME_LENGTH, channel, offer);
  }
  return groups;
}

/** The group of these names whose value stands at a word and whose validity at a time. */
function readGroup(
  { words, times }: Source,
  { byChannel, byOffer }: MetricShape,
  word: number,
  time: number,
  channel: string | null,
  offer: string | null,
): MetricGroup {
  const value = nullable(words[word + 2] as number);
  const events = (words[word + 3] as number) | 0;
  const validUntil = readTime(times, time);
  if (!byOffer) return byChannel ? { channel, value, events, validUntil } : { value, events, validUntil };
  return byChannel ? { channel, offer, value, events, validUntil } : { offer, value, events, validUntil };
}

/**
 * Copies a metric's groups. Each shape has code of its own, so that the compiler knows what is
 * copied.
 */
export function copyGroups(
  { byChannel, byOffer }: MetricShape,
  groups: readonly MetricGroup[],
): MetricGroup[] {
  const all = groups as readonly Required<MetricGroup>[];
  if (byChannel && byOffer) {
    return all.map(({ channel, offer, value, events, validUntil }) => ({
      channel,
      offer,
      value,
      events,
      validUntil,
    }));
  }
  if (byChannel)
    return all.map(({ channel, value, events, validUntil }) => ({ channel, value, events, validUntil }));
  if (byOffer)
    return all.map(({ offer, value, events, validUntil }) => ({ offer, value, events, validUntil }));
  return all.map(({ value, events, validUntil }) => ({ value, events, validUntil }));
}

/** The result of a metric with groups that are the caller's to keep. */
export function makeResult(
  source: Source,
  { key, aggregationType, windowDays, byChannel, byOffer }: MetricShape,
  { at, skipped, validUntil }: MetricHeader,
  groups: MetricGroup[],
): MetricResult {
  const from = windowBegin(source, at);
  const to = windowEnd(source);
  if (byChannel || byOffer) {
    return { key, aggregationType, windowDays, from, to, groups, skipped, validUntil };
  }
  const value = (groups[0] as MetricGroup).value;
  return { key, aggregationType, windowDays, from, to, groups, value, skipped, validUntil };
}

/** The result of a metric whose groups are made when they are first looked at. */
export function makeLazyResult(
  source: Source,
  { key, aggregationType, windowDays }: MetricShape,
  { at, skipped, validUntil }: MetricHeader,
  groups: () => MetricGroup[],
): MetricResult {
  const from = windowBegin(source, at);
  const to = windowEnd(source);
  const result = { key, aggregationType, windowDays, from, to } as MetricResult;
  defineGroups(result, groups);
  result.skipped = skipped;
  result.validUntil = validUntil;
  return result;
}

/**
 * Copies what the engine left about a metric to where the next call does not overwrite it, with all
 * names resolved, since the engine may be gone when it is read. The copy is a plain array: a typed
 * one lies outside the heap for young objects, and costs more to collect than to fill.
 */
export function setAside(source: Source, header: MetricHeader): [Source, MetricHeader] {
  const { dictionary, names } = source;
  const words: number[] = [];
  const end = header.word + header.count * GROUP;
  for (let at = header.word; at < end; at++) words.push(source.words[at] as number);
  for (let at = 0; at < words.length; at += GROUP) {
    dictionary.name(words[at] as number, names);
    dictionary.name(words[at + 1] as number, names);
  }
  return [
    { ...source, words },
    { ...header, word: 0 },
  ];
}

/** Null for NaN. Whole numbers become small integers, which take no memory of their own. */
function nullable(value: number): number | null {
  const whole = value | 0;
  return whole === value ? whole : Number.isNaN(value) ? null : value;
}
