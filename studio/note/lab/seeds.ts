/** @module The same settings under twenty seeds: what is luck, and what the settings do. */
import { Program } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { mean, type Quartiles, quartiles } from "../../../src/note/statistics.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { roundTo } from "../../../src/text/format.ts";
import { BucketedSeries } from "./history.ts";

/** What to train. */
export interface SeedsRequest {
  readonly runs: readonly Settings[];
  /** What the learning rate of every run is multiplied by, once for each. */
  readonly rates: readonly number[];
}

/** A run at one learning rate, over the seeds that are finished. */
export interface SeedGroup {
  /** The index of the run. */
  readonly run: number;
  /** Its factor of the learning rate. */
  readonly rate: number;
  /** With that learning rate, and the first of the seeds. */
  readonly settings: Settings;
  /** How many seeds are finished. */
  readonly finished: number;
  /** How many of those have learnt: a mean loss of the last ten segments below a tenth of the floor. */
  readonly learnt: number;
  /** How many of those broke off: at a loss that is no number, or with an error. */
  readonly failed: number;
  /** Quartiles of the loss over the seeds, by segment; of long runs by some segments together. */
  readonly curve: Readonly<Record<"at" | "q1" | "median" | "q3", Float64Array>>;
  /** Quartiles of the last loss; Infinity stands for those that broke off. Null before the first seed. */
  readonly final: Quartiles | null;
}

/** How far it is. */
export interface SeedsFrame {
  readonly isRunning: boolean;
  /** The number of networks trained so far, out of `total`. */
  readonly finished: number;
  readonly total: number;
  readonly groups: readonly SeedGroup[];
}

/** How many seeds: the run's own and those that follow it, as in the note's comparison. */
const seedCount = 20;

/** Below this share of the loss of the best constant answer, a network counts as one that has learnt. */
const learntShare = 0.1;

/** One network, trained to its end. */
interface Trained {
  readonly at: Float64Array;
  readonly losses: Float64Array;
  readonly last: number;
  readonly lastTen: number;
}

/** A run at one learning rate, with its networks so far. */
interface Group {
  readonly run: number;
  readonly rate: number;
  readonly settings: Settings;
  done: readonly Trained[];
}

/** Finite, so that quartiles can be taken, and above any loss. */
const broken = Number.MAX_VALUE;

/** Trains the seeds in slices of time, every run with one seed before any with the next. */
export class Seeds {
  #steps: Iterator<void> | null = null;
  #groups: readonly Group[] = [];
  /** Of the groups, since a group's quartiles are only taken anew when it has changed. */
  readonly #summaries = new WeakMap<readonly Trained[], SeedGroup>();

  start({ runs, rates }: SeedsRequest): void {
    this.#groups = rates.flatMap((rate) =>
      runs.map((settings, run) => ({
        run,
        rate,
        settings: { ...settings, lr: roundTo(settings.lr * rate, 6) },
        done: [],
      })),
    );
    this.#steps = this.#train();
  }

  stop(): void {
    this.#steps = null;
  }

  /** Trains for about `slice` ms; returns 0 while there is more to do, else null. */
  work(slice: number): number | null {
    const end = performance.now() + slice;
    while (this.#steps !== null) {
      if (performance.now() >= end) return 0;
      if (this.#steps.next().done) this.#steps = null;
    }
    return null;
  }

  frame(): SeedsFrame {
    return {
      isRunning: this.#steps !== null,
      finished: this.#groups.reduce((sum, { done }) => sum + done.length, 0),
      total: this.#groups.length * seedCount,
      groups: this.#groups.map((group) => this.#summary(group)),
    };
  }

  *#train(): Generator<void> {
    for (let i = 0; i < seedCount; i++)
      for (const group of this.#groups) {
        const seed = group.settings.seed + i;
        group.done = [...group.done, yield* trainOne({ ...group.settings, seed })];
      }
  }

  #summary(group: Group): SeedGroup {
    const known = this.#summaries.get(group.done);
    if (known) return known;
    const made = summaryOf(group);
    this.#summaries.set(group.done, made);
    return made;
  }
}

/** Trains one network, and pauses after each segment. */
function* trainOne(settings: Settings): Generator<void, Trained> {
  const program = new Program(settings);
  const series = new BucketedSeries(512);
  const lastTen: number[] = [];
  let isWhole = true;
  for (let segment = 0; segment < settings.steps; segment++) {
    if (isWhole) isWhole = trainInto(program, lastTen);
    const loss = isWhole ? lastTen[lastTen.length - 1] : broken;
    series.push(loss);
    if (isWhole) yield;
  }
  const { at, mean: losses } = series.read();
  return isWhole
    ? { at, losses, last: lastTen[lastTen.length - 1], lastTen: mean(lastTen) }
    : { at, losses: losses.map((loss) => Math.min(loss, broken)), last: broken, lastTen: broken };
}

/** False when there is no loss to go on with. */
function trainInto(program: Program, lastTen: number[]): boolean {
  try {
    lastTen.push(program.trainSegment().loss);
  } catch {
    return false; // such as PyTorch's error about a freed graph, which the run itself shows
  }
  if (lastTen.length > 10) lastTen.shift();
  return Number.isFinite(lastTen[lastTen.length - 1]);
}

function summaryOf({ run, rate, settings, done }: Group): SeedGroup {
  const at = done[0]?.at ?? new Float64Array();
  const bySegment = Array.from(at, (_, i) => quartiles(done.map(({ losses }) => losses[i])));
  const limit = learntShare * tasks[settings.task].floor;
  return {
    run,
    rate,
    settings,
    finished: done.length,
    learnt: done.filter(({ lastTen }) => lastTen < limit).length,
    failed: done.filter(({ last }) => last === broken).length,
    curve: {
      at,
      q1: Float64Array.from(bySegment, ({ q1 }) => shown(q1)),
      median: Float64Array.from(bySegment, ({ median }) => shown(median)),
      q3: Float64Array.from(bySegment, ({ q3 }) => shown(q3)),
    },
    final: done.length === 0 ? null : finalOf(quartiles(done.map(({ last }) => last))),
  };
}

function finalOf({ min, q1, median, q3, max }: Quartiles): Quartiles {
  return { min: shown(min), q1: shown(q1), median: shown(median), q3: shown(q3), max: shown(max) };
}

/** Between a loss and one that broke off there is nothing to interpolate. */
function shown(loss: number): number {
  return loss < 1e300 ? loss : Number.POSITIVE_INFINITY;
}
