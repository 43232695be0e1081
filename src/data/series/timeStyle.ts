/** @module How a file writes its times, found from its cells, so that those of a forecast are written likewise. */
import { civilOf, DAY, daysOf, timeOfDay } from "./calendarDate.ts";
import { monthNamed, monthNamesLike, weekdayNamesLike } from "./monthNames.ts";
import { type DateOrder, parseTime, partsOfTime, type TimePart } from "./timeFormats.ts";
import { weekdayOf } from "./weekCalendar.ts";
import { offsetAt, toLocal, type Zone } from "./zone.ts";

/** How times are written. It is plain JSON. */
export interface TimeStyle {
  /**
   * As in Unicode's TR 35, with words in quotes: `yyyy-MM-dd HH:mm`, `d/M/yy`, `MMM yyyy`, `yyyy 'Q'Q`, `YYYY-'W'ww`;
   * N is hours and minutes as a number, 1530; `unix-s` and `unix-ms` are seconds and milliseconds since 1970.
   */
  readonly pattern: string;
  /** Twelve names, for MMM. */
  readonly months?: readonly string[];
  /** Seven names, Monday first, for EEE. */
  readonly weekdays?: readonly string[];
  /** The words for morning and afternoon, for `a`. */
  readonly halves?: readonly string[];
  /** The clock by which times are written; absent where they have no offset. */
  readonly zone?: Zone;
  /** For spans of time, such as 08:00 - 09:00: what stands between both ends, and the length in milliseconds. */
  readonly span?: { readonly between: string; readonly length: number };
  /** The columns of times that are written in several, each with its own pattern. */
  readonly columns?: readonly { readonly name: string; readonly pattern: string }[];
}

/** What one written time shows: parts, and the text between them. */
interface Shape {
  readonly key: string;
  readonly parts: readonly TimePart[];
  /** One before each part, and one behind the last. */
  readonly between: readonly string[];
}

/** Stands for the ending of 1st, 2nd, 3rd. */
const ORDINAL = "\u0001";

/** A format that this many cells share is not a typing error. */
const LEAST_SHARE = 0.04;
const MOST_SAMPLES = 2000;

/** The style of written times; null where none of them is one. Of several forms, the one with the most parts. */
export function findStyle(texts: readonly string[], order: DateOrder): TimeStyle | null {
  const step = Math.max(1, Math.floor(texts.length / MOST_SAMPLES));
  const shapes = new Map<string, Shape[]>();
  for (let i = texts.length - 1; i >= 0; i -= step) {
    const shape = shapeOf(texts[i], order);
    if (shape !== null) shapes.set(shape.key, [...(shapes.get(shape.key) ?? []).slice(-MOST_SAMPLES), shape]);
  }
  const all = [...shapes.values()];
  const total = all.reduce((sum, { length }) => sum + length, 0);
  const common = all.filter(({ length }) => length >= LEAST_SHARE * total);
  const [best] = common.sort((a, b) => b[0].parts.length - a[0].parts.length || b.length - a.length);
  return best === undefined ? null : styleOf(best, order, all.flat());
}

function shapeOf(text: string, order: DateOrder): Shape | null {
  const parts = partsOfTime(text, order);
  if (parts === null) return null;
  const trimmed = text.trim();
  const ends = [0, ...parts.map((part) => part.from + part.text.length)];
  const between = ends.map((end, i) => {
    const written = trimmed.slice(end, parts[i]?.from ?? trimmed.length);
    return parts[i - 1]?.part === "day" ? written.replace(/^(?:st|nd|rd|th)/, ORDINAL) : written;
  });
  const kinds = parts.map(({ part, text: own }) =>
    /year|fraction|zone/.test(part) ? `${part}${own.length}` : part,
  );
  return {
    key: kinds.map((kind, i) => `${between[i]}\0${kind}`).join("\0") + between.at(-1),
    parts,
    between,
  };
}

