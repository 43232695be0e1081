/** @module The lesson's steps, in the note's own order: what each puts on the stage, and what it offers to try. */
import { lstmProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";

/** The steps, in order. */
export const lessonIds = [
  "data",
  "model",
  "training",
  "state",
  "detach",
  "sharing",
  "lstm",
  "comparison",
  "yours",
] as const;

/** A step. */
export type LessonId = (typeof lessonIds)[number];

/** What a button does: it changes settings of the selected run, or replaces all runs. */
export type Change = Partial<Settings> | { readonly runs: readonly Settings[] };

/** What a step puts on the stage. */
interface Scene {
  readonly runs: readonly Settings[];
  /** The panel that is open. */
  readonly panel: "inside" | "after" | "code";
  /** Segments a second; Infinity is as fast as it goes. */
  readonly pace: number;
  readonly play: boolean;
  /** The drawing of the network, folded and unrolled, or none. */
  readonly figure: "unrolled" | null;
  /** The part of the page that the text is about. */
  readonly spotlight: "stage" | "controls" | "loss" | "inside" | "after" | "code";
}

/** The note's pace, `plt.pause(0.05)`, with the note's RNN. */
const notePace = {
  runs: [rnnProgram],
  panel: "inside",
  pace: 20,
  play: true,
  figure: null,
  spotlight: "stage",
} as const satisfies Scene;

const rnnAt20: Settings = { ...rnnProgram, timeStep: 20, endpoint: true };
const rnnAndLstm = (change: Partial<Settings>): Settings[] => [
  { ...rnnAt20, ...change },
  { ...rnnAt20, ...change, cell: "lstm" },
];
const threeCells = (change: Partial<Settings>): Settings[] => [
  ...rnnAndLstm(change),
  { ...rnnAt20, ...change, cell: "gru" },
];

const scenes = {
  data: {
    ...notePace,
    runs: [{ ...rnnProgram, steps: 2 }],
    panel: "after",
    tries: {
      oneSample: { timeStep: 1, carry: false, steps: 100 },
      tenSamples: { timeStep: 10, carry: true, steps: 2 },
    },
  },
  model: {
    ...notePace,
    runs: [{ ...rnnProgram, steps: 1 }],
    spotlight: "inside",
    tries: { twoLayers: { layers: 2 }, narrow: { hidden: 8 }, note: { layers: 1, hidden: 32 } },
  },
  training: { ...notePace, tries: { slow: { lr: 0.002 }, fast: { lr: 0.2 }, note: { lr: 0.02 } } },
  state: {
    ...notePace,
    spotlight: "loss",
    tries: {
      off: { carry: false, timeStep: 10 },
      five: { carry: false, timeStep: 5 },
      both: { runs: [rnnProgram, { ...rnnProgram, carry: false }] },
    },
  },
  detach: {
    ...notePace,
    spotlight: "controls",
    tries: {
      off: { detach: false, retainGraph: false },
      retain: { detach: false, retainGraph: true },
      on: { detach: true, retainGraph: false },
    },
  },
  sharing: {
    ...notePace,
    figure: "unrolled",
    spotlight: "inside",
    tries: {
      fifty: { cell: "rnn", timeStep: 50 },
      lstm: { cell: "lstm", timeStep: 10 },
      note: { cell: "rnn", timeStep: 10 },
    },
  },
  lstm: {
    ...notePace,
    runs: [lstmProgram],
    spotlight: "inside",
    tries: { zeros: { initialState: "zeros" }, noEnd: { endpoint: false }, gru: { cell: "gru" } },
  },
  comparison: {
    ...notePace,
    runs: rnnAndLstm({}),
    spotlight: "loss",
    tries: {
      seedTen: { runs: rnnAndLstm({ seed: 10 }) },
      threeCells: { runs: threeCells({}) },
      fifty: { runs: threeCells({ timeStep: 50 }) },
    },
  },
  yours: {
    ...notePace,
    panel: "after",
    pace: Number.POSITIVE_INFINITY,
    spotlight: "after",
    tries: {
      slow: { runs: [{ ...rnnProgram, lr: 0.002 }] },
      gru: { runs: [{ ...rnnProgram, cell: "gru", steps: 1000 }] },
    },
  },
} as const satisfies Record<LessonId, Scene & { readonly tries: Readonly<Record<string, Change>> }>;

/** The buttons of a step. */
export type TryOf<Id extends LessonId> = keyof (typeof scenes)[Id]["tries"] & string;

/** A step of the lesson. */
export interface LessonStep extends Scene {
  readonly id: LessonId;
  readonly tries: readonly { readonly id: string; readonly change: Change }[];
}

/** The lesson. */
export const lessonSteps: readonly LessonStep[] = lessonIds.map((id) => {
  const tries: Readonly<Record<string, Change>> = scenes[id].tries;
  return { ...scenes[id], id, tries: Object.entries(tries).map(([name, change]) => ({ id: name, change })) };
});
