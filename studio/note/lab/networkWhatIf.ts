/**
 * @module What if: the last eight segments, or the last batch of sequences, with the weights of now, without and with a
 * hand on the network. Without is the kernels' own forward pass; with is the pass in float64.
 */
import type { Program, State } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import { drawSamples } from "../../../src/note/tasks.ts";
import { noGrad } from "../../../src/tensor/tape.ts";
import { answerOf, firstAnswered, isRight, lossOf } from "./networkAnswer.ts";
import { sumNames } from "./networkCell.ts";
import {
  endOf,
  forwardPass,
  type Intervention,
  type Network,
  networkOf,
  outputAt,
  type Start,
  startOf,
} from "./networkPass.ts";

/** The answers with and without the intervention. */
export interface WhatIf {
  /** When, in radians; or which sequence of the batch. */
  readonly x: Float64Array;
  readonly target: Float64Array;
  readonly without: Float64Array;
  readonly with: Float64Array;
  /** Mean losses, and shares of right answers where these are classes. */
  readonly loss: { readonly without: number; readonly with: number };
  readonly accuracy: { readonly without: number; readonly with: number } | null;
}

/** The answers, and the state under the intervention in which the last segment began. */
export interface WhatIfRun {
  readonly whatIf: WhatIf;
  readonly start: Start;
}

/** Segments that are shown, and those before them that let the state settle. */
const shown = 8;
const warmUp = 2;
/** Multiplications of one pass in float64: some 0.2 s. */
const budget = 1e8;

/** A sequence, its right answers, and what is answered with and without. */
interface Answered {
  readonly x: number;
  readonly target: number;
  readonly without: ArrayLike<number>;
  readonly with: ArrayLike<number>;
}

/** Runs the segments up to `index`; `before` is the state in which that one was trained. */
export function whatIf(
  { model, settings }: Pick<Program, "model" | "settings">,
  index: number,
  before: State | null,
  intervention: Intervention,
): WhatIfRun {
  const pass = { model, settings, network: networkOf(model, settings), index, before, intervention };
  return settings.task === "cosine" ? overSegments(pass) : overBatch(pass);
}

/** What both kinds of task need. */
interface Pass extends Pick<Program, "model" | "settings"> {
  readonly network: Network;
  readonly index: number;
  readonly before: State | null;
  readonly intervention: Intervention;
}

function overSegments({ model, settings, network, index, before, intervention }: Pass): WhatIfRun {
  const { carry } = settings;
  const count = Math.min(affordable(network, settings), shown + warmUp, index + 1);
  const answered: Answered[] = [];
  let [state, start] = carry ? [null, startOf(null, settings)] : [before, startOf(before, settings)];
  let last = start;
  for (let segment = index + 1 - count; segment <= index; segment++) {
    const { x, y, t } = drawSamples(segment, settings);
    const [output, next] = noGrad(() => model.forward(x, state));
    const passes = forwardPass(network, x.data, start, intervention);
    const top = passes[passes.length - 1];
    const isShown = segment > index - shown;
    for (let step = 0; isShown && step < t.length; step++)
      answered.push({
        x: t[step],
        target: y.data[step],
        without: [output.data[step]],
        with: outputAt(network, top, step),
      });
    last = start;
    if (carry) [state, start] = [next, endOf(passes, settings.hidden)];
  }
  return { whatIf: summaryOf(answered), start: last };
}

function overBatch({ model, settings, network, index, before, intervention }: Pass): WhatIfRun {
  const { x, y } = drawSamples(index, settings);
  const [batch, T, inputs] = x.shape;
  const [output] = noGrad(() => model.forward(x, before));
  const [, steps, outputs] = output.shape;
  const first = firstAnswered(settings.task, T);
  const count = Math.min(batch, affordable(network, settings));
  const answered: Answered[] = [];
  for (let sequence = 0; sequence < count; sequence++) {
    const read = x.data.subarray(sequence * T * inputs, (sequence + 1) * T * inputs);
    const passes = forwardPass(network, read, startOf(before, settings, sequence), intervention);
    for (let step = 0; step < steps; step++) {
      const at = sequence * steps + step;
      answered.push({
        x: sequence + step / steps,
        target: y.data[at],
        without: output.data.subarray(at * outputs, (at + 1) * outputs),
        with: outputAt(network, passes[passes.length - 1], first + step),
      });
    }
  }
  return { whatIf: summaryOf(answered), start: startOf(before, settings) };
}

/** How many sequences the budget allows; one at least. */
function affordable({ cell, hidden, layers }: Network, { timeStep }: Settings): number {
  const cost = timeStep * sumNames[cell].length * hidden * 2 * hidden * layers.length;
  return Math.max(1, Math.floor(budget / cost));
}

function summaryOf(answered: readonly Answered[]): WhatIf {
  const mean = (value: (each: Answered) => number): number =>
    answered.reduce((sum, each) => sum + value(each), 0) / answered.length;
  const both = (value: (output: ArrayLike<number>, target: number) => number) => ({
    without: mean((each) => value(each.without, each.target)),
    with: mean((each) => value(each.with, each.target)),
  });
  const hasClasses = isRight(answered[0].with, 0) !== null;
  return {
    x: Float64Array.from(answered, ({ x }) => x),
    target: Float64Array.from(answered, ({ target }) => target),
    without: Float64Array.from(answered, (each) => answerOf(each.without)),
    with: Float64Array.from(answered, (each) => answerOf(each.with)),
    loss: both(lossOf),
    accuracy: hasClasses ? both((output, target) => (isRight(output, target) ? 1 : 0)) : null,
  };
}
