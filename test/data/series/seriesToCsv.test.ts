/** @module Series written and read again. */
import { expect, test } from "vitest";
import { readCsv, seriesToCsv, toSeries } from "../../../src/data/index.ts";

test.each([
  "date,y,x\n2020-01-01,1,2\n2020-01-02,3,4.5\n",
  "when,y,x\n2020-01-01 00:00:00.250,1,2\n2020-01-01 08:00:00.250,3,4\n",
  "time,y,x\n0.5,1,2\n1,3,4\n",
  "y,x\n1,2\n3,0.5\n",
])("%j comes back", async (text) => {
  const table = await readCsv(text, { name: "a.csv" });
  const series = toSeries(table, { targets: ["y"], covariates: ["x"] });
  const written = seriesToCsv(series);
  expect(written).toBe(text);
  const again = toSeries(await readCsv(written, { name: "a.csv" }), { targets: ["y"], covariates: ["x"] });
  expect(again).toEqual(series);
});
