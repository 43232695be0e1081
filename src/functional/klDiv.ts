/** @module The Kullback–Leibler divergence between two distributions. */
import { closed } from "../arguments.ts";
import { div, mul, sub } from "../tensor/arithmetic.ts";
import { eachBlock } from "../tensor/blocks.ts";
import { applyMap, logMap } from "../tensor/maps.ts";
import { sum } from "../tensor/reduce.ts";
import { record, writeGrad } from "../tensor/tape.ts";
import { checkTensors, Tensor } from "../tensor/tensor.ts";
import { floatsOf } from "../wasm/pool.ts";
import { type Reduction, reduced } from "./reduction.ts";

/** Options of `klDiv`. */
export interface KlDivOptions {
  /** `"mean"` over all values by default; `"batchmean"`, the sum over the size of the first axis, is the divergence itself. */
  readonly reduction?: Reduction | "batchmean";
  /** Whether the target holds logarithms, too; false by default. */
  readonly logTarget?: boolean;
}

/**
 * The divergence of a distribution y from predicted log-probabilities x, value by value:
 *
 *     L = y (log y − x),  0 for y = 0          with `logTarget`   L = eʸ (y − x)
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Given dL:   dx = −y dL    dy = (log y + 1 − x) dL
 *
 * In nats. Throws ShapeError for shapes that cannot be broadcast. Source: torch.nn.functional.kl_div.
 */
export function klDiv(input: Tensor, target: Tensor, options: KlDivOptions = {}): Tensor {
  const known = { reduction: 0, logTarget: 0 };
  const { reduction = "mean", logTarget = false } = closed("klDiv", options, known);
  checkTensors("klDiv", { input, target });
  const losses = logTarget
    ? mul(applyMap("exp", target), sub(target, input))
    : sub(timesLog(target), mul(target, input));
  if (reduction !== "batchmean") return reduced(losses, reduction);
  return input.shape.length === 0 ? sum(losses) : div(sum(losses), input.shape[0]);
}

/** y log y, and 0 at 0, where the slope is NaN as in PyTorch. */
function timesLog(y: Tensor): Tensor {
  const logs = logMap(y.data);
  const values = floatsOf(logs.length);
  eachBlock(logs.length, (from, to) => multiply(values, y.data, logs, from, to));
  return record("xlogy", new Tensor(values, y.shape), [y], (d) =>
    writeGrad(y, (dy) => eachBlock(dy.length, (from, to) => slopes(dy, d, y.data, logs, from, to))),
  );
}

function multiply(values: Float32Array, y: Float32Array, logs: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) values[i] = y[i] === 0 ? 0 : y[i] * logs[i];
}

/** dy = (log y + y / y) d between two indices. */
function slopes(
  dy: Float32Array,
  d: Float32Array,
  y: Float32Array,
  logs: Float32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) dy[i] = d[i] * (logs[i] + y[i] / y[i]);
}
