import {
  expectBytes,
  expectFields,
  expectGiven,
  expectObject,
  expectOptions,
  refuse,
} from "../arguments/expect.js";
import { eventsInWords, inWords, noteUnwritable, toJson } from "../arguments/json.js";
import { nowMillis, toMillis } from "../arguments/time.js";
import { type Issue, LookbackError } from "../errors.js";
import type {
  AppendOptions,
  AppendResult,
  AtTime,
  BacktestRequest,
  BacktestResult,
  ContactBehaviorProfile,
  Customer,
  DecideRequest,
  Decision,
  DecisionJson,
  EventColumns,
  EventInput,
  Interaction,
  InteractionResult,
  MergeOptions,
  MetricGroupKey,
  MetricResult,
  MetricSeries,
  PatternDistance,
  ReserveRequest,
  SeriesRequest,
  StoredEvent,
  Time,
  XConnectContactBehaviorProfile,
} from "../types.js";
import type { CustomerHandle } from "../wasm/boundary.js";
import { NO_NAME } from "../wasm/dictionary.js";
import { zonesOf } from "../wasm/zones.js";
import type { LiveEngine } from "./live.js";

/** As many events as are fetched at a time. */
const EVENTS_PAGE = 512;

/** In the place of a moment: a profile is read as the last interaction left it. */
const AS_STORED = Number.NaN;

/** One customer's history and profile, held by an engine. */
export class LookbackCustomer<Key extends string = string> implements Customer<Key> {
  readonly #engine: LiveEngine<Key>;
  #handle: CustomerHandle | undefined;
  /** By which the engine knows it again. */
  readonly #number: number;
  /** How often the history may have changed. */
  #changes = 0;

  constructor(engine: LiveEngine<Key>, handle: CustomerHandle) {
    this.#engine = engine;
    this.#handle = handle;
    this.#number = engine.nextCustomer();
  }

  get #held(): CustomerHandle {
    this.#engine.boundary.refuseWhileReading();
    if (this.#handle !== undefined) return this.#handle;
    throw LookbackError.single("disposed", "", "disposed", "the customer was freed before this call");
  }