function styleOf(shapes: readonly Shape[], order: DateOrder, all: readonly Shape[]): TimeStyle {
  const [{ parts, between }] = shapes;
  const column = (i: number): string[] => shapes.map((shape) => shape.parts[i].text);
  const letters = parts.map(({ part }, i) => letterOf(part, parts, column(i)));
  const isShort = parts.map(({ part }, i) => isUnpadded(part, column(i), all));
  const isDateShort = parts.some(
    ({ part }, i) => (part === "day" || part === "month") && isShort[i] === true,
  );
  const tokens = parts.map(({ part, text }, i) => {
    if (part === "year") return letters[i].repeat(text.length);
    if (part === "fraction") return "S".repeat(text.length);
    if (part === "zone") return zoneToken(text);
    if (isShort[i] === null) return letters[i];
    const isOne = isShort[i] || (isShort[i] === undefined && isDateShort && /day|month/.test(part));
    return letters[i].repeat(isOne ? 1 : 2);
  });
  const pattern =
    tokens.map((token, i) => quotedText(between[i]) + token).join("") + quotedText(between.at(-1) ?? "");
  return { pattern, ...namesOf(shapes, order) };
}

const letters: Readonly<Record<string, string>> = {
  month: "M",
  day: "d",
  minute: "m",
  second: "s",
  name: "MMM",
  weekday: "EEE",
  quarter: "Q",
  "half-year": "B",
  week: "w",
  weekdayNumber: "e",
  dayOfYear: "DDD",
  half: "a",
};

function letterOf(part: string, parts: readonly TimePart[], texts: readonly string[]): string {
  if (part === "year") return parts.some((other) => other.part === "week") ? "Y" : "y";
  if (part !== "hour") return letters[part] ?? "";
  if (parts.some((other) => other.part === "half")) return "h";
  return texts.includes("24") ? "k" : "H";
}

/** Whether a number is written without a leading zero; undefined where no cell shows it, null where there is none. */
function isUnpadded(
  part: string,
  texts: readonly string[],
  all: readonly Shape[],
): boolean | null | undefined {
  if (!/^(?:month|day|hour|minute|second|week)$/.test(part)) return null;
  if (texts.some((text) => text.length === 1)) return true;
  if (texts.some((text) => text.startsWith("0"))) return false;
  return (
    all.some(({ parts }) => parts.some((other) => other.part === part && other.text.length === 1)) ||
    undefined
  );
}

function zoneToken(text: string): string {
  if (text === "Z") return "XXX";
  const [, word = "", sign = ""] = /^([A-Za-z]*)([\s\S]*)$/.exec(text) ?? [];
  const offset = sign === "" ? "" : sign.includes(":") ? "xxx" : sign.length > 3 ? "xx" : "x";
  return quotedText(word) + offset;
}

