/** @module A training that is stopped anywhere and goes on from its last checkpoint has the result of one that was not. */
import { panelFromArrays } from "unrolled/data";
import { expect, test } from "vitest";
import { type JobContext, JobStopped } from "../../../src/cli/jobs/run/context.ts";
import { panelTrainingJob } from "../../../src/cli/jobs/run/panelTrainingJob.ts";
import { trialJob } from "../../../src/cli/jobs/run/trialJob.ts";
import type { TrialData } from "../../../src/cli/jobs/runTrial.ts";
import { seriesFromArrays } from "../../../src/data/series/series.ts";
import { PanelForecaster } from "../../../src/forecast/panel/panelForecaster.ts";
import { PanelRun } from "../../../src/forecast/panel/panelRun.ts";

const wave = (s: number, n: number) =>
  Array.from({ length: n }, (_, i) => Math.sin(i / (3 + s)) + (i % 7) / 9);
const ofSeries = (model: "gru" | "ridge" | "naive"): TrialData => ({
  kind: "series",
  series: seriesFromArrays({ y: wave(0, 120) }),
  given: { model, horizon: 4, lookback: 8, ...(model === "gru" && { hidden: 4 }) },
  longest: 8,
});
const panel = panelFromArrays({ a: wave(0, 60), b: wave(1, 70), c: wave(2, 50) });
const ofPanel: TrialData = {
  kind: "panel",
  panel,
  given: { horizon: 4, steps: 100, hidden: 4 },
};

/** Does a job, from a checkpoint, up to a pause, and answers its result, or the checkpoint then. */
async function upTo<Result>(
  work: (context: JobContext) => Result | Promise<Result>,
  checkpoint: Uint8Array | null,
  stopAt: number,
) {
  let [pauses, saved] = [0, checkpoint];
  const context: JobContext = {
    checkpoint,
    report: () => undefined,
    pause: (make) => {
      pauses += 1;
      if (pauses !== stopAt) return;
      saved = make?.() ?? saved;
      throw new JobStopped();
    },
  };
  try {
    return { result: await work(context), saved, pauses };
  } catch (error) {
    if (!(error instanceof JobStopped)) throw error;
    return { result: null, saved, pauses };
  }
}

/** Stops it at several pauses, and compares the results of what goes on from there. */
async function expectSameFromAnywhere<Result>(
  work: (context: JobContext) => Result | Promise<Result>,
): Promise<Result> {
  const { result: whole, pauses } = await upTo(work, null, Number.POSITIVE_INFINITY);
  for (const stopAt of new Set([1, 2, Math.ceil(pauses / 2), pauses])) {
    const { saved } = await upTo(work, null, stopAt);
    const { result } = await upTo(work, saved, Number.POSITIVE_INFINITY);
    expect(result, `stopped at ${stopAt} of ${pauses}`).toEqual(whole);
  }
  if (whole === null) throw new TypeError("it was not stopped");
  return whole;
}

test.each<[string, TrialData, object]>([
  ["a GRU with dropout", ofSeries("gru"), { epochs: 3, layers: 2, dropout: 0.2 }],
  ["least squares", ofSeries("ridge"), {}],
  ["a baseline", ofSeries("naive"), {}],
  ["a global model", ofPanel, { lr: 0.005 }],
])("%s", async (_, data, params) => {
  const settings = { params: { ...params }, limits: null };
  const { end } = await expectSameFromAnywhere((context) => trialJob(settings, data, context));
  expect(end.state).toBe("complete");
});

test("the training of a global model; its history is that of the run itself", async () => {
  const options = { horizon: 4, lookback: 8, steps: 100, hidden: 4, dropout: 0.1 };
  const { history, model } = await expectSameFromAnywhere((context) =>
    panelTrainingJob({ options }, { panel }, context),
  );
  const run = new PanelRun(panel, options);
  for (const _ of run.run());
  expect([history, PanelForecaster.fromBytes(model).toBytes()]).toEqual([
    run.history,
    PanelForecaster.from(run).toBytes(),
  ]);
});
