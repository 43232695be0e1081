/** @module Connectionist temporal classification: the likelihood of a sequence of labels that are not aligned with the steps. */
import { closed, described, isList } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { div } from "../tensor/arithmetic.ts";
import { checkAxes } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensors, Tensor } from "../tensor/tensor.ts";
import { view } from "../tensor/views.ts";
import { checkReduction, LOSS, type LossOptions, reduced } from "./reduction.ts";

/** Options of `ctcLoss`. */
export interface CtcOptions extends LossOptions {
  /** The class that stands for no label; 0 by default. */
  readonly blank?: number;
  /** Whether infinite losses, of targets too long for their input, and their gradients become 0; false by default. */
  readonly zeroInfinity?: boolean;
}

/** The number of steps or labels of each sequence; one number without a batch. */
export type Lengths = number | readonly number[] | Tensor;

/**
 * The negative log-likelihood of label sequences l, over all ways π to write them with repetitions and blanks:
 *
 *     L = −log Σ_π Π_t exp(x[t, π_t])         the mean divides each L by its number of labels, then averages
 *
 *     logProbs x (T, N, C) or (T, C), as of `logSoftmax`     targets (N, S), (S) or all in one row, classes but `blank`
 *     inputLengths, targetLengths (N)   →   a scalar, or (N) without reduction
 *
 * Given dL:   dx[t, c] = (exp(x[t, c]) − p(π_t = c | l)) dL,  which is that of the logits before `logSoftmax`, as in PyTorch
 *
 * In nats; computed in log space and double precision. Throws ShapeError for shapes and lengths that do not fit together,
 * ValueError for labels that are not classes. Source: Graves et al., "Connectionist temporal classification", 2006;
 * torch.nn.functional.ctc_loss.
 */
export function ctcLoss(
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: Lengths,
  targetLengths: Lengths,
  options: CtcOptions = {},
): Tensor {
  const known = { blank: 0, ...LOSS, zeroInfinity: 0 };
  const { blank = 0, reduction = "mean", zeroInfinity = false } = closed("ctcLoss", options, known);
  checkTensors("ctcLoss", { logProbs, targets });
  checkReduction(reduction);
  const sequences = sequencesOf(logProbs, targets, inputLengths, targetLengths, blank);
  const losses = lossesOf(logProbs, sequences, zeroInfinity);
  const isBatch = logProbs.shape.length === 3;
  if (reduction !== "mean") return reduced(isBatch ? losses : view(losses, []), reduction);
  const counts = Float32Array.from(sequences, ({ labels }) => Math.max((labels.length - 1) / 2, 1));
  return reduced(div(losses, new Tensor(counts, losses.shape)), reduction);
}

/** One input with its labels, a blank around each. */
interface Sequence {
  readonly T: number;
  readonly labels: Int32Array; // blank, l₁, blank, l₂, …, blank
  /** Where the log-probabilities of step t begin. */
  readonly at: (t: number) => number;
}

function lossesOf(logProbs: Tensor, sequences: readonly Sequence[], zeroInfinity: boolean): Tensor {
  const x = logProbs.data;
  const C = logProbs.shape.at(-1) ?? 0;
  const paths = sequences.map((sequence) => pathsTo(sequence.labels, logProbsOf(x, sequence)));
  const exact = sequences.map((sequence, n) => lossOf(sequence, paths[n]));
  const isLost = (loss: number): boolean => zeroInfinity && loss === Number.POSITIVE_INFINITY;
  const losses = new Tensor(
    Float32Array.from(exact, (loss) => (isLost(loss) ? 0 : loss)),
    [sequences.length],
  );
  return record("ctc_loss", losses, [logProbs], (dL) => {
    const dx = gradOf(logProbs);
    sequences.forEach((sequence, n) => {
      if (!isLost(exact[n])) addGradient(dx, x, sequence, C, paths[n], exact[n], dL[n]);
    });
  });
}

function lossOf({ T, labels }: Sequence, paths: Float64Array): number {
  if (T === 0) return labels.length === 1 ? 0 : Number.POSITIVE_INFINITY;
  const end = paths.length - 1;
  const { [end]: whole, [end - 1]: open = NONE } = paths; // with the last blank, and without
  return -logAdd(whole, labels.length > 1 ? open : NONE, NONE);
}

/** log 0. */
const NONE = Number.NEGATIVE_INFINITY;

/** The log-probability of each label at each step. */
function logProbsOf(x: Float32Array, { T, labels, at }: Sequence): Float64Array {
  const S = labels.length;
  const logs = new Float64Array(T * S);
  for (let t = 0; t < T; t++) {
    const first = at(t);
    for (let s = 0; s < S; s++) logs[t * S + s] = x[first + labels[s]];
  }
  return logs;
}

