/** @module Calendar features: the position of a time in the day, week, month and year, as points on circles. */

import { ValueError } from "../../errors.ts";
import { shown } from "../../shown.ts";
import { civilOf, DAY, daysInMonth, daysOf, timeOfDay } from "../series/calendarDate.ts";

/** The calendar features, from the shortest cycle to the longest. */
export const calendarFeatureNames = ["hour", "weekday", "day-of-month", "month", "day-of-year"] as const;

/** The name of a calendar feature. */
export type CalendarFeature = (typeof calendarFeatureNames)[number];

/** A column of numbers made of times. */
export interface FeatureColumn {
  /** The feature's name with _sin or _cos. */
  readonly name: string;
  /** One number for each row. */
  readonly values: Float64Array;
}

/** The fraction of its circle that a time has completed, in [0, 1). */
const fractions: Readonly<Record<CalendarFeature, (time: number) => number>> = {
  hour: (time) => timeOfDay(time) / DAY,
  weekday: (time) => ((((Math.floor(time / DAY) + 3) % 7) + 7) % 7) / 7, // 1970-01-01 was a Thursday
  "day-of-month": (time) => {
    const { year, month, day } = civilOf(time);
    return (day - 1) / daysInMonth(year, month);
  },
  month: (time) => (civilOf(time).month - 1) / 12,
  "day-of-year": (time) => {
    const { year } = civilOf(time);
    const first = daysOf(year, 1, 1);
    return (Math.floor(time / DAY) - first) / (daysOf(year + 1, 1, 1) - first);
  },
};

/**
 * Two columns for each feature, sin 2πs and cos 2πs, so that December is close to January. With times in milliseconds
 * since 1970, UTC, s is
 *
 *     hour           time of day / 24 hours, with minutes and seconds
 *     weekday        (0 for Monday … 6 for Sunday) / 7
 *     day-of-month   (day − 1) / days in that month
 *     month          (month − 1) / 12
 *     day-of-year    (day of the year − 1) / 365, or 366 in a leap year
 *
 * They are known in advance, so they can serve as future covariates.
 */
export function calendarFeatures(
  time: ArrayLike<number>,
  names: readonly CalendarFeature[],
): FeatureColumn[] {
  return names.flatMap((name) => {
    if (!calendarFeatureNames.includes(name))
      throw new ValueError(`${shown(name)} is unknown; the features are ${calendarFeatureNames.join(", ")}`, {
        caller: "calendarFeatures",
      });
    const angles = Float64Array.from(time, (one) => 2 * Math.PI * fractions[name](one));
    return [
      { name: `${name}_sin`, values: angles.map(Math.sin) },
      { name: `${name}_cos`, values: angles.map(Math.cos) },
    ];
  });
}
