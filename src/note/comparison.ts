/** @module RNN, LSTM and GRU compared over many seeds on the same data: final losses, and gradients through time. */
import { roundTo } from "../text/format.ts";
import { type GradientFlow, gradientFlow } from "./gradientFlow.ts";
import { Program, trainLosses } from "./program.ts";
import { type Cell, cellNames, rnnProgram, type Settings } from "./settings.ts";
import { spectralRadius } from "./spectralRadius.ts";
import { mean, median, type Quartiles, quartiles } from "./statistics.ts";

export interface ComparisonSettings
  extends Pick<Settings, "hidden" | "layers" | "steps" | "lr" | "endpoint" | "forgetBias"> {
  readonly seeds: readonly number[];
  /** Time steps per segment: losses are compared at the first length, gradients at all lengths. */
  readonly timeSteps: readonly number[];
  /** Learning rates below `lr`, at which the same networks are trained again from the same initial weights. */
  readonly smallerRates: readonly number[];
}

/** Twenty seeds at the note's 20 time steps, then at 10 and 50, all from a zero state; then at 1/4 and 1/10 of the rate. */
export function comparisonOf(
  settings: Pick<Settings, "hidden" | "layers" | "steps" | "lr" | "forgetBias" | "seed">,
  { timeStep = 20, endpoint = true }: { timeStep?: number; endpoint?: boolean } = {},
): ComparisonSettings {
  const { hidden, layers, steps, lr, forgetBias, seed } = settings;
  const seeds = Array.from({ length: 20 }, (_, i) => seed + i);
  const timeSteps = [...new Set([timeStep, 10, 20, 50])];
  const smallerRates = [4, 10].map((divisor) => roundTo(lr / divisor, 6));
  return { hidden, layers, steps, lr, forgetBias, endpoint, seeds, timeSteps, smallerRates };
}

export interface ComparisonRun {
  readonly cell: Cell;
  readonly timeStep: number;
  readonly seed: number;
  readonly lr: number;
  readonly losses: readonly number[];
  readonly before: GradientFlow;
  readonly after: GradientFlow;
  /** How an RNN ends; null for other cells. */
  readonly ending: Ending | null;
}

/** What becomes of an RNN's first layer in training. */
export interface Ending {
  /** The spectral radius of W_hh. */
  readonly radius: number;
  /** The fraction of the units whose state is beyond ±0.95 after the last segment. */
  readonly saturated: number;
}

export function runCount({ seeds, timeSteps, smallerRates }: ComparisonSettings): number {
  return seeds.length * timeSteps.length * (1 + smallerRates.length) * cellNames.length;
}

/** Runs the comparison one network at a time, so that the caller can show progress and stop in between. */
export function* comparisonRuns(settings: ComparisonSettings): Generator<ComparisonRun> {
  for (const lr of [settings.lr, ...settings.smallerRates]) {
    for (const timeStep of settings.timeSteps) {
      for (const seed of settings.seeds) {
        for (const cell of cellNames)
          yield comparisonRun({ ...rnnProgram, ...settings, lr, cell, timeStep, seed });
      }
    }
  }
}

function comparisonRun(settings: Settings): ComparisonRun {
  const { cell, timeStep, seed, lr } = settings;
  const program = new Program(settings);
  const before = gradientFlow(program);
  const losses = trainLosses(program);
  const ending = cell === "rnn" ? endingOf(program) : null;
  return { cell, timeStep, seed, lr, losses, before, after: gradientFlow(program), ending };
}

function endingOf({ model, state, settings }: Program): Ending {
  const units = Array.from(state?.[0].data.subarray(0, settings.hidden) ?? []);
  return {
    radius: spectralRadius(model.rnn.weight_hh_l0.data, settings.hidden),
    saturated: mean(units.map((h) => Number(Math.abs(h) > 0.95))),
  };
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
  /** The length and the learning rate at which the losses are compared. */
  readonly timeStep: number;
  readonly lr: number;
  readonly seeds: readonly number[];
  readonly losses: Readonly<Record<Cell, CellLosses>>;
  /** At that learning rate: one entry per length, shortest first. */
  readonly gradients: readonly {
    readonly timeStep: number;
    readonly cells: Readonly<Record<Cell, CellGradients>>;
  }[];
  /** One entry per learning rate, the largest first, and length, shortest first. */
  readonly trainings: readonly Trainings[];
}

/** The same networks trained at one learning rate and one length. */
export interface Trainings {
  readonly lr: number;
  readonly timeStep: number;
  /** Of the final losses over the seeds. */
  readonly losses: Readonly<Record<Cell, Quartiles>>;
  /** Medians over the seeds. */
  readonly ending: Ending;
}

/** Summarises the seeds for which every cell has finished; null if there are none yet. */
export function summarize(runs: readonly ComparisonRun[]): Comparison | null {
  const [first] = completeGroups(runs);
  if (first === undefined) return null;

  const groups = completeGroups(runs).sort((a, b) => b.lr - a.lr || a.timeStep - b.timeStep);
  return {
    timeStep: first.timeStep,
    lr: first.lr,
    seeds: [...new Set(first.runs.map((run) => run.seed))],
    losses: perCell(first.runs, lossesOf),
    gradients: groups
      .filter(({ lr }) => lr === first.lr)
      .map(({ timeStep, runs: group }) => ({ timeStep, cells: perCell(group, gradientsOf) })),
    trainings: groups.map(({ lr, timeStep, runs: group }) => ({
      lr,
      timeStep,
      losses: perCell(group, (cell) => quartiles(cell.map(finalOf))),
      ending: endings(group),
    })),
  };
}

interface Group extends Pick<ComparisonRun, "lr" | "timeStep"> {
  readonly runs: readonly ComparisonRun[];
}

/** The runs by learning rate and length, in the order they ran in, without seeds that some cell has not finished. */
function completeGroups(runs: readonly ComparisonRun[]): Group[] {
  const groups = new Map<string, Group & { readonly runs: ComparisonRun[] }>();
  for (const run of runs) {
    const { lr, timeStep } = run;
    const key = `${lr} ${timeStep}`;
    const group = groups.get(key) ?? { lr, timeStep, runs: [] };
    groups.set(key, group);
    group.runs.push(run);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, runs: completeRuns(group.runs) }))
    .filter((group) => group.runs.length > 0);
}

function completeRuns(runs: readonly ComparisonRun[]): ComparisonRun[] {
  const last = cellNames.at(-1);
  const seeds = new Set(runs.filter((run) => run.cell === last).map((run) => run.seed));
  return runs.filter((run) => seeds.has(run.seed));
}

function endings(runs: readonly ComparisonRun[]): Ending {
  const all = runs.flatMap(({ ending }) => ending ?? []);
  return {
    radius: median(all.map(({ radius }) => radius)),
    saturated: median(all.map(({ saturated }) => saturated)),
  };
}

function finalOf({ losses }: ComparisonRun): number {
  return losses.at(-1) ?? Number.NaN;
}

function perCell<Result>(
  runs: readonly ComparisonRun[],
  of: (runs: readonly ComparisonRun[]) => Result,
): Record<Cell, Result> {
  const one = (cell: Cell): Result => of(runs.filter((run) => run.cell === cell));
  return { rnn: one("rnn"), lstm: one("lstm"), gru: one("gru") };
}

function lossesOf(runs: readonly ComparisonRun[]): CellLosses {
  const finals = runs.map(finalOf);
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
