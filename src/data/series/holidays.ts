/** @module Public holidays as a future covariate, by the package date-holidays, which a program installs if it wants them. */

import { DataError, didYouMean } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shown } from "../../shown.ts";
import { civilOf, DAY, daysOf } from "./calendarDate.ts";
import { clockTimes, nextTimes, type Series } from "./series.ts";

/** What is used of date-holidays. */
interface Calendar {
  getCountries(): Readonly<Record<string, string>>;
  getStates(country: string): Readonly<Record<string, string>> | undefined;
  getRegions(country: string, state: string): Readonly<Record<string, string>> | undefined;
  getHolidays(year: number): readonly Holiday[];
}

interface Holiday {
  /** On the clock of the place: `2024-02-10 00:00:00`. */
  readonly date: string;
  readonly type: string;
  readonly start: Date;
  readonly end: Date;
}

type Calendars = new (country?: string, state?: string, region?: string) => Calendar;

/** A constant, so that no bundler looks for a package that may be missing. */
const PACKAGE: string = "date-holidays";
/** The holidays of more steps ahead than that are not looked up. */
const MOST_AHEAD = 20_000;

/** The name of the column of a place. */
export function holidayColumn(place: string): string {
  return `holiday ${place}`;
}

/**
 * The series with one future covariate more, `holiday CN`: 1 on public holidays of a place, 0 on other days, also for the
 * steps after the series.
 *
 * The place is a country, or a country with its state and region: `CN`, `DE-BY`, `US-LA-NO`. Days are those of the file's
 * clock; half days do not count. Throws DataError for an unknown place, for a series without dates or with steps of more than
 * a day, and when date-holidays is not installed.
 */
export async function withHolidays(series: Series, place: string): Promise<Series> {
  const { time, name, step } = series;
  if (time === null || series.timeKind !== "date")
    throw new DataError({ file: name }, say`there are no dates, which holidays need`);
  if (step !== null && step.unit !== "slot" && !(step.unit === "millisecond" && step.count <= DAY))
    throw new DataError({ file: name }, say`the steps are longer than a day, so holidays say nothing`);
  const calendar = calendarOf(await calendars(name), place, name);
  const isHoliday = holidaysBy(calendar);
  const valuesAt = (times: Float64Array): Float64Array => clockTimes(series, times).map(isHoliday);
  const ahead = step === null ? new Float64Array() : nextTimes(series, Math.min(series.length, MOST_AHEAD));
  const column = { name: holidayColumn(place), role: "future" as const, values: valuesAt(time) };
  return {
    ...series,
    columns: [...series.columns, column],
    future: { ...series.future, [column.name]: valuesAt(ahead) },
  };
}

async function calendars(file: string): Promise<Calendars> {
  try {
    const { default: found }: { default: Calendars } = await import(PACKAGE);
    return found;
  } catch (cause) {
    throw new DataError({ file }, say`holidays need the package ${PACKAGE}, which is not installed`, {
      hint: say`Install it with npm install ${PACKAGE}`,
      cause,
    });
  }
}

function calendarOf(Calendars: Calendars, place: string, file: string): Calendar {
  const [country, state, region] = place.split("-");
  const all = new Calendars();
  const known = [
    all.getCountries(),
    state === undefined ? {} : (all.getStates(country) ?? {}),
    region === undefined ? {} : (all.getRegions(country, state) ?? {}),
  ];
  const wrong = [country, state, region].findIndex((part, i) => part !== undefined && !(part in known[i]));
  if (wrong < 0) return new Calendars(country, state, region);
  const before = [country, state, region].slice(0, wrong);
  const names = Object.keys(known[wrong]).map((part) => [...before, part].join("-"));
  const meant = didYouMean(place.toUpperCase(), names);
  throw new DataError({ file }, say`there are no holidays of ${shown(place)}`, {
    hint:
      meant === undefined
        ? say`A place is a country such as CN, or a country and a state such as DE-BY`
        : say`Did you mean ${meant}?`,
  });
}

/** 1 for a time, on the clock of the place, whose day is a public holiday. */
function holidaysBy(calendar: Calendar): (time: number) => number {
  const years = new Map<number, ReadonlySet<number>>();
  return (time) => {
    const { year } = civilOf(time);
    const days = years.get(year) ?? daysOff(calendar, year);
    years.set(year, days);
    return days.has(Math.floor(time / DAY)) ? 1 : 0;
  };
}

/** The days that are holidays, counted from 1970; a holiday of the last days of the year before may reach into this one. */
function daysOff(calendar: Calendar, year: number): ReadonlySet<number> {
  const found = [year - 1, year].flatMap((one) => calendar.getHolidays(one));
  return new Set(
    found
      .filter(({ type }) => type === "public")
      .flatMap(({ date, start, end }) => {
        const [y, m, d] = date.slice(0, 10).split("-").map(Number);
        const length = Math.round((end.getTime() - start.getTime()) / DAY - 0.25); // a day of 23 hours is one, half a day is none
        return Array.from({ length }, (_, i) => daysOf(y, m, d) + i);
      }),
  );
}
