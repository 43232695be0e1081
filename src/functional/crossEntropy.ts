/** @module Classification losses: cross entropy from logits, and negative log-likelihood from log-probabilities. */
import { closed, type OptionNames } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { add, div, mul } from "../tensor/arithmetic.ts";
import { applyMap } from "../tensor/maps.ts";
import { sum } from "../tensor/reduce.ts";
import { sumOf } from "../tensor/runs.ts";
import { numelOf, sameShape } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensor, checkTensors, Tensor } from "../tensor/tensor.ts";
import { view } from "../tensor/views.ts";
import { crossEntropyRows, crossEntropyRowsBackward } from "../wasm/rows.ts";
import { linesAlong } from "./lines.ts";
import { checkReduction, type LossOptions, reduced } from "./reduction.ts";
import { logSoftmax } from "./softmax.ts";

/** Replaces the target `ignoreIndex`. */
const IGNORED = -1;

/** Options of `nllLoss`. */
export interface NllOptions extends LossOptions {
  /** (C), the weight of each class; receives no gradient. */
  readonly weight?: Tensor | null;
  /** The target value that is ignored, also in the mean; −100 by default. */
  readonly ignoreIndex?: number;
}

/** The names of these options. */
export const NLL: OptionNames<NllOptions> = { weight: 0, ignoreIndex: 0, reduction: 0 };

/** Options of `crossEntropy`. */
export interface CrossEntropyOptions extends NllOptions {
  /** The fraction of each target, 0 to 1, that is distributed evenly over all classes. */
  readonly labelSmoothing?: number;
}

/**
 * Cross entropy between softmax(x) and a target, with C classes and w = `weight`:
 *
 *     classes y         L = −w_y log softmax(x)_y                 the mean divides by Σ w_y
 *     probabilities y   L = −Σ_c w_c y_c log softmax(x)_c         the mean divides by the number of targets
 *
 *     x (N, C), (C) or (N, C, d1, …)   y (N), () or (N, d1, …) integers; or shaped as x
 *     →   a scalar, or shaped as y without C
 *
 * With `labelSmoothing` ε, target probabilities become (1 − ε) y + ε / C. In nats.
 * Throws ShapeError for mismatched shapes, ValueError for a target that is not a class or an ε outside [0, 1].
 * Source: torch.nn.functional.cross_entropy.
 */
export function crossEntropy(input: Tensor, target: Tensor, given: CrossEntropyOptions = {}): Tensor {
  const { labelSmoothing = 0, ...options } = closed("crossEntropy", given, { ...NLL, labelSmoothing: 0 });
  checkTensor("crossEntropy", "input", input);
  checkTensor("crossEntropy", "target", target);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ValueError(`label_smoothing must be between 0.0 and 1.0. Got: ${labelSmoothing}`);
  }
  const likelihoods = input.shape.length > 0 && sameShape(input.shape, target.shape);
  if (!likelihoods) checkTargetShape(input, target);
  if (!likelihoods && labelSmoothing === 0) return lossOfLogits(input, target, options);
  const logp = logSoftmax(input, classAxis(input));
  return likelihoods
    ? lossOfProbabilities(logp, target, options, labelSmoothing)
    : lossOfClasses(logp, target, options, labelSmoothing);
}

/**
 * The negative log-likelihood of classes y: L = −w_y x_y, where x holds log-probabilities (see `logSoftmax`).
 *
 *     x (N, C), (C) or (N, C, d1, …)   y (N), () or (N, d1, …) integers   →   a scalar, or shaped as y
 *
 * Given dL:   dx_y = −w_y dL / Σ w_y,  and 0 for the other classes
 *
 * In nats. Throws ShapeError for mismatched shapes, ValueError for a target that is not a class.
 * Source: torch.nn.functional.nll_loss.
 */
