import type { Schema } from "./operation.ts";
import { dictionary, given, list, PLAIN, TEXT, whole, within, word } from "./shapes.ts";

const POINTS = within(0, 1e12);
const DAYS = within(0, 36_500);
const ID = { type: "string", minLength: 1 };

const AFFINITY = given(
  { strategy: { const: "category_affinity" } },
  { firstPoints: POINTS, laterPoints: POINTS, newCategoryPenalty: POINTS, keep: whole(1, 1000) },
);

const REQUIRED = {
  id: {
    ...ID,
    maxLength: 256,
    description: "A GUID is kept in lower case with hyphens, and found by any spelling",
  },
  keys: {
    ...list({ anyOf: [ID, given({ id: ID }, { name: TEXT })] }, 1),
    description: "May be left out with the strategy category_affinity. No id twice.",
  },
};

const OPTIONAL = {
  name: TEXT,
  description: PLAIN,
  type: word("sum", "average", "percentage"),
  scoring: {
    anyOf: [word("deltas", "category_affinity"), given({ strategy: { const: "deltas" } }, {}), AFFINITY],
  },
  decayRate: within(0, 100),
  decayOrder: word("after", "before"),
  patterns: {
    ...list(given({ id: ID, values: dictionary(within(-1e12, 1e12)) }, { name: TEXT })),
    description: "The keys of `values` are among the profile's keys. No id twice.",
  },
  minimumScoreCount: whole(0, 2_147_483_647),
};

/** Profiles as they are defined: with one kind of decay by time at most. */
export const PROFILE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Profile: {
    anyOf: [
      given(REQUIRED, { ...OPTIONAL, halfLifeDays: within(0.001, 36_500) }),
      given(REQUIRED, {
        ...OPTIONAL,
        linearDecay: given({}, { graceDays: DAYS, ratePerDay: within(0, 1000), cap: within(0, 1) }),
      }),
    ],
  },
};
