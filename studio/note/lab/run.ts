/** @module One run: a program, what there is to look back on, and how it ended. */
import { GraphError } from "../../../src/errors.ts";
import { type GradientFlow, gradientFlow } from "../../../src/note/gradientFlow.ts";
import type { Program, Segment, State } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { column, tasks } from "../../../src/note/tasks.ts";
import { noGrad } from "../../../src/tensor/tape.ts";
import { Checkpoints, startProgram, type Weights } from "./checkpoints.ts";
import { type HiddenState, type HiddenStateView, hiddenState } from "./hiddenState.ts";
import { BucketedSeries, type Curves, SegmentHistory, type Series } from "./history.ts";
import { type Insight, insightOf, type Observed } from "./insight.ts";
import { type NetworkPicture, type PictureRequest, pictureOf } from "./networkPicture.ts";
import { type ProbeOptions, type ProbeResult, probe } from "./probe.ts";
import { probeLengths, type TaskProbe } from "./taskProbe.ts";

/** Why a run stopped by itself. */
export type Ending =
  | { readonly kind: "complete" }
  /** PyTorch's error about a graph that has been freed, or whose weights have changed since. */
  | { readonly kind: "graphError"; readonly message: string }
  | { readonly kind: "diverged"; readonly segment: number }
  /** Something that is none of these, such as too little memory. */
  | { readonly kind: "failed"; readonly message: string };

/** What a page draws of a run. */
export interface RunFrame {
  readonly settings: Settings;
  readonly trained: number;
  readonly ending: Ending | null;
  readonly curves: Curves;
  readonly losses: Series;
  /** The share of right answers of each batch, where answers are classes. */
  readonly accuracies: Series | null;
  readonly last: Segment | null;
  /** The loss of the last segment, and the mean of the last ten. */
  readonly loss: number | null;
  readonly lastTen: number | null;
  /** The share of units with |h| above 0.9, where tanh's slope is below 0.2; null while it is not known. */
  readonly saturated: number | null;
}

/** The gradient through time of a run, with that of its untrained network. */
export interface RunGradient {
  readonly settings: Settings;
  /** How many segments had been trained. */
  readonly trained: number;
  /** Through the segment last trained; null before the first. */
  readonly now: GradientFlow | null;
  /** Through the first segment, before training. */
  readonly before: GradientFlow;
}

/** Of the carried state; where none is carried, of the one that the last segment would end in now. */
function saturationOf({ settings, state, model }: Program, last: Segment | null): number | null {
  if (settings.task !== "cosine" || last === null) return null;
  const known = settings.carry ? state : noGrad(() => model.recur(column(last.input), null)[1]);
  const h = known?.[0].data;
  return h ? h.filter((value) => Math.abs(value) > 0.9).length / h.length : null;
}

function endingOf(error: unknown): Ending {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof GraphError ? "graphError" : "failed", message };
}

/** A run that is trained segment by segment and can be looked at, put to the test, and run again up to any segment. */
export class Run {
  readonly program: Program;
  readonly settings: Settings;
  ending: Ending | null = null;
  readonly #segments = new SegmentHistory();
  readonly #losses = new BucketedSeries();
  readonly #accuracies: BucketedSeries | null;
  readonly #checkpoints: Checkpoints;
  readonly #start: readonly Float32Array[];
  readonly #lastLosses: number[] = [];
  #before: State | null = null;
  #saturated: number | null = null;
  #firstGradient: GradientFlow | null = null;

  constructor(settings: Settings, weights: Weights | null = null) {
    this.settings = settings;
    this.program = startProgram(settings, weights);
    this.#accuracies = tasks[settings.task].outputs > 1 ? new BucketedSeries() : null;
    this.#checkpoints = new Checkpoints(this.program, weights);
    this.#start = this.program.model.parameters().map(({ data }) => data.slice());
    this.#checkpoints.consider(this.program);
  }

