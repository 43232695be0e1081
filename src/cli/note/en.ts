/** @module What `unrolled note` prints, in English; sentences of the report are taken from there. */
import { type ReportWords, en as report } from "../../note/report/en.ts";
import type { LossSummary, Outcome } from "../../note/results.ts";
import { noteTerms } from "../../note/terms.ts";
import { formatLoss } from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";

const { segments, timeSteps, steps, seeds } = noteTerms.en;

export const en = {
  data: "The data: predict cos from sin",
  model: (cell: string, timeStep: number) =>
    `The model as PyTorch prints it (${cell}, ${timeSteps(timeStep)})`,
  parameterHead: report.model.head as ReportWords["model"]["head"],
  parameterTotal: (count: number) => `${report.model.total(count)}`,
  sharing: (keys: string) =>
    `Why one set of parameters for any number of time steps? The layer holds ${keys} once:`,
  sharingRow: (timeStep: number, arrays: number, numbers: number, output: string) =>
    `${String(timeStep).padStart(3)} time steps: the same ${arrays} arrays, ${numbers} numbers; output ${output}`,
  sharingProof: (difference: number) =>
    `${report.sharing.proof(difference)} Every step uses the same U, W and V; only the input and the state differ.`,
  train: (cell: string, timeStep: number, count: number) =>
    `${cell} at ${timeSteps(timeStep)}, ${segments(count)}`,
  watch: "Each segment is π long. Its final state, detached, is the next one's initial state.",
  progress: (line: string, rate: string, eta: string) => `${line}  ${rate} segments/s  ETA ${eta}`,
  segment: (segment: string, count: number, loss: string) => `segment ${segment}/${count}  loss ${loss}`,
  trained: (losses: LossSummary, seconds: number) =>
    `${report.training.losses(losses)} ${report.training.took(seconds)}`,
  compare: (timeStep: number, count: number, lr: number) =>
    `RNN, LSTM and GRU at ${timeSteps(timeStep)}: ${seeds(count)}, learning rate ${lr}, initial states zero`,
  comparing: (run: number, runs: number, cell: string, timeStep: number, seed: number) =>
    `run ${run}/${runs}: ${cell}, ${steps(timeStep)}, seed ${seed}`,
  compareHead: ["cell", "final loss: median", "quartiles", "mean of the last ten: median"],
  gradientHead: (timeStep: number) =>
    `How far back the gradient reaches after training, ${timeSteps(timeStep)} (median of |∂L_T/∂h_t| by lag):`,
  gradientRow: (cell: string, lag: number | null, ratio: string, last: number) =>
    `${cell}: ${lag === null ? "never below 1%" : `below 1% after ${steps(lag)}`}; ${ratio} left ${steps(last)} back`,
  summaryTitle: "Summary",
  summary: (cell: string, timeStep: number, losses: LossSummary) =>
    `${cell}, ${timeSteps(timeStep)}: loss ${formatLoss(losses.first)} → ${formatLoss(losses.last)}, mean of the last ten segments ${formatLoss(losses.lastTen)}`,
  summaryOfComparison: (timeStep: number, count: number, medians: readonly string[]) =>
    `${timeSteps(timeStep)}, ${seeds(count)}, median of the final loss: ${medians.join(", ")}`,
  files: "Files:",
  writing: "Writing the report and its figures…",
  ended: (outcome: Exclude<Outcome, { kind: "done" }>): string => report.notice(outcome),
} as const;

export type NoteWords = WordsOf<typeof en>;