export function nllLoss(input: Tensor, target: Tensor, options: NllOptions = {}): Tensor {
  closed("nllLoss", options, NLL);
  checkTensors("nllLoss", { input, target });
  checkTargetShape(input, target);
  return lossOfClasses(input, target, options, 0);
}

/**
 * The loss of classes, in one pass over the logits.
 *
 * Given dL of a row and its class y:   dx = w_y (softmax(x) − onehot(y)) dL
 */
function lossOfLogits(
  input: Tensor,
  target: Tensor,
  { weight = null, ignoreIndex = -100, reduction = "mean" }: NllOptions,
): Tensor {
  checkReduction(reduction);
  const lines = linesAlong(input, classAxis(input));
  checkClassWeight(weight, lines.K, "");
  const classes = classesIn(target, lines.K, ignoreIndex);
  const { losses, logSums } = crossEntropyRows(lines.toRows(input.data), classes, lines.K);
  if (weight !== null)
    for (let i = 0; i < losses.length; i++) losses[i] *= classes[i] < 0 ? 0 : weight.data[classes[i]];
  const total = reduction === "mean" ? weightOf(classes, weight) : 1;
  const isEach = reduction === "none";
  const y = isEach
    ? new Tensor(losses, target.shape)
    : new Tensor(Float32Array.of(sumOf(losses, 0, losses.length) / total), []);

  const backward = (dL: Float32Array): void => {
    const dlosses = new Float32Array(classes.length);
    for (let i = 0; i < dlosses.length; i++) {
      const w = weight === null || classes[i] < 0 ? 1 : weight.data[classes[i]];
      dlosses[i] = (w * dL[isEach ? i : 0]) / total;
    }
    const rows = lines.toRows(input.data);
    lines.addRows(input, (dx) => crossEntropyRowsBackward(dx, dlosses, rows, logSums, classes, lines.K));
  };
  return record("nll_loss", y, [input], backward, [input, weight]);
}

/** The sum of the weights of all classes that are not ignored. */
function weightOf(classes: Int32Array, weight: Tensor | null): number {
  let total = 0;
  for (let i = 0; i < classes.length; i++)
    if (classes[i] !== IGNORED) total += weight === null ? 1 : weight.data[classes[i]];
  return total;
}

function lossOfProbabilities(
  logp: Tensor,
  target: Tensor,
  { weight = null, ignoreIndex = -100, reduction = "mean" }: NllOptions,
  smoothing: number,
): Tensor {
  const axis = classAxis(logp);
  const C = logp.shape[axis];
  checkClassWeight(weight, C, "cross_entropy: ");
  if (ignoreIndex >= 0) throw new ValueError("ignore_index is not supported for floating point target");
  const smooth = smoothing > 0 ? add(mul(target, 1 - smoothing), smoothing / C) : target;
  const perClass = logp.shape.map((_, d) => (d === axis ? C : 1));
  const weighted = weight ? mul(smooth, view(weight, perClass)) : smooth;
  return reduced(applyMap("neg", sum(mul(logp, weighted), { dim: axis })), reduction);
}

function lossOfClasses(
  logp: Tensor,
  target: Tensor,
  { weight = null, ignoreIndex = -100, reduction = "mean" }: NllOptions,
  smoothing: number,
): Tensor {
  checkReduction(reduction);
  const C = logp.shape[classAxis(logp)];
  checkClassWeight(weight, C, "");
  const classes = classesIn(target, C, ignoreIndex);
  const weights = weight ?? new Tensor(new Float32Array(C).fill(1), [C]);
  const losses = pickLosses(logp, classes, weights, smoothing, target.shape);
  if (reduction !== "mean") return reduced(losses, reduction);
  return div(sum(losses), weightOf(classes, weights));
}

/**
 * At each position −Σ_c q_c log p_c, with q_c = (1 − ε) w_y where c is the target class y, plus ε w_c / C for every class.
 *
 * Given dL:   dlogp_c = −q_c dL
 */
