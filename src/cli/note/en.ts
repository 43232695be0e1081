/** @module What `unrolled note` prints, in English; sentences of the report are taken from there. */
import { type ReportWords, en as report } from "../../note/report/en.ts";
import type { LossSummary, Outcome } from "../../note/results.ts";
import { noteTerms } from "../../note/terms.ts";
import { formatLoss } from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";

const { segments, timeSteps, steps, seeds } = noteTerms.en;

export const en = {
  next: "any key: next",
  data: "The data: predict cos from sin",
  model: (cell: string, timeStep: number) =>
    `The model as PyTorch prints it (${cell}, ${timeSteps(timeStep)})`,
  parameterHead: report.model.head as ReportWords["model"]["head"],
  parameterTotal: (count: number) => `${report.model.total(count)}`,
  sharingTitle: "One set of parameters for every time step",
  sharing: (keys: string) => `The layer holds ${keys} once, whatever the length of the sequence:`,
  sharingRow: (timeStep: number, arrays: number, numbers: number, output: string) =>
    `${String(timeStep).padStart(3)} time steps: the same ${arrays} arrays, ${numbers} numbers; output ${output}`,
  sharingProof: (difference: number) =>
    `${report.sharing.proof(difference)} Every step uses the same U, W and V; only the input and the state differ.`,
  train: (cell: string, timeStep: number, count: number) =>
    `${cell} at ${timeSteps(timeStep)}, ${segments(count)}`,
  watch:
    "Each segment is π long. Its final state, detached, is the next one's initial state: truncated backpropagation through time.",
  pair: (timeStep: number, count: number) => `RNN above LSTM at ${timeSteps(timeStep)}, ${segments(count)}`,
  progress: (status: string, rate: string, eta: string) => `${status}  ${rate}/s  ETA ${eta}`,
  status: (cell: string, timeStep: number, segment: string, count: number, loss: string) =>
    `${cell && `${cell} · `}${steps(timeStep)}  segment ${segment}/${count}  loss ${loss}`,
  trained: (losses: LossSummary, seconds: number) =>
    `${report.training.losses(losses)} ${report.training.took(seconds)}`,
  compare: (timeStep: number, count: number, lr: number) =>
    `RNN, LSTM and GRU at ${timeSteps(timeStep)}: ${seeds(count)}, learning rate ${lr}, initial states zero`,
  comparing: (run: number, runs: number, cell: string, timeStep: number, lr: number) =>
    `run ${run}/${runs}: ${cell}, ${steps(timeStep)}, learning rate ${lr}`,
  compareHead: ["cell", "final loss: median", "quartiles", "mean of the last ten: median"],
  rates: (count: number) => `Is it the length, or the learning rate? Median final losses of ${seeds(count)}`,
  ratesHead: ["learning rate", "steps"],
  gradients: "Do gradients vanish beyond 10 steps?",
  gradientsAre: (count: number) =>
    `Steps back after which |∂L_T/∂h_t| falls below 1% of its value at the last step, and what is left of it at the first (medians of ${seeds(count)}):`,
  gradientHead: ["steps", "training"],
  before: "before",
  after: "after",
  gradientCell: (lag: number | null, ratio: string) => `${lag === null ? "never" : steps(lag)} (${ratio})`,
  summaryTitle: "Summary",
  verdictTitle: "Verdict",
  summary: (cell: string, timeStep: number, losses: LossSummary) =>
    `${cell}, ${timeSteps(timeStep)}: loss ${formatLoss(losses.first)} → ${formatLoss(losses.last)}, mean of the last ten segments ${formatLoss(losses.lastTen)}`,
  files: (folder: string, names: string) => `Files in ${folder}: ${names}`,
  report: (path: string) => `Report:  open ${path}`,
  studio: "Next:    npm run studio",
  writing: "Writing the report and its figures…",
  ended: (outcome: Exclude<Outcome, { kind: "done" }>): string => report.notice(outcome),
} as const;

export type NoteWords = WordsOf<typeof en>;
