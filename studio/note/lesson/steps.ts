/** @module The lesson's steps: what each puts on the page, what it asks, and what it offers to try. */
import { maxOf } from "../../../src/lists.ts";
import { lstmProgram, memoryProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import type { Measure } from "../lab/measure.ts";

/** The steps, in order. */
export const lessonIds = [
  "data",
  "model",
  "training",
  "state",
  "detach",
  "lstm",
  "comparison",
  "length",
  "forget",
  "memory",
  "yours",
] as const;

/** A step. */
export type LessonId = (typeof lessonIds)[number];

/** What a button does: it changes settings of the step's runs, or replaces them all. */
export type Change = Partial<Settings> | { readonly runs: readonly Settings[] };

/** The parts of the page that a step can show; the others are left out while it is open. */
export type LessonPart =
  | "diagram"
  | "stage"
  | "network"
  | "loss"
  | "gradient"
  | "seeds"
  | "inside"
  | "after"
  | "code";

/** A question, and the run that answers it. */
interface Quiz {
  readonly change: Change;
  readonly measure: Measure;
  /** Which of the answers the measurements of the runs bear out. */
  readonly judge: (measured: readonly number[]) => number;
  /** Segments a second while it is answered; that of the step if left out. */
  readonly pace?: number;
}

/** What a step puts on the page. */
interface Scene {
  readonly runs: readonly Settings[];
  /** Segments a second; Infinity is as fast as it goes. */
  readonly pace: number;
  /** What is shown; the first is what the text is about, is framed and stands on top. */
  readonly parts: readonly [LessonPart, ...LessonPart[]];
  readonly quiz: Quiz;
}

/** Which of the answers a single number bears out: the first whose limit it is below, else the last. */
const below =
  (...limits: readonly number[]) =>
  ([value]: readonly number[]): number => {
    const at = limits.findIndex((limit) => value < limit);
    return at === -1 ? limits.length : at;
  };

/** The note's pace, `plt.pause(0.05)`, with the note's RNN. */
const notePace = { runs: [rnnProgram], pace: 20 } as const;

const rnnAt20: Settings = { ...rnnProgram, timeStep: 20, endpoint: true };
const rnnAndLstm = (change: Partial<Settings>): Settings[] => [
  { ...rnnAt20, ...change },
  { ...rnnAt20, ...change, cell: "lstm" },
];
const threeCells = (change: Partial<Settings>): Settings[] => [
  ...rnnAndLstm(change),
  { ...rnnAt20, ...change, cell: "gru" },
];

/** An LSTM at 50 steps, as good as untrained: one step of a learning rate that changes nothing to speak of. */
const untrained: Settings = { ...rnnProgram, cell: "lstm", timeStep: 50, steps: 1, lr: 1e-6 };

/** Echo over k steps: k + 1 are read. */
const echo = (k: number, change: Partial<Settings>): Settings => ({
  ...memoryProgram,
  timeStep: k + 1,
  ...change,
});
const rnnFirst = { cell: "rnn" } as const;
const gruThird = { cell: "gru", forgetBias: 3 } as const;

const scenes = {
  data: {
    ...notePace,
    parts: ["stage"],
    quiz: {
      change: { timeStep: 1, carry: false },
      measure: "lastTen",
      judge: below(0.25, 0.75),
    },
    tries: { tenSamples: {}, untrained: { steps: 2 } },
  },
  model: {
    ...notePace,
    runs: [{ ...rnnProgram, steps: 1 }],
    parts: ["diagram", "network", "inside"],
    quiz: {
      change: { timeStep: 50 },
      measure: "parameters",
      judge: below(2000, 10_000),
    },
    tries: { twoLayers: { layers: 2 }, narrow: { hidden: 8 }, note: {} },
  },
  training: {
    ...notePace,
    parts: ["loss", "stage"],
    quiz: { change: { lr: 0.2 }, measure: "lastTen", judge: below(0.02, 0.2) },
    tries: { slow: { lr: 0.002 }, note: {} },
  },
  state: {
    ...notePace,
    parts: ["loss", "stage"],
    quiz: { change: { carry: false, timeStep: 5 }, measure: "lastTen", judge: below(0.15, 0.35) },
    tries: {
      off: { carry: false },
      both: { runs: [rnnProgram, { ...rnnProgram, carry: false }] },
    },
  },
  detach: {
    ...notePace,
    parts: ["stage", "network", "loss"],
    quiz: { change: { detach: false }, measure: "trained", judge: below(2, 100) },
    tries: { retain: { detach: false, retainGraph: true }, on: {} },
  },
  lstm: {
    ...notePace,
    runs: [{ ...lstmProgram, steps: 1 }],
    parts: ["inside"],
    quiz: { change: { seed: 2 }, measure: "forgetGate", judge: below(0.25, 0.75) },
    tries: { trained: { steps: 100 }, zeros: { steps: 100, initialState: "zeros" }, gru: { cell: "gru" } },
  },
  comparison: {
    ...notePace,
    runs: rnnAndLstm({}),
    parts: ["loss", "stage", "seeds"],
    quiz: {
      change: { seed: 10 },
      measure: "lastTen",
      judge: ([rnn, lstm]) => (rnn < lstm / 2 ? 0 : lstm < rnn / 2 ? 1 : 2),
    },
    tries: {
      threeCells: { runs: threeCells({}) },
      tenSteps: { runs: [rnnAt20, { ...rnnAt20, timeStep: 10 }] },
      noEnd: {
        runs: [
          { ...rnnAt20, endpoint: false },
          { ...rnnAt20, timeStep: 10, endpoint: false },
        ],
      },
    },
  },
  length: {
    ...notePace,
    runs: threeCells({ timeStep: 50 }),
    parts: ["loss", "gradient", "seeds"],
    quiz: {
      change: { lr: 0.005 },
      measure: "lastTen",
      judge: (measured) => [0.05, 0.25].filter((limit) => maxOf(measured) < limit).length,
    },
    tries: { fast: {}, slow: { lr: 0.002 } },
  },
  forget: {
    ...notePace,
    runs: [untrained],
    parts: ["gradient", "inside"],
    quiz: { change: { forgetBias: 3 }, measure: "cellReach", judge: below(1e-4, 0.3) },
    tries: { zero: {}, one: { forgetBias: 1 }, three: { forgetBias: 3 } },
  },
  memory: {
    runs: [echo(20, rnnFirst)],
    pace: Number.POSITIVE_INFINITY,
    parts: ["stage", "loss"],
    quiz: {
      change: { runs: [echo(20, rnnFirst), echo(20, { forgetBias: 0 }), echo(20, {})] },
      measure: "lastTen",
      judge: (measured) => Math.min(2, measured.filter((loss) => loss > 0.2).length),
    },
    tries: {
      fifty: { runs: [echo(50, rnnFirst), echo(50, { forgetBias: 5 }), echo(50, gruThird)] },
      adding: {
        runs: [rnnFirst, {}, gruThird].map((change) => ({ ...echo(49, change), task: "adding" })),
      },
      parity: {
        runs: (["rnn", "lstm", "gru"] as const).map((cell) => ({
          ...echo(19, { cell, forgetBias: 0 }),
          task: "parity",
        })),
      },
    },
  },
  yours: {
    ...notePace,
    pace: Number.POSITIVE_INFINITY,
    parts: ["after", "inside", "code"],
    quiz: { change: {}, measure: "freeRun", judge: below(0.25) },
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

/** The tab that a step opens, if it shows any. */
export function panelOf({ parts }: LessonStep): "inside" | "after" | "code" {
  for (const part of parts) if (part === "inside" || part === "after" || part === "code") return part;
  return "after"; // asks least of the worker
}

/** The runs that a change leaves a step with. */
export function changedRuns({ runs }: Pick<LessonStep, "runs">, change: Change): readonly Settings[] {
  return "runs" in change ? change.runs : runs.map((run) => ({ ...run, ...change }));
}
