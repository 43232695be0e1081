/**
 * @module What the lesson claims in numbers, each with the runs that it is true of: lesson.test.ts trains them, and looks
 * for the number in both languages.
 */
import { type Cell, lstmProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import type { Measure } from "../lab/measure.ts";
import type { LessonId } from "./steps.ts";

const at20: Settings = { ...rnnProgram, timeStep: 20, endpoint: true };

/** Median losses of the last segment over 20 seeds, at 20 and 50 steps with the end point, as the lesson prints them. */
export const finalMedians: readonly {
  readonly lr: number;
  readonly timeStep: number;
  readonly says: Readonly<Record<Cell, string>>;
}[] = [
  { lr: 0.02, timeStep: 20, says: { rnn: "0.006", lstm: "0.006", gru: "0.0006" } },
  { lr: 0.02, timeStep: 50, says: { rnn: "0.5", lstm: "0.3", gru: "0.001" } },
  { lr: 0.005, timeStep: 20, says: { rnn: "0.001", lstm: "0.001", gru: "0.0005" } },
  { lr: 0.005, timeStep: 50, says: { rnn: "0.011", lstm: "0.004", gru: "0.002" } },
];

/** A number in a step's text. */
export interface Claim {
  readonly step: LessonId;
  /** As the English text has it; the Chinese has no thousands separators. */
  readonly says: string;
  readonly settings: Settings;
  readonly measure: Measure | "firstLoss" | "secondLoss" | "finalLoss" | "below0.1";
  /** The median over this many seeds from 1 on, instead of the seed of the settings alone. */
  readonly seeds?: number;
}

const one = (step: LessonId, says: string, measure: Claim["measure"], settings: Settings): Claim => ({
  step,
  says,
  measure,
  settings,
});
const over20 = (step: LessonId, says: string, settings: Settings): Claim => ({
  ...one(step, says, "finalLoss", settings),
  seeds: 20,
});
/** What `npm start -- --only compare` prints of an untrained LSTM: src/note/forgetGate.ts. */
const untrained: Settings = { ...rnnProgram, cell: "lstm", timeStep: 50, steps: 1, lr: 1e-6 };

/** The claims, in the order of the steps. */
export const claims: readonly Claim[] = [
  one("model", "1,153", "parameters", { ...rnnProgram, steps: 1 }),
  one("training", "0.53", "firstLoss", rnnProgram),
  one("training", "10", "below0.1", rnnProgram),
  one("training", "0.04", "lastTen", rnnProgram),
  one("training", "4.6", "secondLoss", { ...rnnProgram, lr: 0.2 }),
  one("training", "19", "below0.1", { ...rnnProgram, lr: 0.002 }),
  one("training", "0.0007", "lastTen", { ...rnnProgram, lr: 0.002 }),
  one("state", "0.1", "lastTen", { ...rnnProgram, carry: false, steps: 1000 }),
  one("lstm", "4,513", "parameters", { ...lstmProgram, steps: 1 }),
  one("lstm", "0.5", "forgetGate", { ...lstmProgram, steps: 1 }),
  one("comparison", "0.008", "lastTen", at20),
  one("comparison", "0.03", "lastTen", { ...at20, cell: "lstm" }),
  over20("comparison", "0.006", at20),
  over20("comparison", "0.006", { ...at20, cell: "lstm" }),
  over20("comparison", "0.0006", { ...at20, cell: "gru" }),
  over20("comparison", "0.13", { ...at20, timeStep: 10 }),
  over20("comparison", "0.0015", { ...at20, endpoint: false }),
  over20("comparison", "0.0008", rnnProgram),
  { ...one("forget", "4.5e-10", "cellReach", untrained), seeds: 10 },
  { ...one("forget", "0.00039", "cellReach", { ...untrained, forgetBias: 1 }), seeds: 10 },
  { ...one("forget", "1.3", "cellReach", { ...untrained, forgetBias: 3 }), seeds: 10 },
  one("yours", "0.04", "lastTen", rnnProgram),
];
