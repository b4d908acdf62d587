import type {
  BacktestResult,
  Candidate,
  ContactBehaviorProfile,
  Decision,
  EventFields,
  Interaction,
  InteractionEvent,
  Issue,
  LintFinding,
  MetricResult,
  MetricSeries,
  Outcome,
  PatternDistance,
  Recipe,
  RecipeId,
  Requirements,
} from "lookback";
import type { Configuration, CustomerRecord } from "./model.ts";
import type { Owners } from "./owners.ts";

/** The engine's verdict on a configuration: accepted as a whole, or refused with all issues. */
export type Verdict =
  | { ok: true; requirements: Requirements; findings: LintFinding[] }
  | { ok: false; issues: Issue[] };

/** One moment of one customer. */
export interface Moment {
  now: number;
  candidates: readonly Candidate[];
  segments: readonly string[];
  attributes: CustomerRecord["attributes"];
}

/** The profiles at one moment: the facet, and how near each pattern is. */
export interface ProfileState {
  facet: ContactBehaviorProfile;
  distances: Record<string, PatternDistance[]>;
}

/** Everything that holds at one moment. */
export interface Look {
  now: number;
  /** All but those that the engine refuses to compute. */
  metrics: MetricResult[];
  /** Why it refuses those, such as a sum beyond the largest number. */
  refused: Issue[];
  decision: Decision | null;
  profile: ProfileState;
  /** Why there is no decision, when the candidates or the rules do not allow one. */
  issues: Issue[];
  /** How long the look took in the worker. */
  milliseconds: number;
}

/** A later instant at which something changes with no new event. */
export interface Turn {
  at: number;
  kind: "metric" | "freed" | "blocked";
  /** What changes, in words. */
  what: string;
}

/** What lies ahead of a moment. */
export interface Ahead {
  turns: Turn[];
  /**
   * Where the search ended without a change, although there may be one then or later; null where
   * there is none.
   */
  openFrom: number | null;
}

/** One thing that is wrong in a text of events. */
export interface ImportProblem {
  /** Counted from 1 in the given text; 0 if unknown. */
  line: number;
  path: string;
  code: string;
  message: string;
}

export type ImportFormat = "json" | "ndjson" | "csv";

/** What a text of events would add. */
export interface ImportPreview {
  /** The customers of the text, if there are several. */
  owners: Owners | null;
  format: ImportFormat;
  total: number;
  problems: ImportProblem[];
  duplicates: number;
  /** The names found in the records, with an example each, for the mapping. */
  columns: { name: string; example: string }[];
  mapping: EventFields;
  /** The first of the good ones, in the Studio's own shape; all of them when asked for. */
  events: InteractionEvent[];
  good: number;
}

/** How to read a text of events. */
export interface Reading {
  /** Where each field is found; guessed if null. */
  mapping: EventFields | null;
  /** The customer whose events are meant; everyone's if empty. */
  owner: string;
  /** Only those that the current customer does not have yet. */
  add: boolean;
  /** Whether to return every event, not only the first few. */
  all: boolean;
}

export interface SeriesQuestion {
  key: string;
  from: number;
  to: number;
  step: number;
  channel?: string | null;
  offer?: string | null;
}

/** The result of adding events. */
export interface Taken {
  size: number;
  issues: Issue[];
}

/**
 * Everything the views ask of the engine. The page's side posts to a Web Worker that runs the
 * `lookback` package, so that no amount of history holds up a frame.
 */
export interface Compute {
  /** The package's ready configurations. */
  recipes(): Promise<Readonly<Record<RecipeId, Recipe>>>;
  /** Applies a configuration, or refuses it and keeps the previous one. */
  configure(configuration: Configuration): Promise<Verdict>;
  /**
   * Judges a draft without taking it into force, and with `probe` gives one of its metrics for the
   * customer at hand.
   */
  check(
    configuration: Configuration,
    probe?: { key: string; now: number },
  ): Promise<{ verdict: Verdict; result: MetricResult | null }>;
  /** Replaces the current customer. */
  load(events: readonly InteractionEvent[], interactions: readonly Interaction[]): Promise<Taken>;
  /** Adds events to the current customer. */
  append(events: readonly InteractionEvent[]): Promise<Taken>;
  /** Why the engine refuses an event, by its members. The event is not added. */
  judge(event: InteractionEvent): Promise<Issue[]>;
  look(moment: Moment): Promise<Look>;
  series(question: SeriesQuestion): Promise<MetricSeries>;
  /**
   * What changes by itself after the moment, up to `to`; where nothing does, the first change after
   * that.
   */
  turns(moment: Moment, to: number, most: number): Promise<Ahead>;
  /** One candidate with everything that counted, and what would flip it. */
  explain(moment: Moment, candidate: Candidate): Promise<Outcome | null>;
  /** Replays the current customer under the current configuration and another. */
  backtest(
    against: Configuration,
    eventType: string,
  ): Promise<{ result: BacktestResult; milliseconds: number } | { issues: Issue[] }>;
  /** The profiles after each of the interactions. */
  drift(interactions: readonly Interaction[]): Promise<ProfileState[]>;
  /** Reads a text of events without adding them. */
  read(text: string, reading: Reading): Promise<ImportPreview>;
}
