import type { Schema } from "./operation.ts";
import { whole } from "./shapes.ts";

/** The 29th of February, of leap years alone. */
const LEAP_DAY =
  "(19(7[26]|8[048]|9[26])|[2-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[3579][26])00)-02-29";
const OTHER_DAY =
  "(19[7-9][0-9]|[2-9][0-9]{3})-" +
  "((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)";
const HOUR = "([01][0-9]|2[0-3])";
const MINUTE = "[0-5][0-9]";

const TEXT: Schema = {
  type: "string",
  pattern:
    `^(${LEAP_DAY}|${OTHER_DAY})[Tt ]${HOUR}:${MINUTE}(:${MINUTE}([.,][0-9]+)?)?` +
    `([Zz]|[+-]${HOUR}(:?${MINUTE})?)$`,
};

/** A moment as it is accepted. */
export const TIME: Schema = {
  description:
    "ISO 8601 with an offset or Z, or milliseconds since 1970, in the years 1970 to 9999. Date and time are separated by " +
    "T or a space, and the seconds may be left out.",
  anyOf: [TEXT, { type: "number", minimum: 0, exclusiveMaximum: 253_402_300_800_000 }],
};

/** A moment in a query, where milliseconds are all digits. */
export const QUERIED_TIME: Schema = { ...TIME, anyOf: [TEXT, whole(0, 253_402_300_799_999)] };