  /** Trains one more segment, unless the run has ended. */
  advance(): void {
    if (this.ending !== null) return;
    this.#before = this.program.state;
    try {
      this.#record(this.program.trainSegment());
      if (this.program.trained % 10 === 0) this.#saturated = saturationOf(this.program, this.#segments.last);
    } catch (error) {
      this.ending = endingOf(error);
      return;
    }
    this.#checkpoints.consider(this.program);
  }

  #record(segment: Segment): void {
    const { loss, index, accuracy } = segment;
    this.#segments.push(segment);
    this.#losses.push(loss);
    this.#accuracies?.push(accuracy ?? Number.NaN);
    this.#lastLosses.push(loss);
    if (this.#lastLosses.length > 10) this.#lastLosses.shift();
    if (!Number.isFinite(loss)) this.ending = { kind: "diverged", segment: index };
    else if (index + 1 >= this.settings.steps) this.ending = { kind: "complete" };
  }

  /** A copy of what there is to draw. */
  frame(): RunFrame {
    const last = this.#lastLosses;
    return {
      settings: this.settings,
      trained: this.program.trained,
      ending: this.ending,
      curves: this.#segments.read(),
      losses: this.#losses.read(),
      accuracies: this.#accuracies?.read() ?? null,
      last: this.#segments.last,
      loss: last.at(-1) ?? null,
      lastTen: last.length === 0 ? null : last.reduce((sum, loss) => sum + loss, 0) / last.length,
      saturated: this.#saturated,
    };
  }

  /** The network inside, now or when `trained` segments had been trained (of a run that ended before, its end); null before the first. */
  insight(trained: number | null, layer: number | null = 0): Insight | null {
    const observed = this.#observed(trained);
    return observed && insightOf(observed, layer);
  }

  /** The unrolled network at the same moments. */
  network(trained: number | null, request: PictureRequest): NetworkPicture | null {
    const observed = this.#observed(trained);
    return observed && pictureOf(observed, request);
  }

  #observed(trained: number | null): Observed | null {
    const start = this.#start;
    const last = this.#segments.last;
    if (trained === null || trained >= this.program.trained) {
      return last && { program: this.program, before: this.#before, last, start };
    }
    if (trained < 1) return null;
    const program = this.#checkpoints.programAt(trained - 1);
    const before = program.state;
    return { program, before, last: program.trainSegment(), start };
  }

  /** The gradient through time, now or when `trained` segments had been trained. */
  gradient(trained: number | null): RunGradient {
    this.#firstGradient ??= gradientFlow(this.#checkpoints.programAt(0));
    const seen = this.insight(trained, null);
    return {
      settings: this.settings,
      trained: seen?.trained ?? 0,
      now: seen?.gradient ?? null,
      before: this.#firstGradient,
    };
  }

  /** The hidden state as a picture, now or when `trained` segments had been trained. */
  hiddenState(view: HiddenStateView, trained: number | null): HiddenState {
    const isNow = trained === null || trained >= this.program.trained;
    return hiddenState(isNow ? this.program : this.#checkpoints.programAt(trained), view);
  }

  /** The network put to the test, now or as it stood earlier. */
  probe(options: ProbeOptions, trained: number | null): ProbeResult {
    const isNow = trained === null || trained >= this.program.trained;
    return probe(isNow ? this.program : this.#checkpoints.programAt(trained), options);
  }

  /** Sequences of other lengths, of a test of memory. */
  probeLengths(trained: number | null): TaskProbe {
    const isNow = trained === null || trained >= this.program.trained;
    return probeLengths(isNow ? this.program : this.#checkpoints.programAt(trained));
  }

  /** The parameters, now or as they stood earlier. */
  parameters(trained: number | null): Map<string, { data: Float32Array; shape: number[] }> {
    const isNow = trained === null || trained >= this.program.trained;
    const { model } = isNow ? this.program : this.#checkpoints.programAt(trained);
    const named = model.namedParameters();
    return new Map(named.map(([name, { data, shape }]) => [name, { data: data.slice(), shape: [...shape] }]));
  }
}
