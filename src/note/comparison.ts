/** @module RNN, LSTM and GRU compared over many seeds on the same data: final losses, and gradients through time. */
import { type GradientFlow, gradientFlow } from "./gradientFlow.ts";
import { Program, trainLosses } from "./program.ts";
import { type Cell, cellNames, rnnProgram, type Settings } from "./settings.ts";
import { mean, median, type Quartiles, quartiles } from "./statistics.ts";

export interface ComparisonSettings
  extends Pick<Settings, "hidden" | "layers" | "steps" | "lr" | "endpoint"> {
  readonly seeds: readonly number[];
  /** Time steps per segment: losses are compared at the first length, gradients at all lengths. */
  readonly timeSteps: readonly number[];
}

/** Twenty seeds at the note's 20 time steps, then at 10 and 50, all from a zero state. */
export function comparisonOf(
  settings: Pick<Settings, "hidden" | "layers" | "steps" | "lr" | "seed">,
  { timeStep = 20, endpoint = true }: { timeStep?: number; endpoint?: boolean } = {},
): ComparisonSettings {
  const { hidden, layers, steps, lr, seed } = settings;
  const seeds = Array.from({ length: 20 }, (_, i) => seed + i);
  return { hidden, layers, steps, lr, endpoint, seeds, timeSteps: [...new Set([timeStep, 10, 20, 50])] };
}

export interface ComparisonRun {
  readonly cell: Cell;
  readonly timeStep: number;
  readonly seed: number;
  readonly losses: readonly number[];
  readonly before: GradientFlow;
  readonly after: GradientFlow;
}

export function runCount({ seeds, timeSteps }: ComparisonSettings): number {
  return seeds.length * timeSteps.length * cellNames.length;
}

/** Runs the comparison one network at a time, so that the caller can show progress and stop in between. */
export function* comparisonRuns(settings: ComparisonSettings): Generator<ComparisonRun> {
  for (const timeStep of settings.timeSteps) {
    for (const seed of settings.seeds) {
      for (const cell of cellNames) {
        const program = new Program({ ...rnnProgram, ...settings, cell, timeStep, seed });
        const before = gradientFlow(program);
        const losses = trainLosses(program);
        yield { cell, timeStep, seed, losses, before, after: gradientFlow(program) };
      }
    }
  }
}

export interface CellLosses {
  /** Per segment, the quartiles over the seeds. */
  readonly curve: readonly Quartiles[];
  readonly finals: readonly number[];
  readonly final: Quartiles;
  /** Quartiles of the mean over the last ten segments, which varies less. */
  readonly lastTen: Quartiles;
}

export type CellGradients = Readonly<Record<"before" | "after", RelativeGradients>>;

/** Entry k: median over the seeds of |∂L_T/∂h_{T−k}| / |∂L_T/∂h_T|, and the same for an LSTM's cell c. */
export interface RelativeGradients {
  readonly hidden: readonly number[];
  readonly cell: readonly number[] | null;
}

export interface Comparison {
  readonly timeStep: number;
  readonly seeds: readonly number[];
  readonly losses: Readonly<Record<Cell, CellLosses>>;
  /** One entry per length, shortest first. */
  readonly gradients: readonly {
    readonly timeStep: number;
    readonly cells: Readonly<Record<Cell, CellGradients>>;
  }[];
}

/** Summarises the seeds for which every cell has finished; null if there are none yet. */
export function summarize(runs: readonly ComparisonRun[]): Comparison | null {
  const complete = (timeStep: number): ComparisonRun[] => {
    const at = runs.filter((run) => run.timeStep === timeStep);
    const last = cellNames.at(-1);
    const seeds = new Set(at.filter((run) => run.cell === last).map((run) => run.seed));
    return at.filter((run) => seeds.has(run.seed));
  };
  const timeStep = runs[0]?.timeStep;
  if (timeStep === undefined || complete(timeStep).length === 0) return null;

  const timeSteps = [...new Set(runs.map((run) => run.timeStep))].sort((a, b) => a - b);
  const gradients = timeSteps
    .map((length) => ({ timeStep: length, runs: complete(length) }))
    .filter((group) => group.runs.length > 0)
    .map((group) => ({ timeStep: group.timeStep, cells: perCell(group.runs, gradientsOf) }));
  const first = complete(timeStep);
  return {
    timeStep,
    seeds: [...new Set(first.map((run) => run.seed))],
    losses: perCell(first, lossesOf),
    gradients,
  };
}

function perCell<Result>(
  runs: readonly ComparisonRun[],
  of: (runs: readonly ComparisonRun[]) => Result,
): Record<Cell, Result> {
  const one = (cell: Cell): Result => of(runs.filter((run) => run.cell === cell));
  return { rnn: one("rnn"), lstm: one("lstm"), gru: one("gru") };
}

function lossesOf(runs: readonly ComparisonRun[]): CellLosses {
  const finals = runs.map((run) => run.losses.at(-1) ?? Number.NaN);
  return {
    curve: runs[0].losses.map((_, segment) => quartiles(runs.map((run) => run.losses[segment]))),
    finals,
    final: quartiles(finals),
    lastTen: quartiles(runs.map((run) => mean(run.losses.slice(-10)))),
  };
}

function gradientsOf(runs: readonly ComparisonRun[]): CellGradients {
  return {
    before: relativeGradients(runs.map((run) => run.before)),
    after: relativeGradients(runs.map((run) => run.after)),
  };
}

function relativeGradients(flows: readonly GradientFlow[]): RelativeGradients {
  const medians = (of: (flow: GradientFlow) => readonly number[]): number[] =>
    flows[0].hidden.map((_, lag) => median(flows.map((flow) => of(flow)[lag] / flow.hidden[0])));
  const cell = flows[0].cell && medians((flow) => flow.cell ?? []);
  return { hidden: medians((flow) => flow.hidden), cell };
}
