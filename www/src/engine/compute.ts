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

/** What the engine makes of a configuration: taken as a whole, or refused with every reason. */
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
  /** Why it refuses those, such as a sum that no number holds. */
  refused: Issue[];
  decision: Decision | null;
  profile: ProfileState;
  /** Why there is no decision, when the candidates or the rules do not allow one. */
  issues: Issue[];
  /** What the look took inside the worker. */
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
  /** Counted from 1 in the text as it was given; 0 where nobody knows. */
  line: number;
  path: string;
  code: string;
  message: string;
}

export type ImportFormat = "json" | "ndjson" | "csv";

/** What a text of events would bring in. */
export interface ImportPreview {
  /** Whose events the text holds, where they are several people's. */
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

/** How a text of events is to be read. */
export interface Reading {
  /** Where each field is found; as it looks when nothing is said. */
  mapping: EventFields | null;
  /** Whose events are meant; everyone's when it is empty. */
  owner: string;
  /** Only those that the customer at hand does not have yet. */
  add: boolean;
  /** Every event is to come back, and not only the first few. */
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

/** What taking in events came to. */
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
  /** Takes a configuration into force, or refuses it and keeps the one before. */
  configure(configuration: Configuration): Promise<Verdict>;
  /**
   * Judges a draft without taking it into force, and with `probe` gives one of its metrics for the
   * customer at hand.
   */
  check(
    configuration: Configuration,
    probe?: { key: string; now: number },
  ): Promise<{ verdict: Verdict; result: MetricResult | null }>;
  /** Replaces the customer at hand. */
  load(events: readonly InteractionEvent[], interactions: readonly Interaction[]): Promise<Taken>;
  /** Adds to the customer at hand. */
  append(events: readonly InteractionEvent[]): Promise<Taken>;
  /** What the engine has against an event, by its members; it is not taken in. */
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
  /** Replays the customer at hand under the configuration in force and another. */
  backtest(
    against: Configuration,
    eventType: string,
  ): Promise<{ result: BacktestResult; milliseconds: number } | { issues: Issue[] }>;
  /** The profiles after each of the interactions. */
  drift(interactions: readonly Interaction[]): Promise<ProfileState[]>;
  /** Reads a text of events without taking it in. */
  read(text: string, reading: Reading): Promise<ImportPreview>;
}
