/** @module A trial that is stopped anywhere and goes on from its last checkpoint has the result of one that was not. */
import { panelFromArrays } from "unrolled/data";
import { expect, test } from "vitest";
import { JobStopped } from "../../../src/cli/jobs/run/context.ts";
import { trialJob } from "../../../src/cli/jobs/run/trialJob.ts";
import type { TrialData } from "../../../src/cli/jobs/runTrial.ts";
import { seriesFromArrays } from "../../../src/data/series/series.ts";

const wave = (s: number, n: number) =>
  Array.from({ length: n }, (_, i) => Math.sin(i / (3 + s)) + (i % 7) / 9);
const ofSeries = (model: "gru" | "ridge" | "naive"): TrialData => ({
  kind: "series",
  series: seriesFromArrays({ y: wave(0, 120) }),
  given: { model, horizon: 4, lookback: 8, ...(model === "gru" && { hidden: 4 }) },
  longest: 8,
});
const ofPanel: TrialData = {
  kind: "panel",
  panel: panelFromArrays({ a: wave(0, 60), b: wave(1, 70), c: wave(2, 50) }),
  given: { horizon: 4, steps: 100, hidden: 4 },
};

test.each<[string, TrialData, object]>([
  ["a GRU with dropout", ofSeries("gru"), { epochs: 3, layers: 2, dropout: 0.2 }],
  ["least squares", ofSeries("ridge"), {}],
  ["a baseline", ofSeries("naive"), {}],
  ["a global model", ofPanel, { lr: 0.005 }],
])("%s", async (_, data, params) => {
  const settings = { params: { ...params }, limits: null };
  /** Stops at a pause, from which on there is none; answers the checkpoint then. */
  const run = async (checkpoint: Uint8Array | null, stopAt: number) => {
    let [pauses, saved] = [0, checkpoint];
    const context = {
      checkpoint,
      report: () => undefined,
      pause: (make?: () => Uint8Array | null) => {
        pauses += 1;
        if (pauses !== stopAt) return;
        saved = make?.() ?? saved;
        throw new JobStopped();
      },
    };
    try {
      return { result: await trialJob(settings, data, context), saved, pauses };
    } catch (error) {
      if (!(error instanceof JobStopped)) throw error;
      return { result: null, saved, pauses };
    }
  };
  const { result: whole, pauses } = await run(null, Number.POSITIVE_INFINITY);
  expect(whole?.end.state).toBe("complete");
  for (const stopAt of new Set([1, 2, Math.ceil(pauses / 2), pauses])) {
    const { saved } = await run(null, stopAt);
    expect((await run(saved, Number.POSITIVE_INFINITY)).result, `stopped at ${stopAt} of ${pauses}`).toEqual(
      whole,
    );
  }
});
