/** @module A trial as a job: what a worker needs, does and answers. The same on the main thread, in a thread, or elsewhere. */
import type { Panel } from "../../data/panel/panel.ts";
import type { Series } from "../../data/series/series.ts";
import { ValueError } from "../../errors.ts";
import type { TrialWork } from "../../forecast/trialRun.ts";
import type { Params } from "../../jobs/study/space.ts";
import type { Outcome } from "../../jobs/study/study.ts";
import type { GivenOptions } from "../forecast/flags.ts";
import type { NoteTrialData } from "../note/noteTrial.ts";

/** Of a model of one series. */
interface SeriesTrialData {
  readonly kind: "series";
  readonly series: Series;
  readonly given: GivenOptions;
  /** The longest look-back of the study. */
  readonly longest: number;
}

/** Of a global model of a panel. */
interface PanelTrialData {
  readonly kind: "panel";
  readonly panel: Panel;
  readonly given: GivenOptions;
}

/** What all trials of a study share; plain data. */
export type TrialData = SeriesTrialData | PanelTrialData | NoteTrialData;

/** How a trial ended; `reason` says why it failed. */
export type TrialEnd = Outcome & { readonly reason?: string };

/** How a trial goes on, and is stopped. */
interface TrialBreaks {
  /** Of an earlier run of the same trial. */
  readonly checkpoint?: Uint8Array | null;
  /** Called after every batch, with what makes a checkpoint; a trial can be stopped there by an exception. */
  readonly between?: (checkpoint: () => Uint8Array | null) => void;
}

/**
 * Trains and scores. `report` is called with each report, and answers whether the trial should be given up. Settings that do not fit
 * the data fail the trial, not the study.
 */
export async function runTrial(
  data: TrialData,
  params: Params,
  report: (step: number, value: number) => boolean | Promise<boolean>,
  { checkpoint = null, between = () => undefined }: TrialBreaks = {},
): Promise<TrialEnd> {
  try {
    const trial = await trialOf(data, params);
    if (checkpoint !== null) trial.restore(checkpoint);
    for (const one of trial.work()) {
      if (one !== null && (await report(one.step, one.value))) return { state: "pruned" };
      between(() => trial.checkpoint()); // which comes after the report
    }
    const value = trial.score();
    return Number.isFinite(value) ? { state: "complete", value } : { state: "failed", reason: "diverged" };
  } catch (error) {
    if (error instanceof ValueError) return { state: "failed", reason: error.what };
    throw error;
  }
}

/** Loads only what the trials of a study need. */
async function trialOf(data: TrialData, params: Params): Promise<TrialWork> {
  switch (data.kind) {
    case "series": {
      const { TrialRun } = await import("../../forecast/trialRun.ts");
      const { trialOptions } = await import("./searched.ts");
      return new TrialRun(data.series, trialOptions(data.given, params), data.longest);
    }
    case "panel": {
      const { PanelTrial } = await import("../../forecast/panel/panelTrial.ts");
      const { panelTrialOptions } = await import("./searched.ts");
      return new PanelTrial(data.panel, panelTrialOptions(data.given, params));
    }
    case "note": {
      const { NoteTrial } = await import("../note/noteTrial.ts");
      return new NoteTrial(data, params);
    }
  }
}
