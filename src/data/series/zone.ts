/** @module Offsets from UTC and time zones: the clock on the wall where the times were taken. */
import { DAY } from "./calendarDate.ts";

/** A fixed offset in minutes east of Greenwich, or an IANA zone, whose offset changes: `Europe/Berlin`. */
export type Zone = number | string;

const MINUTE = 60_000;

/** The offset of a zone at a time, in milliseconds. */
export function offsetAt(zone: Zone, time: number): number {
  return typeof zone === "number" ? zone * MINUTE : offsetsOf(zone)(time);
}

/** The clock of a zone, as if it were UTC. */
export function toLocal(time: number, zone: Zone | undefined): number {
  return zone === undefined ? time : time + offsetAt(zone, time);
}

/** The time at which the clock of a zone shows this. */
export function fromLocal(local: number, zone: Zone | undefined): number {
  if (zone === undefined) return local;
  const guess = local - offsetAt(zone, local);
  return local - offsetAt(zone, guess);
}

const caches = new Map<string, (time: number) => number>();

/** The offsets of an IANA zone. Most days have one offset, which is looked up once. */
function offsetsOf(zone: string): (time: number) => number {
  const known = caches.get(zone);
  if (known !== undefined) return known;
  const look = lookUp(zone);
  const days = new Map<number, number>();
  const offset = (time: number): number => {
    const day = Math.floor(time / DAY);
    let common = days.get(day);
    if (common === undefined) {
      const first = look(day * DAY);
      common = first === look((day + 1) * DAY) ? first : Number.NaN;
      days.set(day, common);
    }
    return Number.isNaN(common) ? look(time) : common;
  };
  caches.set(zone, offset);
  return offset;
}

/** The offset of a zone in milliseconds, from the name that Intl gives it: GMT, GMT+01:00. */
function lookUp(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (time) => {
    const [, sign, hours = "0", minutes = "0", seconds = "0"] =
      /GMT([+-])(\d+):(\d+)(?::(\d+))?/.exec(format.format(time)) ?? [];
    const size = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000;
    return sign === "-" ? -size : size;
  };
}

/** Whether a value is the name of a time zone. */
export function isZone(zone: unknown): boolean {
  if (typeof zone !== "string") return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Tried first: the zones of most data whose offset changes. */
const common: readonly string[] = [
  "Europe/Berlin",
  "Europe/London",
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
  "Europe/Helsinki",
  "Australia/Sydney",
  "Pacific/Auckland",
];

/**
 * The zone of times with these offsets, in minutes: the offset itself where there is one only, else a zone that had all of
 * them at these times. Where no zone had, it is the last offset.
 */
export function findZone(times: Float64Array, offsets: Int16Array): Zone {
  const present = rowsOfChange(times, offsets);
  const last = offsets[present.at(-1) ?? 0] ?? 0;
  if (present.every((row) => offsets[row] === last)) return last;
  const fits = (zone: string): boolean =>
    present.every((row) => offsetAt(zone, times[row]) === offsets[row] * MINUTE);
  return common.find(fits) ?? Intl.supportedValuesOf("timeZone").find(fits) ?? last;
}

/** The first and the last row with a time, and both rows at each change of the offset. */
function rowsOfChange(times: Float64Array, offsets: Int16Array): number[] {
  const rows: number[] = [];
  let before = -1;
  for (let i = 0; i < times.length; i++) {
    if (Number.isNaN(times[i])) continue;
    if (before < 0) rows.push(i);
    else if (offsets[i] !== offsets[before]) rows.push(before, i);
    before = i;
  }
  if (before >= 0) rows.push(before);
  return rows;
}
