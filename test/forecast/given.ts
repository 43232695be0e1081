/** @module Series that the tests of forecasters share. */
import { readFileSync } from "node:fs";
import { readCsv, type Series, toSeries } from "unrolled/data";
import { values } from "../reference/values.ts";

/** Sunspots of each year, 1700 to 2008. */
export async function sunspots(): Promise<Series> {
  const table = await readCsv(readFileSync("datasets/sunspots.csv"), { name: "sunspots.csv" });
  return toSeries(table, { targets: ["SUNACTIVITY"] });
}

/** CO₂ at Mauna Loa, week by week. */
export async function co2(): Promise<Series> {
  const table = await readCsv(readFileSync("datasets/co2.csv"), { name: "co2.csv" });
  return toSeries(table, { targets: ["co2"], missing: "linear" });
}

/** Days with two waves of period 8, a covariate, and a holiday that adds 3. */
export function waves(length = 160): Series {
  const noise = values(length, 3, 0.1);
  const holiday = Float64Array.from({ length }, (_, t) => (t % 5 === 0 ? 1 : 0));
  const a = noise.map((e, t) => 10 + Math.sin((Math.PI * t) / 4) + e + 3 * holiday[t]);
  const b = noise.map((e, t) => 100 - 5 * Math.cos((Math.PI * t) / 4) + 9 * e);
  const day = 86_400_000;
  return {
    name: "waves",
    timeName: "day",
    time: Float64Array.from({ length }, (_, t) => t * day),
    timeKind: "date",
    step: { unit: "millisecond", count: day },
    columns: [
      { name: "a", role: "target", values: Float64Array.from(a) },
      { name: "b", role: "target", values: Float64Array.from(b) },
      { name: "wind", role: "covariate", values: Float64Array.from(values(length, 4)) },
      { name: "holiday", role: "future", values: holiday },
    ],
    length,
  };
}

/** The same without covariates. */
export function bareWaves(length = 160): Series {
  const series = waves(length);
  return { ...series, columns: series.columns.slice(0, 2) };
}
