// E2, read from the rule itself: the forms of a time that are accepted, and the instant each names.

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d{2})(?::?(\d{2}))?)$/;

const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysInMonth = (year, month) =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];

const LAST = 253_402_300_799_999;

/** The instant in ms that a timestamp names, or undefined where it is refused. */
export function instant(given) {
  if (given instanceof Date) return instant(given.getTime());
  if (typeof given === "number") {
    return given >= 0 && given < LAST + 1 ? Math.floor(given) : undefined;
  }
  if (typeof given !== "string") return undefined;
  const match = FORM.exec(given);
  if (match === null) return undefined;
  const [
    ,
    yearText,
    monthText,
    dayText,
    hourText,
    minuteText,
    secondText = "0",
    fraction = "",
    ,
    sign,
    offsetHours,
    offsetMinutes = "0",
  ] = match;
  const [year, month, day] = [yearText, monthText, dayText].map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const [hour, minute, second] = [hourText, minuteText, secondText].map(Number);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const east = sign === undefined ? 0 : Number(offsetHours) * 60 + Number(offsetMinutes);
  if (sign !== undefined && (Number(offsetHours) > 23 || Number(offsetMinutes) > 59)) return undefined;
  let days = 0;
  for (let past = 1970; past < year; past++) days += isLeap(past) ? 366 : 365;
  for (let future = year; future < 1970; future++) days -= isLeap(future) ? 366 : 365;
  for (let past = 1; past < month; past++) days += daysInMonth(year, past);
  const minutes = (days + day - 1) * 1440 + hour * 60 + minute - (sign === "-" ? -east : east);
  const millis = (minutes * 60 + second) * 1000 + Number(`${fraction}000`.slice(0, 3));
  return millis >= 0 && millis <= LAST ? millis : undefined;
}

/** How results write an instant. */
export const written = (millis) => new Date(millis).toISOString();
