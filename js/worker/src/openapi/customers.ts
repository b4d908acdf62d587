import { ref, type Schema } from "./operation.ts";
import {
  answered,
  COUNT,
  dictionary,
  given,
  list,
  NUMBER,
  nullable,
  PLAIN,
  TEXT,
  within,
  word,
} from "./shapes.ts";
import { TIME } from "./time.ts";

const OPERATION_STAGE = word("qualification", "contact_policy", "arbitration");

const DECIDE = {
  now: ref("Time"),
  segments: list(TEXT),
  attributes: dictionary({}),
  limit: { type: "integer", minimum: 1, maximum: 4_294_967_295 },
  explain: word("none", "summary", "full"),
};

/** Events, decisions, and what comes back of interactions and profiles. */
export const CUSTOMER_SCHEMAS: Readonly<Record<string, Schema>> = {
  Instant: { type: "string", description: "UTC with milliseconds: 2026-03-10T14:30:00.000Z" },
  Time: TIME,
  Event: {
    type: "object",
    properties: {
      eventType: TEXT,
      timestamp: ref("Time"),
      id: nullable(TEXT),
      channel: nullable(PLAIN),
      offer: nullable(PLAIN),
      value: nullable(NUMBER),
      properties: nullable(dictionary({})),
    },
    required: ["eventType", "timestamp"],
    description: "Further members are ignored.",
  },
  AppendResult: answered({
    appended: COUNT,
    duplicates: COUNT,
    conflicts: list(ref("EventIssue")),
    invalid: list(ref("EventIssue")),
  }),
  EventIssue: answered({ index: COUNT, path: PLAIN, code: PLAIN, message: PLAIN }),
  InteractionResult: answered({
    applied: { type: "boolean" },
    appended: COUNT,
    duplicates: COUNT,
    conflicts: list(ref("EventIssue")),
  }),
  Candidate: {
    ...given(
      { offer: TEXT },
      {
        channel: PLAIN,
        category: TEXT,
        score: within(0, 1e15),
        priority: NUMBER,
        attributes: dictionary({}),
      },
    ),
    additionalProperties: true,
    description: "Further members are ignored.",
  },
  DecideRequest: given({ candidates: list(ref("Candidate")) }, DECIDE),
  ReserveRequest: given({ candidates: list(ref("Candidate")) }, { ...DECIDE, eventType: TEXT }),
  Decision: answered({
    now: ref("Instant"),
    outcomes: list(ref("Outcome")),
    funnel: answered({
      candidates: COUNT,
      qualified: COUNT,
      allowed: COUNT,
      ranked: COUNT,
      drops: list(answered({ rule: PLAIN, stage: OPERATION_STAGE, count: COUNT })),
    }),
    validUntil: nullable(ref("Instant")),
    diagnostics: answered({ futureEvents: COUNT }),
  }),
  Outcome: answered(
    {
      offer: PLAIN,
      status: word("eligible", "suppressed", "disqualified"),
      rank: nullable({ type: "integer", minimum: 1 }),
      score: NUMBER,
      multiplier: NUMBER,
      boost: NUMBER,
      reasons: list(ref("Reason")),
      nextEligibleAt: nullable(ref("Instant")),
    },
    { channel: PLAIN, category: PLAIN },
  ),
  Reason: answered(
    {
      rule: PLAIN,
      ruleType: PLAIN,
      stage: OPERATION_STAGE,
      effect: word("suppress", "disqualify", "multiply", "boost", "override", "pass"),
      observed: nullable(NUMBER),
      message: PLAIN,
    },
    {
      metricKey: PLAIN,
      group: answered({}, { channel: PLAIN, offer: PLAIN, category: PLAIN }),
      operator: PLAIN,
      threshold: NUMBER,
      multiplier: NUMBER,
      headroom: nullable(NUMBER),
      events: list({ type: ["string", "number"] }),
      flip: {
        ...PLAIN,
        description: "With full explanation: the smallest change that would turn what the rule did",
      },
    },
  ),
  MergeRequest: given({ from: { ...TEXT, maxLength: 256 } }, { mergeScores: word("latest", "sum") }),
  MergeResult: answered({ appended: COUNT, duplicates: COUNT, conflicts: list(ref("EventIssue")) }),
  BehaviorProfile: answered({
    sourceInteractionStartDateTime: nullable(ref("Instant")),
    scores: dictionary(
      answered(
        { profileDefinitionId: PLAIN, score: NUMBER, scoreCount: NUMBER, values: dictionary(NUMBER) },
        { matchedPatternId: PLAIN },
      ),
    ),
  }),
};
