import type { Schema } from "./operation.ts";
import { given, list, NOTHING, PLAIN, TEXT, whole, within, word } from "./shapes.ts";
import { byId, ID } from "./xconnect.ts";

const POINTS = within(0, 1e12);
const DAYS = within(0, 36_500);
const AFFINITY = given(
  { strategy: { const: "category_affinity" } },
  { firstPoints: POINTS, laterPoints: POINTS, newCategoryPenalty: POINTS, keep: whole(1, 1000) },
);

const PROFILE_ID = {
  id: { ...ID, description: "A GUID is stored in lower case with hyphens, and found in any notation" },
};
const KEY = { anyOf: [ID, given({ id: ID }, { name: TEXT })], description: "Ids are unique" };

const OPTIONAL = {
  name: TEXT,
  description: PLAIN,
  type: word("sum", "average", "percentage"),
  decayRate: within(0, 100),
  decayOrder: word("after", "before"),
  patterns: {
    ...list(given({ id: ID, values: byId(within(-1e12, 1e12)) }, { name: TEXT })),
    description: "The keys of `values` are keys of the profile. Ids are unique.",
  },
  minimumScoreCount: whole(0, 2_147_483_647),
};

const DELTAS = { scoring: { anyOf: [word("deltas"), given({ strategy: { const: "deltas" } }, {})] } };
const AFFINITIES = { scoring: { anyOf: [word("category_affinity"), AFFINITY] } };

const BY_HALVES = { halfLifeDays: within(0.001, 36_500), linearDecay: NOTHING };
const LINEAR = {
  halfLifeDays: NOTHING,
  linearDecay: given({}, { graceDays: DAYS, ratePerDay: within(0, 1000), cap: within(0, 1) }),
};

/**
 * Profiles, as they are defined: with at most one kind of decay over time, and with keys unless
 * categories are the keys.
 */
export const PROFILE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Profile: {
    anyOf: [BY_HALVES, LINEAR].flatMap((decay) => [
      given({ ...PROFILE_ID, keys: list(KEY, 1) }, { ...OPTIONAL, ...decay, ...DELTAS }),
      given({ ...PROFILE_ID, ...AFFINITIES }, { ...OPTIONAL, ...decay, keys: list(KEY) }),
    ]),
  },
};