function pickLosses(
  logp: Tensor,
  classes: Int32Array,
  weight: Tensor,
  smoothing: number,
  shape: readonly number[],
): Tensor {
  const weights = weight.data;
  const C = weights.length;
  const inner = numelOf(logp.shape, classAxis(logp) + 1);
  const firstOf = (place: number): number => Math.floor(place / inner) * C * inner + (place % inner);
  const losses = new Tensor(new Float32Array(classes.length), shape);
  for (let place = 0; place < classes.length; place++) {
    const y = classes[place];
    if (y === IGNORED) continue;
    const first = firstOf(place);
    let loss = -(1 - smoothing) * weights[y] * logp.data[first + y * inner];
    for (let c = 0; smoothing > 0 && c < C; c++)
      loss -= (smoothing / C) * weights[c] * logp.data[first + c * inner];
    losses.data[place] = loss;
  }

  const backward = (dL: Float32Array): void => {
    const d = gradOf(logp);
    for (let place = 0; place < classes.length; place++) {
      const y = classes[place];
      if (y === IGNORED) continue;
      const first = firstOf(place);
      d[first + y * inner] -= (1 - smoothing) * weights[y] * dL[place];
      for (let c = 0; smoothing > 0 && c < C; c++)
        d[first + c * inner] -= (smoothing / C) * weights[c] * dL[place];
    }
  };
  return record("nll_loss", losses, [logp], backward, [weight]);
}

/** Classes are axis 1, after the batch, or the only axis. */
function classAxis({ shape }: Tensor): number {
  return shape.length === 1 ? 0 : 1;
}

/** Throws ShapeError unless the target has the shape of the input without its class axis. */
function checkTargetShape({ shape: input }: Tensor, { shape: target }: Tensor): void {
  if (input.length === 0) throw new ShapeError("Expected 1 or more dimensions (got 0)");
  const expected = input.length === 1 ? [] : input.toSpliced(1, 1);
  if (sameShape(target, expected)) return;
  const remedy = `\n  input is [${input.join(", ")}], so classes must be [${expected.join(", ")}] and probabilities [${input.join(", ")}]`;
  if (input.length > 1 && input[0] !== (target[0] ?? 0)) {
    throw new ShapeError(
      `Expected input batch_size (${input[0]}) to match target batch_size (${target[0] ?? 0}).${remedy}`,
    );
  }
  if (input.length < 3 && target.length > 1) {
    throw new ShapeError(`0D or 1D target tensor expected, multi-target not supported${remedy}`);
  }
  throw new ShapeError(
    input.length < 3
      ? `size mismatch (got input: [${input.join(", ")}], target: [${target.join(", ")}])${remedy}`
      : `Expected target size [${expected.join(", ")}], got [${target.join(", ")}]${remedy}`,
  );
}

/** Throws ShapeError unless there are no weights or one for each of C classes. */
function checkClassWeight(weight: Tensor | null, C: number, prefix: string): void {
  if (weight === null || sameShape(weight.shape, [C])) return;
  throw new ShapeError(
    `${prefix}weight tensor should be defined either for all ${C} classes or no classes but got weight tensor of shape: [${weight.shape.join(", ")}]`,
  );
}

/** The targets as classes 0 … C − 1 or IGNORED. Throws ValueError for anything else. */
function classesIn({ data }: Tensor, C: number, ignoreIndex: number): Int32Array {
  const classes = new Int32Array(data.length);
  for (let i = 0; i < classes.length; i++) classes[i] = classOf(data[i], C, ignoreIndex);
  return classes;
}

function classOf(value: number, C: number, ignoreIndex: number): number {
  if (value === ignoreIndex) return IGNORED;
  if (Number.isInteger(value) && value >= 0 && value < C) return value;
  const text = Number.isInteger(value)
    ? `Target ${value} is out of bounds.`
    : "expected scalar type Long but found Float";
  throw new ValueError(
    `${text}\n  a target is ${value} but must be a class, 0 to ${C - 1}, or the ignored ${ignoreIndex}`,
  );
}
