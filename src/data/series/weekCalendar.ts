/** @module Steps within the week: business days, any other weekdays, market hours; found from times, and counted. */
import { maxOf, minOf } from "../../lists.ts";
import { type Amount, type Sentence, say } from "../../sentence.ts";
import { DAY, timeOfDay } from "./calendarDate.ts";

const WEEK = 7 * DAY;
/** 1970-01-05, from which weeks are counted. */
const MONDAY = 4 * DAY;

/** Milliseconds since Monday 00:00. */
function timeOfWeek(time: number): number {
  return time - MONDAY - Math.floor((time - MONDAY) / WEEK) * WEEK;
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayOf(time: number): number {
  return Math.floor(timeOfWeek(time) / DAY);
}

/** The number of slots from the first Monday of 1970 to a time; a half where the time is none of them. */
export function slotNumber(time: number, slots: readonly number[]): number {
  const within = timeOfWeek(time);
  let [low, high] = [-1, slots.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (slots[middle] <= within) low = middle;
    else high = middle;
  }
  const week = Math.floor((time - MONDAY) / WEEK);
  return week * slots.length + low + (slots[low] === within ? 0 : 0.5);
}

/** The time of a slot, by its number. */
export function slotTime(number: number, slots: readonly number[]): number {
  const week = Math.floor(number / slots.length);
  return MONDAY + week * WEEK + slots[number - week * slots.length];
}

/** Rows that may lie outside a calendar, as a share: a Saturday now and then. */
const MOST_OUTSIDE = 0.02;
/** Slots that must have rows, as a share. */
const LEAST_COVERED = 0.7;
const MOST_SLOTS = 10_080;

/**
 * The times of the week at which rows stand, in milliseconds since Monday 00:00; null where these are all times at equal
 * steps, or no rule is seen. Times ascend.
 *
 * Weekdays and times of day are found one by one: those with rows on at least 20 % and 30 % of the days that have most.
 * Where their combinations do not fit, as in markets that are open from Sunday evening to Friday evening, slots are those
 * times of the week that have rows in half of the weeks.
 */
export function findSlots(times: Float64Array): readonly number[] | null {
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const days = countBy(times, (time) => Math.floor(time / DAY));
  const clocks = countBy(times, timeOfDay);
  const weeks = (last - first) / WEEK;
  if (clocks.size > MOST_SLOTS || days.size < 3) return null;
  const weekdays = frequent(
    countBy([...days.keys()], (day) => weekdayOf(day * DAY)),
    0.2,
  );
  const open = weeks < 1 ? unseenToo(weekdays) : weekdays;
  if (clocks.size === 1 && !isSettled(open, weeks)) return null;
  const daily = frequent(clocks, 0.3);
  if (open.length * daily.length > MOST_SLOTS || open.length * daily.length < 2) return null;
  const slots = open.flatMap((weekday) => daily.map((clock) => weekday * DAY + clock));
  const best = [slots, ...(weeks < 3 ? [] : [slotsOfWeek(times, weeks)])]
    .map((found) => ({ found, share: covered(times, found) }))
    .reduce((a, b) => (b.share > a.share + 0.02 ? b : a));
  return best.share < LEAST_COVERED || isEven(best.found) ? null : best.found;
}

/** The times of the week that have rows in half of the weeks. */
function slotsOfWeek(times: Float64Array, weeks: number): readonly number[] {
  const counts = countBy(times, timeOfWeek);
  if (counts.size > 2 * MOST_SLOTS) return [];
  const found = [...counts].flatMap(([slot, count]) => (count >= weeks / 2 ? [slot] : []));
  return found.length > MOST_SLOTS ? [] : found.sort((a, b) => a - b);
}

/** Whether weekdays without rows are left out on purpose: two weeks show it, for Saturday and Sunday one weekend does. */
function isSettled(weekdays: readonly number[], weeks: number): boolean {
  const isBusiness = weekdays.length === 5 && weekdays[4] === 4;
  return weekdays.length < 7 && (weeks >= 2 || (isBusiness && weeks >= 1));
}

/** In less than a week, days that have not been yet: up to Friday, or all of them if there was a weekend. */
function unseenToo(weekdays: readonly number[]): readonly number[] {
  const isBusiness = weekdays.every((weekday) => weekday < 5);
  return Array.from({ length: isBusiness ? 5 : 7 }, (_, weekday) => weekday);
}

/** The share of the slots that have a row; 0 where many rows are at other times. */
function covered(times: Float64Array, slots: readonly number[]): number {
  const within = new Set(slots);
  const inside = times.filter((time) => within.has(timeOfWeek(time)));
  if (slots.length < 2 || inside.length < (1 - MOST_OUTSIDE) * times.length) return 0;
  const span = slotNumber(inside.at(-1) ?? 0, slots) - slotNumber(inside[0], slots) + 1;
  return inside.length / span;
}

/** Whether slots are at equal steps from week to week: a calendar that says nothing. */
function isEven(slots: readonly number[]): boolean {
  const step = WEEK / slots.length;
  return slots.every((slot, i) => i === 0 || slot - slots[i - 1] === step);
}

function countBy(values: Iterable<number>, key: (value: number) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    const name = key(value);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The keys that are counted at least a share of the most frequent one's times, in ascending order. */
function frequent(counts: ReadonlyMap<number, number>, share: number): number[] {
  const most = maxOf(counts.values());
  return [...counts].flatMap(([key, count]) => (count >= share * most ? [key] : [])).sort((a, b) => a - b);
}

const weekdayNames: readonly Sentence[] = [
  say`Monday`,
  say`Tuesday`,
  say`Wednesday`,
  say`Thursday`,
  say`Friday`,
  say`Saturday`,
  say`Sunday`,
];

/** Slots in words: `business days, Monday to Friday`; `30 minutes, 09:30 to 15:30, Monday to Friday`. */
export function describeSlots(slots: readonly number[], amountOf: (length: number) => Amount): Sentence {
  const weekdays = [...new Set(slots.map((slot) => Math.floor(slot / DAY)))];
  const clocks = [...new Set(slots.map(timeOfDay))].sort((a, b) => a - b);
  const days = describeWeekdays(weekdays);
  if (clocks.length === 1) return isBusinessDays(weekdays) ? say`business days, ${days}` : say`days, ${days}`;
  if (clocks.length * weekdays.length !== slots.length) return say`${slots.length} times a week`;
  const length = minOf(clocks.slice(1).map((clock, i) => clock - clocks[i]));
  const parts = runsOf(clocks, length);
  if (parts.length > 3) return say`${clocks.length} times a day, ${days}`;
  const hours = parts.map(([from, to]) => say`${clockText(from)} to ${clockText(to)}`);
  return say`${amountOf(length)}, ${both(hours)}, ${days}`;
}

function isBusinessDays(weekdays: readonly number[]): boolean {
  return weekdays.length === 5 && weekdays.every((weekday, i) => weekday === i);
}

function describeWeekdays(weekdays: readonly number[]): Sentence {
  if (weekdays.length === 7) return say`every day`;
  const starts = weekdays.filter((weekday) => !weekdays.includes((weekday + 6) % 7));
  if (starts.length > 1 || weekdays.length < 3) return both(weekdays.map((weekday) => weekdayNames[weekday]));
  const [start] = starts;
  return say`${weekdayNames[start]} to ${weekdayNames[(start + weekdays.length - 1) % 7]}`;
}

/** A list in words: `Monday, Wednesday and Friday`. */
function both(phrases: readonly Sentence[]): Sentence {
  const [last, ...before] = phrases.toReversed();
  const [next, ...others] = before;
  if (next === undefined) return last;
  const first = others.reduce((list, phrase) => say`${phrase}, ${list}`, next);
  return say`${first} and ${last}`;
}

/** Stretches of clock times at equal steps. The last one may go on after midnight. */
function runsOf(clocks: readonly number[], length: number): (readonly [from: number, to: number])[] {
  const runs: [number, number][] = [];
  for (const clock of clocks) {
    const last = runs.at(-1);
    if (last !== undefined && clock - last[1] === length) last[1] = clock;
    else runs.push([clock, clock]);
  }
  const [first] = runs;
  const end = runs.at(-1);
  if (runs.length < 2 || first === undefined || end === undefined || first[0] + DAY - end[1] !== length)
    return runs;
  return [...runs.slice(1, -1), [end[0], first[1]]];
}

function clockText(time: number): string {
  const clock = new Date(time).toISOString().slice(11, 19); // 08:00:00
  return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
}
