import type { Boundary } from "./boundary.js";
import type { Dictionary } from "./dictionary.js";
import { lazyMember } from "./lazy.js";
import { readTime, TIME } from "./time.js";
import type { MetricGroup, MetricResult, NormalizedMetric } from "./types.js";

/** Words of a metric before its groups, and words of a group. */
const HEADER = 2;
const GROUP = 4;
/** Longer lists of groups are made when they are first looked at. */
const EAGER_GROUPS = 24;

const defineGroups = lazyMember<"groups", MetricGroup[]>("groups");

/** What does not change between two readings of a metric. */
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

/** The results of all metrics, out of the words and the text that the engine left. */
export function readResults(
  boundary: Boundary,
  dictionary: Dictionary,
  shapes: readonly MetricShape[],
): MetricResult[] {
  const times = boundary.readAscii();
  const source = { words: boundary.wordsOut, times, dictionary, names: dictionary.names };
  const results: MetricResult[] = [];
  const to = source.times.substring(0, TIME);
  let word = 0;
  let time = TIME;
  for (const shape of shapes) {
    const count = source.words[word + 1] as number;
    results.push(readResult(source, shape, to, word, time, count));
    word += HEADER + count * GROUP;
    time += (2 + count) * TIME;
  }
  return results;
}

/** What the engine left, and the names that its codes stand for. */
interface Source {
  readonly words: Float64Array | number[];
  readonly times: string;
  readonly dictionary: Dictionary;
  readonly names: Dictionary["names"];
}

function readResult(
  source: Source,
  shape: MetricShape,
  to: string,
  word: number,
  time: number,
  count: number,
): MetricResult {
  const { key, aggregationType, windowDays } = shape;
  const { words, times } = source;
  const skipped = words[word] as number;
  const from = times.substring(time, time + TIME);
  const validUntil = readTime(times, time + TIME);
  if (!shape.byChannel && !shape.byOffer) {
    const value = nullable(words[word + HEADER + 2] as number);
    const events = (words[word + HEADER + 3] as number) | 0;
    const groups = [{ value, events, validUntil: readTime(times, time + 2 * TIME) }];
    return { key, aggregationType, windowDays, from, to, groups, value, skipped, validUntil };
  }
  const [firstWord, firstTime] = [word + HEADER, time + 2 * TIME];
  if (count <= EAGER_GROUPS) {
    const groups = readGroups(source, shape, firstWord, firstTime, count);
    return { key, aggregationType, windowDays, from, to, groups, skipped, validUntil };
  }
  const kept = { ...source, words: copyOf(words, firstWord, count * GROUP) };
  const result = { key, aggregationType, windowDays, from, to } as MetricResult;
  defineGroups(result, () => readGroups(kept, shape, 0, firstTime, count));
  result.skipped = skipped;
  result.validUntil = validUntil;
  return result;
}

/**
 * Words that the next call does not overwrite. In a plain array, since a typed one lies outside of the heap for young
 * objects and costs more to collect than to fill.
 */
function copyOf(words: Source["words"], from: number, length: number): number[] {
  const copy: number[] = [];
  for (let at = 0; at < length; at++) copy.push(words[from + at] as number);
  return copy;
}

function readGroups(
  source: Source,
  shape: MetricShape,
  word: number,
  time: number,
  count: number,
): MetricGroup[] {
  const { words, times, dictionary, names } = source;
  const { byChannel, byOffer } = shape;
  const groups = new Array<MetricGroup>(count);
  for (let index = 0, at = word; index < count; index++, at += GROUP) {
    const value = nullable(words[at + 2] as number);
    const events = (words[at + 3] as number) | 0;
    const validUntil = readTime(times, time + index * TIME);
    const channel = byChannel ? dictionary.name(words[at] as number, names) : null;
    const offer = byOffer ? dictionary.name(words[at + 1] as number, names) : null;
    groups[index] = !byOffer
      ? { channel, value, events, validUntil }
      : !byChannel
        ? { offer, value, events, validUntil }
        : { channel, offer, value, events, validUntil };
  }
  return groups;
}

/** Whole numbers are made small integers, which take no memory of their own. */
function nullable(value: number): number | null {
  const whole = value | 0;
  return whole === value ? whole : Number.isNaN(value) ? null : value;
}
