import { ref, type Schema } from "./operation.ts";
import {
  COUNT,
  dictionary,
  given,
  list,
  NUMBER,
  nullable,
  PLAIN,
  returned,
  TEXT,
  within,
  word,
} from "./shapes.ts";
import { TIME } from "./time.ts";
import { ID } from "./xconnect.ts";

const STAGE = word("qualification", "contact_policy", "arbitration");

const DECIDE = {
  now: ref("Time"),
  segments: list(TEXT),
  attributes: dictionary({}),
  limit: { type: "integer", minimum: 1, maximum: 4_294_967_295 },
  explain: word("none", "summary", "full"),
};

/** Events and decisions, and the results of interactions and profiles. */
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
    description: "Other members are ignored.",
  },
  AppendResult: returned({
    appended: COUNT,
    duplicates: COUNT,
    conflicts: list(ref("EventIssue")),
    invalid: list(ref("EventIssue")),
  }),
  EventIssue: returned({ index: COUNT, path: PLAIN, code: PLAIN, message: PLAIN }),
  InteractionResult: returned({
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
    description: "Other members are ignored.",
  },
  DecideRequest: given({ candidates: list(ref("Candidate")) }, DECIDE),
  ReserveRequest: given({ candidates: list(ref("Candidate")) }, { ...DECIDE, eventType: TEXT }),
  Decision: returned({
    now: ref("Instant"),
    outcomes: list(ref("Outcome")),
    funnel: returned({
      candidates: COUNT,
      qualified: COUNT,
      allowed: COUNT,
      ranked: COUNT,
      drops: list(returned({ rule: PLAIN, stage: STAGE, count: COUNT })),
    }),
    validUntil: nullable(ref("Instant")),
    diagnostics: returned({ futureEvents: COUNT }),
  }),
  Outcome: returned(
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
  Reason: returned(
    {
      rule: PLAIN,
      ruleType: PLAIN,
      stage: STAGE,
      effect: word("suppress", "disqualify", "multiply", "boost", "override", "pass"),
      observed: nullable(NUMBER),
      message: PLAIN,
    },
    {
      metricKey: PLAIN,
      group: returned({}, { channel: PLAIN, offer: PLAIN, category: PLAIN }),
      operator: PLAIN,
      threshold: NUMBER,
      multiplier: NUMBER,
      headroom: nullable(NUMBER),
      events: list({ type: ["string", "number"] }),
      flip: {
        ...PLAIN,
        description:
          "With the full explanation: the smallest change that would reverse the effect of the rule",
      },
    },
  ),
  MergeRequest: given({ from: ID }, { mergeScores: word("latest", "sum") }),
  MergeResult: returned({ appended: COUNT, duplicates: COUNT, conflicts: list(ref("EventIssue")) }),
  BehaviorProfile: returned({
    sourceInteractionStartDateTime: nullable(ref("Instant")),
    scores: dictionary(
      returned(
        { profileDefinitionId: PLAIN, score: NUMBER, scoreCount: NUMBER, values: dictionary(NUMBER) },
        { matchedPatternId: PLAIN },
      ),
    ),
  }),
};
