import { ref, type Schema } from "./operation.ts";
import { list, NUMBER, PLAIN, whole, word } from "./shapes.ts";
import { byId, ID, spelledEither } from "./xconnect.ts";

const NAMES = word("ChangeProfileScoreEvent", "ChangeProfileScoresEvent");
const CLASS = { type: "string", pattern: "(^|\\.)ChangeProfileScores?Event$" };

const CHANGES = Object.entries({ eventType: NAMES, EventType: NAMES, "@odata.type": CLASS });

/** Visits, and what they add to the profile. */
export const INTERACTION_SCHEMAS: Readonly<Record<string, Schema>> = {
  Interaction: {
    ...spelledEither(
      { startDateTime: ref("Time") },
      { id: ID, events: list({ anyOf: [ref("ChangeProfileScoreEvent"), ref("Event")] }) },
      true,
    ),
    description: "In camelCase, or as xConnect writes it. Other members are ignored.",
  },
  ChangeProfileScoreEvent: {
    allOf: [
      { anyOf: CHANGES.map(([name, schema]) => ({ properties: { [name]: schema }, required: [name] })) },
      spelledEither({ delta: byId(ref("ScoreDelta")) }, { timestamp: ref("Time") }, true),
    ],
    description: "What a visit adds to the scores of profiles, by profile id. Other members are ignored.",
  },
  ScoreDelta: spelledEither(
    { values: byId(NUMBER) },
    {
      scoreCount: { ...whole(-2_147_483_648, 2_147_483_647), description: "Defaults to 1" },
      "@odata.type": PLAIN,
    },
    false,
  ),
};
