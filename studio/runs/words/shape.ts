/** @module Everything that the page of the runs says: a forgotten text does not compile. */

import type { RunConfig } from "../../../src/runs/record.ts";
import type { RunState, RunVerdict } from "../../../src/runs/replies.ts";
import type { StopReason } from "../../../src/train/events.ts";

/** A heading, some sentences, and a command to type. */
export interface HelpWords {
  readonly title: string;
  readonly text: string;
  readonly command: string;
}

/** A run's configuration: terms, and what stands beside them. */
type ConfigWords = readonly (readonly [term: string, description: string])[];

/** All words of the page. */
export interface RunsWords {
  readonly title: string;
  readonly skip: string;
  readonly footer: string;
  readonly waiting: string;
  readonly lost: string;
  readonly folderProblem: (folder: string, problem: string) => string;
  readonly noServer: HelpWords;
  readonly noRuns: (folder: string) => HelpWords;
  readonly states: Readonly<Record<RunState, string>>;
  readonly broken: string;
  /** The name of a method: a model or a baseline. */
  readonly method: (name: string) => string;
  readonly list: {
    readonly title: (count: number) => string;
    readonly run: string;
    readonly state: string;
    readonly model: string;
    readonly target: string;
    readonly horizon: string;
    readonly epochs: string;
    readonly best: string;
    readonly verdict: string;
    readonly updated: string;
    readonly compare: string;
    readonly compareRun: (name: string) => string;
    readonly enough: (most: number) => string;
    readonly progress: (epoch: number, epochs: number) => string;
    /** Behind the first target, that there are so many others. */
    readonly more: (count: number) => string;
  };
  /** How the model's MAE stands to the best baseline's. */
  readonly against: (mae: RunVerdict) => string;
  readonly run: {
    readonly all: string;
    readonly missing: (name: string, folder: string) => string;
    readonly created: (time: string) => string;
    readonly silent: (ago: string) => string;
    readonly epoch: string;
    readonly batch: string;
    readonly loss: string;
    readonly valLoss: string;
    readonly bestEpoch: string;
    readonly speed: string;
    readonly samples: (perSecond: string) => string;
    /** What is left of the epoch, or of the run. */
    readonly leftOfEpoch: string;
    readonly left: string;
    readonly reason: Readonly<Record<StopReason, string>>;
    readonly downloads: { readonly report: string; readonly forecast: string; readonly model: string };
    readonly killed: string;
    readonly config: string;
  };
  readonly config: (config: RunConfig) => ConfigWords;
  readonly chart: {
    readonly title: string;
    readonly describe: (name: string) => string;
    readonly train: string;
    readonly validation: string;
    readonly epoch: string;
    readonly loss: string;
    readonly best: (epoch: number, loss: string) => string;
    readonly none: string;
    readonly learnsNothing: string;
  };
  readonly scores: {
    readonly title: string;
    readonly caption: (windows: number, scaled: boolean) => string;
    readonly method: string;
    /** Over the shares of values that the intervals of a level hold. */
    readonly coverage: (percent: string) => string;
    readonly percent: (percent: string) => string;
    readonly none: string;
  };
  readonly compare: {
    readonly title: string;
    readonly describe: string;
    readonly caption: string;
    readonly bestBaseline: string;
    readonly unlike: string;
    readonly clear: string;
  };
  readonly spoken: (name: string, state: string, epoch: number | null) => string;
}
