/** @module A forecast as CSV text: times, and for each target its value and the ends of its intervals. */
import { timeText } from "../../../src/data/civil.ts";
import { type CsvColumn, formatCsv } from "../../../src/data/formatCsv.ts";
import type { Series } from "../../../src/data/series.ts";
import type { Forecast } from "../../../src/forecast/forecaster.ts";

/** Columns `sales`, `sales_lower_80`, `sales_upper_80` …; steps are counted from 1 where there are no times. */
export function forecastCsv(series: Series, { time, targets }: Forecast): string {
  const { timeName, timeKind } = series;
  const steps = targets[0]?.point.length ?? 0;
  const when: CsvColumn =
    time === null
      ? { name: "step", values: Array.from({ length: steps }, (_, i) => i + 1) }
      : timeKind === "date"
        ? { name: timeName ?? "time", texts: Array.from(time, timeText) }
        : { name: timeName ?? "time", values: time };
  const columns = targets.flatMap(({ name, point, intervals }): CsvColumn[] => [
    { name, values: point },
    ...intervals.flatMap(({ level, lower, upper }) => [
      { name: `${name}_lower_${percent(level)}`, values: finite(lower) },
      { name: `${name}_upper_${percent(level)}`, values: finite(upper) },
    ]),
  ]);
  return formatCsv([when, ...columns]);
}

function percent(level: number): string {
  return String(Number((100 * level).toFixed(6)));
}

/** An end that nothing is known of is left empty. */
function finite(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}
