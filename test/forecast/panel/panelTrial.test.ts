/** @module A trial on a panel: the validation windows score it, whatever the test windows hold; settings that do not fit. */
import { expect, test } from "vitest";
import { panelFromArrays } from "../../../src/data/panel/panelFromArrays.ts";
import { PanelRun } from "../../../src/forecast/panel/panelRun.ts";
import { PanelTrial } from "../../../src/forecast/panel/panelTrial.ts";

/** Eight series of 80 rows; the last `test` of each are others. */
const panelWith = (last: (t: number) => number) =>
  panelFromArrays(
    Object.fromEntries(
      Array.from({ length: 8 }, (_, s) => [
        `s${s}`,
        Float64Array.from({ length: 80 }, (_, t) =>
          t < 76 ? 10 + s + Math.sin((t * Math.PI) / 4 + s) : last(t),
        ),
      ]),
    ),
  );

const options = { horizon: 4, season: 8, lookback: 16, hidden: 4, steps: 12, batchSize: 16, min: null };
function scored(panel: ReturnType<typeof panelWith>): readonly [reports: unknown[], score: number] {
  const trial = new PanelTrial(panel, options);
  const reports = [...trial.work()].filter((report) => report !== null);
  return [reports, trial.score()];
}

test("the score is the MASE of the network on the validation windows; the test windows have no influence", () => {
  const panel = panelWith((t) => Math.sin(t));
  const [reports, score] = scored(panel);
  const run = new PanelRun(panel, { ...options, refit: false });
  const events = [...run.run()];
  const blended = events.find(({ type }) => type === "blended");
  expect(score).toBe(blended?.type === "blended" && blended.blend.mase?.network);
  expect(reports.length).toBe(run.history.length);
  expect(scored(panelWith((t) => 1000 * (t % 3)))).toEqual([reports, score]);
});

test("series that are too short for a validation window fail the trial", () => {
  expect(() => [
    ...new PanelTrial(panelFromArrays({ a: new Float64Array(5).fill(1) }), options).work(),
  ]).toThrow();
});
