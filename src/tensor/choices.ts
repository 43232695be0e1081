/** @module Comparisons, and choices by a condition. A condition is a tensor of numbers, of which 0 is false. */
import { closed, described } from "../arguments.ts";
import { bitsOf } from "../bits.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { acquire, floatsOf, release } from "../wasm/pool.ts";
import { atLeast, atMost, type Operand } from "./arithmetic.ts";
import { eachBlock } from "./blocks.ts";
import { clampMap } from "./maps.ts";
import { addBroadcast, broadcastTo, stepOf } from "./runs.ts";
import { broadcastShapes, numelOf } from "./shape.ts";
import { gradOf, needsGrad, record, recordShape, writeGrad } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";

type Comparison = (a: Tensor, b: Operand) => Tensor;

/** y = 1 where the comparison holds between two indices, else 0; `step` is 0 where b is one value, otherwise 1. */
type Loop = (
  y: Float32Array,
  a: Float32Array,
  b: Float32Array,
  step: number,
  from: number,
  to: number,
) => void;

export const eq: Comparison = comparison("eq", (y, a, b, step, from, to) => {
  for (let i = from, j = from * step; i < to; i++, j += step) y[i] = Number(a[i] === b[j]);
});
export const ne: Comparison = comparison("ne", (y, a, b, step, from, to) => {
  for (let i = from, j = from * step; i < to; i++, j += step) y[i] = Number(a[i] !== b[j]);
});
export const lt: Comparison = comparison("lt", (y, a, b, step, from, to) => {
  for (let i = from, j = from * step; i < to; i++, j += step) y[i] = Number(a[i] < b[j]);
});
export const le: Comparison = comparison("le", (y, a, b, step, from, to) => {
  for (let i = from, j = from * step; i < to; i++, j += step) y[i] = Number(a[i] <= b[j]);
});
export const gt: Comparison = comparison("gt", (y, a, b, step, from, to) => {
  for (let i = from, j = from * step; i < to; i++, j += step) y[i] = Number(a[i] > b[j]);
});
export const ge: Comparison = comparison("ge", (y, a, b, step, from, to) => {
  for (let i = from, j = from * step; i < to; i++, j += step) y[i] = Number(a[i] >= b[j]);
});

function comparison(op: string, loop: Loop): Comparison {
  return (a, operand) => {
    const b = operandOf(op, "other", operand);
    const shape = broadcastShapes(a.shape, b.shape);
    const y = floatsOf(numelOf(shape));
    const left = broadcastTo(a.data, a.shape, shape);
    const step = b.data.length === 1 ? 0 : 1;
    const right = step === 0 ? b.data : broadcastTo(b.data, b.shape, shape);
    eachBlock(y.length, (from, to) => loop(y, left, right, step, from, to));
    return new Tensor(y, shape);
  };
}

/**
 * The values of a where the condition is not 0, and those of b elsewhere; all three are broadcast.
 *
 *     condition, a, b (…)  →  y (…)
 *
 * Given dy:   da = dy where the condition holds,  db = dy elsewhere
 *
 * Throws ShapeError for shapes that cannot be broadcast. Source: torch.where.
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  checkTensor("where", "condition", condition);
  return choose("where", condition, operandOf("where", "a", a), operandOf("where", "b", b));
}

export function maskedFill(x: Tensor, mask: Tensor, value: Operand): Tensor {
  checkTensor("maskedFill", "mask", mask);
  const filling = operandOf("maskedFill", "value", value);
  if (filling.shape.length > 0) {
    throw new ShapeError(
      `masked_fill only supports a 0-dimensional value tensor, but got tensor with ${filling.shape.length} dimension(s).`,
    );
  }
  return choose("masked_fill", mask, filling, x);
}

function choose(op: string, condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes(broadcastShapes(condition.shape, a.shape), b.shape);
  const y = floatsOf(numelOf(shape));
  const spread = ({ data, shape: own }: Tensor): Float32Array =>
    data.length === 1 ? data : broadcastTo(data, own, shape);
  const [holds, left, right] = [spread(condition), spread(a), spread(b)];
  const mask = needsGrad([a, b]) ? holds.slice() : holds; // of its own: the condition may change before backward
  pick(y, mask, left, right);

  return recordShape(op, new Tensor(y, shape), [a, b], (dy) => {
    if (a.requiresGrad) addChosen(a, dy, mask, true, shape);
    if (b.requiresGrad) addChosen(b, dy, mask, false, shape);
  });
}

/** Each of these may be a single value. */
function pick(y: Float32Array, mask: Float32Array, a: Float32Array, b: Float32Array): void {
  const [maskStep, aStep, bStep] = [stepOf(mask, y), stepOf(a, y), stepOf(b, y)];
  eachBlock(y.length, (from, to) => {
    for (let i = from; i < to; i++) y[i] = mask[i * maskStep] !== 0 ? a[i * aStep] : b[i * bStep];
  });
}

const NOTHING = new Float32Array(1);

/** Adds dy to the gradient of t where the mask holds, or where it does not. */
function addChosen(
  t: Tensor,
  dy: Float32Array,
  mask: Float32Array,
  holds: boolean,
  shape: readonly number[],
): void {
  const d = acquire(dy.length);
  pick(d, mask, holds ? dy : NOTHING, holds ? NOTHING : dy);
  addBroadcast(gradOf(t), d, t.shape, shape);
  release(d);
}

/** Bounds of `clamp`, numbers or tensors that are broadcast; null for none. */
export interface ClampOptions {
  /** The least value; none by default. */
  readonly min?: Operand | null;
  /** The greatest value; none by default. */
  readonly max?: Operand | null;
}

export function clamp(x: Tensor, least?: Operand | ClampOptions | null, most?: Operand | null): Tensor {
  const { min = null, max = null } =
    typeof least === "object" && least !== null && !(least instanceof Tensor)
      ? closed("clamp", least, { min: 0, max: 0 })
      : { min: least, max: most };
  if (min === null && max === null)
    throw new ValueError("torch.clamp: At least one of 'min' or 'max' must not be None");
  if (min instanceof Tensor || max instanceof Tensor) {
    const raised = min === null ? x : atLeast(x, min);
    return max === null ? raised : atMost(raised, max);
  }
  const low = boundOf("min", min, Number.NEGATIVE_INFINITY);
  const high = boundOf("max", max, Number.POSITIVE_INFINITY);
  const y = new Tensor(clampMap(x.data, low, high), x.shape);
  return record("clamp", y, [x], (dy) => {
    const values = x.data;
    writeGrad(x, (dx) => {
      const [bits, dyBits] = [bitsOf(dx), bitsOf(dy)]; // without a branch, which would be mispredicted
      for (let i = 0; i < bits.length; i++)
        bits[i] = dyBits[i] & -(Number(values[i] >= low) & Number(values[i] <= high));
    });
  });
}

/** The bound as a float32, as PyTorch compares. */
function boundOf(name: string, bound: unknown, none: number): number {
  if (bound === null) return none;
  if (typeof bound === "number") return Math.fround(bound);
  throw new ValueError(`clamp: ${name} must be a number or a Tensor (got ${described(bound)})`);
}

function operandOf(op: string, name: string, value: Operand): Tensor {
  if (typeof value === "number") return new Tensor(Float32Array.of(value), []);
  checkTensor(op, name, value);
  return value;
}