/** log α[t, s]: the log-likelihood of all paths through t + 1 steps that end at label s. */
function pathsTo(labels: Int32Array, logs: Float64Array): Float64Array {
  const S = labels.length;
  const paths = new Float64Array(logs.length).fill(NONE);
  for (let s = 0; s < Math.min(logs.length, S, 2); s++) paths[s] = logs[s];
  const skips = labels.map((label, s) => Number(s > 1 && s % 2 === 1 && label !== labels[s - 2]));
  for (let i = S, s = 0; i < logs.length; i++, s = s === S - 1 ? 0 : s + 1) {
    const before = i - S;
    const stepped = s > 0 ? paths[before - 1] : NONE;
    const skipped = skips[s] === 1 ? paths[before - 2] : NONE;
    paths[i] = logAdd(paths[before], stepped, skipped) + logs[i];
  }
  return paths;
}

function addGradient(
  dx: Float32Array,
  x: Float32Array,
  sequence: Sequence,
  C: number,
  before: Float64Array,
  loss: number,
  dL: number,
): void {
  const { T, labels, at } = sequence;
  const S = labels.length;
  const logs = logProbsOf(x, sequence);
  const after = pathsTo(labels.toReversed(), logs.toReversed()).reverse();
  const shares = new Float64Array(C); // of each class, of the likelihood of all paths
  for (let t = 0; t < T; t++) {
    shares.fill(loss === Number.POSITIVE_INFINITY ? Number.NaN : 0);
    for (let s = 0, i = t * S; s < S; s++, i++)
      shares[labels[s]] += Math.exp(before[i] + after[i] + loss - logs[i]);
    const first = at(t);
    for (let c = 0; c < C; c++) dx[first + c] += (Math.exp(x[first + c]) - shares[c]) * dL;
  }
}

/** log(eᵃ + eᵇ + eᶜ). */
function logAdd(a: number, b: number, c: number): number {
  const most = Math.max(a, b, c);
  if (most === NONE) return most;
  return most + Math.log(Math.exp(a - most) + Math.exp(b - most) + Math.exp(c - most));
}

/** Each input with its labels. Throws ShapeError or ValueError for what does not fit together. */
function sequencesOf(
  { shape }: Tensor,
  targets: Tensor,
  inputLengths: Lengths,
  targetLengths: Lengths,
  blank: number,
): Sequence[] {
  if (shape.length !== 2 && shape.length !== 3)
    throw new ShapeError(`ctcLoss: logProbs must be (T, N, C) or (T, C) (got (${shape.join(", ")}))`);
  const [T, N, C] = shape.length === 3 ? shape : [shape[0], 1, shape[1]];
  if (!(Number.isInteger(blank) && blank >= 0 && blank < C))
    throw new ValueError(`blank must be in label range\n  it is ${blank} but must be a class, 0 to ${C - 1}`);
  const inputs = lengthsOf("input_lengths", inputLengths, N, T);
  const counts = lengthsOf("target_lengths", targetLengths, N, Number.POSITIVE_INFINITY);
  const startOf = startsOf(targets, counts);
  return inputs.map((steps, n) => {
    checkAxes("ctcLoss", [steps, 2 * counts[n] + 1]);
    const labels = new Int32Array(2 * counts[n] + 1).fill(blank);
    for (let i = 0; i < counts[n]; i++) labels[2 * i + 1] = labelOf(targets.data[startOf[n] + i], C);
    return { T: steps, labels, at: (t) => (t * N + n) * C };
  });
}

function lengthsOf(what: string, given: Lengths, N: number, most: number): number[] {
  const list: unknown = given instanceof Tensor ? given.data : given;
  const lengths: readonly unknown[] = isList(list) ? Array.from(list) : [list];
  if (lengths.length !== N)
    throw new ShapeError(`${what} must be of size batch_size\n  it has ${lengths.length}, of ${N} sequences`);
  return lengths.map((length) => {
    if (typeof length !== "number" || !Number.isInteger(length) || length < 0)
      throw new ValueError(`ctcLoss: ${what} must be whole numbers from 0 (got ${described(length)})`);
    if (length > most)
      throw new ShapeError(`Expected ${what} to have value at most ${most}, but got value ${length}`);
    return length;
  });
}

/** The index of the first label of each sequence: in rows, or one sequence after the other. */
function startsOf({ shape, data }: Tensor, counts: readonly number[]): number[] {
  const isRows = shape.length === 2;
  if (isRows && shape[0] !== counts.length) throw tooShort(counts.length, 0, shape[0]);
  const longest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (isRows && shape[1] < longest) throw tooShort(longest, 1, shape[1]);
  let end = 0;
  const starts = counts.map((count, n) => {
    const start = isRows ? n * shape[1] : end;
    end += count;
    return start;
  });
  if (!isRows && end > data.length) throw tooShort(end, 0, data.length);
  return starts;
}

function tooShort(size: number, dim: number, got: number): ShapeError {
  return new ShapeError(
    `Expected tensor to have size at least ${size} at dimension ${dim}, but got size ${got} for argument #2 'targets'`,
  );
}

function labelOf(label: number, C: number): number {
  if (Number.isInteger(label) && label >= 0 && label < C) return label;
  throw new ValueError(
    `Target ${label} is out of bounds.\n  a label is ${label} but must be a class, 0 to ${C - 1}`,
  );
}
