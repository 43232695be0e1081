/** @module An experiment: everything that the address holds. */
import { lstmProgram, memoryProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import type { LessonId } from "../lesson/steps.ts";

/** The panels below the stage. */
export const panelNames = ["inside", "after", "code"] as const;

/** One of the panels. */
export type PanelName = (typeof panelNames)[number];

/** How many runs stand side by side at most. */
export const mostRuns = 3;

/** What is run, how fast, and what of it is looked at. */
export interface Experiment {
  readonly runs: readonly Settings[];
  /** Segments a second; Infinity is as fast as it goes. */
  readonly pace: number;
  /** The share of the past in the smoothed loss, from 0 to below 1. */
  readonly smoothing: number;
  readonly panel: PanelName;
  /** The step of the lesson that is open. */
  readonly lesson: LessonId | null;
}

/** The note's first program at the note's pace, plt.pause(0.05). */
export const firstExperiment: Experiment = {
  runs: [rnnProgram],
  pace: 20,
  smoothing: 0.6,
  panel: "inside",
  lesson: null,
};

/** The note's RNN and LSTM under the same conditions: 20 steps, both from an empty state. */
const rnnAt20: Settings = { ...rnnProgram, timeStep: 20, endpoint: true };

/** Memory over 20 steps, and over up to 50. */
const echo: Settings = { ...memoryProgram, timeStep: 21 };
const adding: Settings = { ...memoryProgram, task: "adding", timeStep: 50 };

/** Runs to begin with, each one click away. */
export const presets = {
  noteRnn: [rnnProgram],
  noteLstm: [lstmProgram],
  rnnAgainstLstm: [rnnAt20, { ...rnnAt20, cell: "lstm" }],
  threeCells: [rnnAt20, { ...rnnAt20, cell: "lstm" }, { ...rnnAt20, cell: "gru" }],
  echo: [{ ...echo, cell: "rnn" }, echo, { ...echo, cell: "gru" }],
  adding: [{ ...adding, cell: "rnn" }, adding, { ...adding, cell: "gru" }],
} as const satisfies Record<string, readonly Settings[]>;

/** The name of a preset. */
export type PresetName = keyof typeof presets;