  /** The same, for a call that changes the history. */
  get #changing(): CustomerHandle {
    this.#changes++;
    return this.#held;
  }

  get size(): number {
    const handle = this.#held;
    return this.#engine.boundary.run(() => handle.size());
  }

  append(events: EventInput, options?: AppendOptions): AppendResult {
    const handle = this.#changing;
    const { boundary, records, fields } = this.#engine;
    const skip = skips(options);
    if (Array.isArray(events)) return boundary.reading(() => records.append(handle, events, fields, skip));
    const expected = "an array of events, JSON text or its bytes as a Uint8Array";
    const length =
      typeof events === "string"
        ? boundary.writeText(events)
        : boundary.writeBytes(expectBytes("events", events, expected));
    return boundary.appended(() => handle.append_json(boundary.engine, length, skip));
  }

  appendColumns(columns: EventColumns, options?: AppendOptions): AppendResult {
    const handle = this.#changing;
    const engine = this.#engine;
    const skip = skips(options);
    return engine.boundary.reading(() => engine.columns.append(handle, columns, engine.fields, skip));
  }

  applyInteraction(interaction: Interaction): InteractionResult {
    const handle = this.#changing;
    const { boundary } = this.#engine;
    const length = boundary.writeText(toJson(interaction, "invalid_event", eventsInWords, "interaction"));
    boundary.attempt(() => handle.apply_interaction(boundary.engine, length));
    return boundary.readJson();
  }

  merge(other: LookbackCustomer<Key>, options?: MergeOptions): AppendResult {
    const handle = this.#changing;
    expectOptions(options, ["mergeScores"]);
    if (!(other instanceof LookbackCustomer)) refuse("other", "a customer of the same engine", other);
    if (other.#engine !== this.#engine) {
      const message = "is of another engine; restore its snapshot with this one first";
      throw LookbackError.single("invalid_argument", "other", "wrong_type", message);
    }
    const theirs = other.#held;
    if (theirs === handle) return { appended: 0, duplicates: this.size, conflicts: [], invalid: [] };
    const { boundary } = this.#engine;
    const sums = chosen("mergeScores", options?.mergeScores, ["latest", "sum"]) === "sum";
    return boundary.appended(() => handle.merge(boundary.engine, theirs, sums));
  }

  prune(now?: AtTime["now"]): number {
    const handle = this.#changing;
    const { boundary } = this.#engine;
    const at = toMillis(boundary, "now", now);
    return boundary.run(() => handle.prune(at));
  }

  snapshot(): Uint8Array<ArrayBuffer> {
    const handle = this.#held;
    const { boundary } = this.#engine;
    boundary.run(() => handle.snapshot(boundary.engine));
    return boundary.bytesOut.slice();
  }

  *events(): IterableIterator<StoredEvent> {
    const { boundary } = this.#engine;
    const changes = this.#changes;
    let page: StoredEvent[] = [];
    for (let at = 0; ; at++) {
      // Whoever takes an event may have freed the customer or changed its history by the next one.
      const { size } = this;
      if (changes !== this.#changes) {
        const message =
          "the history changed while its events were listed; list them first: [...customer.events()]";
        throw LookbackError.single("invalid_argument", "", "history_changed", message);
      }
      if (at >= size) return;
      if (at % EVENTS_PAGE === 0) {
        const handle = this.#held;
        boundary.run(() => handle.events(boundary.engine, at, EVENTS_PAGE));
        page = boundary.readJson();
      }
      yield page[at % EVENTS_PAGE] as StoredEvent;
    }
  }

  metrics(options?: AtTime): MetricResult<Key>[] {
    const handle = this.#held;
    const { boundary, results } = this.#engine;
    const now = nowMillis(boundary, options);
    return results.read(handle, this.#number, now) as MetricResult<Key>[];
  }

  metric(key: Key, options?: AtTime & MetricGroupKey): number | null {
    const handle = this.#held;
    const { boundary } = this.#engine;
    const at = this.#engine.metricPosition(key);
    const given = options?.now;
    // A time in the place of the options would pass for the present. Which members they have would
    // cost too much here.
    if (given === undefined && options != null) expectObject("options", options, "{ now, channel, offer }");
    const now = toMillis(boundary, "now", given);
    this.#engine.dictionary.tidyOwn();
    const channel = this.#code("channel", options?.channel);
    const offer = this.#code("offer", options?.offer);
    const value = boundary.run(() => handle.metric(boundary.engine, at, now, channel, offer));
    if (Number.isFinite(value)) return value;
    if (Number.isNaN(value)) return null;
    throw boundary.failure();
  }

  series(key: Key, request: SeriesRequest): MetricSeries {
    const handle = this.#held;
    const { boundary } = this.#engine;
    const at = this.#engine.metricPosition(key);
    expectFields("request", request, ["from", "to", "step", "channel", "offer"]);
    expectGiven("from", request.from);
    expectGiven("to", request.to);
    const from = toMillis(boundary, "from", request.from);
    const to = toMillis(boundary, "to", request.to);
    this.#engine.dictionary.tidyOwn();
    const channel = this.#code("channel", request.channel);
    const offer = this.#code("offer", request.offer);
    const step = Number.isSafeInteger(request.step) ? request.step : 0;
    boundary.attempt(() => handle.series(boundary.engine, at, from, to, step, channel, offer));
    const words = boundary.wordsOut;
    return { times: words.slice(0, words.length / 2), values: words.slice(words.length / 2) };
  }

  behaviorProfile(options?: AtTime): ContactBehaviorProfile {
    const handle = this.#held;
    const { boundary } = this.#engine;
    const now = nowMillis(boundary, options, AS_STORED);
    boundary.run(() => handle.behavior_profile(boundary.engine, now));
    return boundary.readJson();
  }

  patternDistances(profileId: string, options?: AtTime): PatternDistance[] {
    const handle = this.#held;
    const { boundary } = this.#engine;
    if (typeof profileId !== "string") refuse("profileId", "the id of a profile", profileId);
    const now = nowMillis(boundary, options, AS_STORED);
    const length = boundary.writeText(profileId);
    boundary.attempt(() => handle.pattern_distances(boundary.engine, length, now));
    return boundary.readJson();
  }

  toXConnect(): XConnectContactBehaviorProfile {
    const handle = this.#held;
    const { boundary } = this.#engine;
    boundary.run(() => handle.to_xconnect(boundary.engine));
    return boundary.readJson();
  }

  loadBehaviorProfile(facet: XConnectContactBehaviorProfile | ContactBehaviorProfile): void {
    const handle = this.#held;
    const { boundary } = this.#engine;
    const length = boundary.writeText(toJson(facet, "invalid_argument", inWords, "profile"));
    boundary.attempt(() => handle.load_behavior_profile(boundary.engine, length));
  }

  decide(request: DecideRequest): Decision {
    return this.#engine.decider.decide(this.#held, request);
  }

  decideJson(request: DecideRequest): DecisionJson {
    return this.#engine.decider.decideJson(this.#held, request);
  }

  reserve(request: ReserveRequest): Decision {
    return this.#engine.decider.reserve(this.#changing, request);
  }

  reserveJson(request: ReserveRequest): DecisionJson {
    return this.#engine.decider.reserveJson(this.#changing, request);
  }

  backtest(request: BacktestRequest): BacktestResult {
    const handle = this.#held;
    const { boundary } = this.#engine;
    expectObject("request", request, "{ eventType, against }");
    const { from, to, against: other, ...rest } = request;
    const against = other ?? undefined;
    const issues: Issue[] = [];
    noteUnwritable(rest, "", issues);
    if (issues.length > 0) throw new LookbackError("invalid_argument", issues);
    const time = (path: string, time: Time | undefined) =>
      time === undefined ? undefined : toMillis(boundary, path, time);
    const zones = zonesOf(against?.contactPolicies);
    this.#engine.zones.coverAll();
    const asked = { ...rest, from: time("from", from), to: time("to", to), against, zones };
    const length = boundary.writeText(toJson(asked, "invalid_argument", inWords));
    boundary.attempt(() => handle.backtest(boundary.engine, length));
    return boundary.readJson();
  }

  free(): void {
    this.#engine.boundary.refuseWhileReading();
    this.#handle?.free();
    this.#handle = undefined;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #code(path: keyof MetricGroupKey, name: string | null | undefined): number {
    if (name === undefined || name === null) return NO_NAME;
    if (typeof name !== "string") refuse(path, "a name, or null for none", name);
    return this.#engine.dictionary.code(name);
  }
}

/** Whether bad events are skipped, or refused with all others. */
function skips(options: AppendOptions | undefined): boolean {
  expectOptions(options, ["onInvalid"]);
  return chosen("onInvalid", options?.onInvalid, ["throw", "skip"]) === "skip";
}

/** The word chosen for an option, the first when none is. */
function chosen(
  option: string,
  given: string | null | undefined,
  words: readonly string[],
): string | undefined {
  const word = given ?? words[0];
  if (words.some((known) => known === word)) return word;
  const message = `must be one of ${words.join(", ")}, found ${JSON.stringify(given)}`;
  throw LookbackError.single("invalid_argument", option, "invalid_value", message);
}
