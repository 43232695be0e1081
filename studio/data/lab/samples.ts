/** @module Series to try things with: two that come with the package, and one that is computed. */

import { mackeyGlass } from "../../../src/data/samples/mackeyGlass.ts";
import { formatCsv } from "../../../src/data/series/formatCsv.ts";

/** The samples, by the name of their file. */
export const sampleNames = ["sunspots.csv", "co2.csv", "mackey-glass.csv"] as const;

/** A sample. */
export type SampleName = (typeof sampleNames)[number];

/** Mackey and Glass' chaotic series as a file like any other, of one column and without times. */
export function mackeyGlassCsv(): string {
  return formatCsv([{ name: "x", values: mackeyGlass({ length: 1500 }) }]);
}
