import { lazyMember } from "../lazy.js";
import type {
  Candidate,
  Decision,
  DecisionJson,
  Explain,
  NormalizedConfiguration,
  Outcome,
  OutcomeStatus,
  Reason,
  Stage,
} from "../types.js";
import type { Boundary } from "../wasm/boundary.js";
import type { Dictionary } from "../wasm/dictionary.js";
import { readTime, TIME_LENGTH } from "../wasm/times.js";
import type { ReasonReader } from "./reasons.js";

/** Words before the drops, of a drop, and of an outcome. */
const HEADER = 6;
const DROP = 3;
const OUTCOME = 7;

const defineReasons = lazyMember<"reasons", Reason[]>("reasons");

const STATUSES: readonly OutcomeStatus[] = ["eligible", "suppressed", "disqualified"];
const STAGES: readonly Stage[] = ["qualification", "contact_policy"];

/** What a decision is read with. */
export interface Source {
  readonly boundary: Boundary;
  readonly dictionary: Dictionary;
  readonly configuration: NormalizedConfiguration;
  readonly reasons: ReasonReader;
}

/** The decision about candidates that the engine left in words, times and text. */
export function readDecision(source: Source, candidates: readonly Candidate[], explain: Explain): Decision {
  const { boundary, dictionary } = source;
  const words = boundary.wordsOut;
  const count = words[0] as number;
  const drops = words[5] as number;
  const times = boundary.readTimes();
  const reasonsAt =
    explain === "none" ? undefined : source.reasons.source(explain, boundary.bytesOut.slice());
  const outcomes = new Array<Outcome>(count);
  let word = HEADER + drops * DROP;
  for (let index = 0; index < count; index++, word += OUTCOME) {
    const at = words[word] as number;
    const { offer, channel } = candidates[at] as Candidate;
    const category = words[word + 6] as number;
    const rank = words[word + 2] as number;
    const outcome = { offer } as Outcome;
    if (channel != null) outcome.channel = channel;
    if (category >= 0) outcome.category = dictionary.name(category) as string;
    outcome.status = STATUSES[words[word + 1] as number] as OutcomeStatus;
    outcome.rank = rank === 0 ? null : rank;
    outcome.score = words[word + 3] as number;
    outcome.multiplier = words[word + 4] as number;
    outcome.boost = words[word + 5] as number;
    if (reasonsAt === undefined) outcome.reasons = [];
    else defineReasons(outcome, () => reasonsAt(explain === "full" ? index : at));
    outcome.nextEligibleAt = readTime(times, (2 + index) * TIME_LENGTH);
    outcomes[index] = outcome;
  }
  return {
    now: readTime(times, 0) as string,
    outcomes,
    funnel: {
      candidates: count,
      qualified: words[1] as number,
      allowed: words[2] as number,
      ranked: words[3] as number,
      drops: Array.from({ length: drops }, (_, drop) => readDrop(source, words, HEADER + drop * DROP)),
    },
    validUntil: readTime(times, TIME_LENGTH),
    diagnostics: { futureEvents: words[4] as number },
  };
}

/** The decision that the engine left as JSON. */
export function readDecisionJson(boundary: Boundary): DecisionJson {
  const times = boundary.readTimes();
  const json = boundary.bytesOut.slice();
  return { json, now: readTime(times, 0) as string, validUntil: readTime(times, TIME_LENGTH) };
}

function readDrop({ configuration }: Source, words: Float64Array, word: number) {
  const stage = words[word] as number;
  const { contactPolicies, qualificationRules } = configuration;
  const rule = (stage === 0 ? qualificationRules : contactPolicies)[words[word + 1] as number];
  return { rule: rule?.id ?? "", stage: STAGES[stage] as Stage, count: words[word + 2] as number };
}