/** A text within a pattern. */
function quotedText(text: string): string {
  const written = text.replace(/[A-Za-z']+/g, (word) => `'${word.replaceAll("'", "''")}'`);
  return written.replace(ORDINAL, "o");
}

/** The names that a style needs, as they are spelt in the file. */
function namesOf(shapes: readonly Shape[], order: DateOrder): Omit<TimeStyle, "pattern"> {
  const months = new Map<number, string>();
  const weekdays = new Map<number, string>();
  let half: string | null = null;
  for (const { parts, between } of shapes)
    for (const { part, text } of parts) {
      if (part === "half") half = text;
      if (part === "name") months.set(monthNamed(text) ?? 0, text);
      if (part !== "weekday") continue;
      const written = parts.map((one, i) => between[i] + one.text).join("");
      weekdays.set(weekdayOf(parseTime(written, order)?.time ?? 0), text);
    }
  return {
    ...(months.size > 0 ? { months: monthNamesLike(months) } : {}),
    ...(weekdays.size > 0 ? { weekdays: weekdayNamesLike(weekdays) } : {}),
    ...(half === null ? {} : { halves: halvesLike(half) }),
  };
}

const easternHalves = ["上午下午", "午前午後", "오전오후"];

function halvesLike(text: string): readonly string[] {
  const eastern = easternHalves.find((both) => both.includes(text));
  if (eastern !== undefined) return [eastern.slice(0, 2), eastern.slice(2)];
  return [text.replace(/^p/, "a").replace(/^P/, "A"), text.replace(/^a/, "p").replace(/^A/, "P")];
}

interface Fields extends Readonly<ReturnType<typeof civilOf>> {
  /** The time as its clock shows it. */
  readonly local: number;
  readonly clock: number;
  readonly time: number;
}

const padded = (value: number, length: number): string => String(value).padStart(length, "0");

/** The writers of tokens, by their first letter. */
const writers: Readonly<Record<string, (fields: Fields, length: number, style: TimeStyle) => string>> = {
  y: ({ year }, length) => (length === 2 ? padded(year % 100, 2) : padded(year, 4)),
  Y: ({ local }) => padded(isoWeek(local).year, 4),
  M: ({ month }, length, { months }) => (length === 3 ? (months?.[month - 1] ?? "") : padded(month, length)),
  d: ({ day }, length) => padded(day, length),
  o: ({ day }) => (day % 100 > 10 && day % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")),
  D: ({ local, year }, length) => padded(Math.floor(local / DAY) - daysOf(year, 1, 1) + 1, length),
  H: ({ clock }, length) => padded(Math.floor(clock / HOUR), length),
  k: ({ clock }, length) => padded(Math.floor(clock / HOUR) || 24, length),
  h: ({ clock }, length) => padded(Math.floor(clock / HOUR) % 12 || 12, length),
  N: ({ clock }) => String(Math.floor(clock / HOUR) * 100 + (Math.floor(clock / 60_000) % 60)),
  m: ({ clock }, length) => padded(Math.floor(clock / 60_000) % 60, length),
  s: ({ clock }, length) => padded(Math.floor(clock / 1000) % 60, length),
  S: ({ clock }, length) =>
    padded(clock % 1000, 3)
      .padEnd(length, "0")
      .slice(0, length),
  a: ({ clock }, _, { halves }) => halves?.[clock < 12 * HOUR ? 0 : 1] ?? "",
  Q: ({ month }) => String(Math.ceil(month / 3)),
  B: ({ month }) => String(Math.ceil(month / 6)),
  w: ({ local }, length) => padded(isoWeek(local).week, length),
  e: ({ local }) => String(weekdayOf(local) + 1),
  E: ({ local }, _, { weekdays }) => weekdays?.[weekdayOf(local)] ?? "",
  x: ({ time }, length, { zone = 0 }) => offsetText(offsetAt(zone, time), length),
  X: ({ time }, length, { zone = 0 }) => {
    const offset = offsetAt(zone, time);
    return offset === 0 ? "Z" : offsetText(offset, length);
  },
};

const HOUR = 3_600_000;

function offsetText(offset: number, length: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  const [hour, minute] = [padded(Math.floor(minutes / 60), 2), padded(minutes % 60, 2)];
  const sign = offset < 0 ? "-" : "+";
  if (length === 1) return minute === "00" ? `${sign}${hour}` : `${sign}${hour}${minute}`;
  return `${sign}${hour}${length === 2 ? "" : ":"}${minute}`;
}

/** The ISO week of a time: that of its Thursday. */
function isoWeek(local: number): { readonly year: number; readonly week: number } {
  const thursday = Math.floor(local / DAY) - weekdayOf(local) + 3;
  const { year } = civilOf(thursday * DAY);
  return { year, week: Math.floor((thursday - daysOf(year, 1, 1)) / 7) + 1 };
}

/** Writes times in a style. The cells of one column of several are written by its own pattern. */
export function styleWriter(style: TimeStyle, pattern: string = style.pattern): (time: number) => string {
  const write = pointWriter(style, pattern);
  const { span } = style;
  return span === undefined ? write : (time) => `${write(time)}${span.between}${write(time + span.length)}`;
}

function pointWriter(style: TimeStyle, pattern: string): (time: number) => string {
  const { zone } = style;
  if (pattern === "unix-s") return (time) => String(time / 1000);
  if (pattern === "unix-ms") return String;
  const tokens = pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  const isTo24 = /k/.test(style.pattern.replace(/'[^']*'/g, ""));
  return (time) => {
    const local = toLocal(time, zone);
    const clock = timeOfDay(local);
    const day = isTo24 && clock === 0 ? local - DAY : local; // 24:00 belongs to the day that it ends
    const fields = { ...civilOf(day), local: day, clock, time };
    return tokens.map((token) => writeToken(token, fields, style)).join("");
  };
}

function writeToken(token: string, fields: Fields, style: TimeStyle): string {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  return writers[token[0]]?.(fields, token.length, style) ?? token;
}
