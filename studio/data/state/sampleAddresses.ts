/** @module Where the samples lie: beside the page, as the files of datasets/. */
import type { SampleName } from "../lab/samples.ts";

/** Their addresses; null for the one that is computed. */
export const sampleAddresses: Readonly<Record<SampleName, string | null>> = {
  "sunspots.csv": new URL("../../../datasets/sunspots.csv", import.meta.url).href,
  "co2.csv": new URL("../../../datasets/co2.csv", import.meta.url).href,
  "mackey-glass.csv": null,
};
