/** @module Two affine maps from the look-back to the horizon: of the trend, a moving average, and of what is left. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { Linear } from "../../nn/linear.ts";
import { gradOf, recordShape } from "../../tensor/tape.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { forecastOptions, LONGEST_KERNEL } from "../options.ts";
import {
  checkLookback,
  ForecastModel,
  type ForecastSizes,
  refuseFuture,
  sizeNames,
} from "./forecastModel.ts";

/** Options of `DLinear`. */
export interface DLinearOptions extends ForecastSizes {
  /** The length of the moving average, an odd number. */
  readonly kernel?: number;
}

/**
 * DLinear: a moving average for the trend, the rest for the season, each through an affine map of its own.
 *
 *     x (B, L, C)   →   ŷ (B, H, C)        ŷ = W_s (x − m) + b_s + W_t m + b_t,  m the moving average of x, W (H, L)
 *
 * All channels share the maps ("individual" false). Parameters `Linear_Seasonal.…` and `Linear_Trend.…` as in the
 * published code, starting as `nn.Linear` does. Its commit da9e674 starts the weights at 1/L instead; later copies have
 * those lines commented out, as a help for looking at weights. Throws ShapeError unless x is (B, L, C), or for a future;
 * ValueError for an even kernel.
 * Source: Zeng et al., "Are transformers effective for time series forecasting?", 2023; cure-lab/LTSF-Linear, DLinear.py.
 */
export class DLinear extends ForecastModel {
  /** The name in printed models. */
  static override readonly typeName: string = "DLinear";
  /** The steps of the moving average. */
  readonly kernel: number;
  /** Of what the moving average leaves (H, L). */
  readonly Linear_Seasonal: Linear; // (H, L)
  /** Of the moving average (H, L). */
  readonly Linear_Trend: Linear; // (H, L)

  /** Throws ValueError for options outside their domain. */
  constructor(options: DLinearOptions) {
    const { kernel = forecastOptions.network.kernel.default, ...sizes } = closed("DLinear", options, {
      ...sizeNames,
      kernel: 0,
    });
    super(sizes);
    this.kernel = kernel;
    this.Linear_Seasonal = new Linear(sizes.lookback, sizes.horizon);
    this.Linear_Trend = new Linear(sizes.lookback, sizes.horizon);
  }

  /** The forecast of a batch, as `ForecastModel` describes it. */
  forward(x: Tensor, future: Tensor | null = null): Tensor {
    checkLookback("DLinear", x, this.lookback, null);
    refuseFuture("DLinear", future);
    const lines = x.permute(0, 2, 1); // (B, C, L)
    const trend = movingAverage(lines, this.kernel);
    const ahead = this.Linear_Seasonal.forward(lines.sub(trend)).add(this.Linear_Trend.forward(trend));
    return ahead.permute(0, 2, 1);
  }
}

/**
 * The mean of K neighbours along the last axis, of which the value itself is the middle one.
 *
 *     x (…, L)   →   y (…, L)        y_t = Σ_{|j| ≤ (K−1)/2} x_clamp(t + j) / K
 *
 * Given dy: each dx is the sum of dy / K over all means that its value is in, as often as it is in it. Sums run in double
 * precision. Throws ValueError unless K is odd. Source: the `moving_avg` of cure-lab/LTSF-Linear, DLinear.py.
 */
export function movingAverage(x: Tensor, kernel: number): Tensor {
  if (!(Number.isInteger(kernel) && kernel >= 1 && kernel % 2 === 1))
    throw new ValueError(`movingAverage: the kernel is ${kernel} but must be an odd whole number from 1`);
  if (kernel > LONGEST_KERNEL)
    throw new ValueError(`movingAverage: the kernel is ${kernel} but must be at most ${LONGEST_KERNEL}`);
  const L = x.shape[x.shape.length - 1];
  const reach = (kernel - 1) / 2;
  const y = new Float32Array(x.data.length);
  for (let start = 0; start < y.length; start += L) average(x.data, y, start, L, reach);

  return recordShape("moving_average", new Tensor(y, x.shape), [x], (dy) => {
    const dx = gradOf(x);
    for (let start = 0; start < dy.length; start += L) spread(dy, dx, start, L, reach);
  });
}

/** One line: each sum is the one before with a value more and a value less. */
function average(x: Float32Array, y: Float32Array, start: number, L: number, reach: number): void {
  let sum = 0;
  for (let j = -reach; j <= reach; j++) sum += x[start + clamp(j, L)];
  for (let t = 0; t < L; t++) {
    y[start + t] = sum / (2 * reach + 1);
    sum += x[start + clamp(t + reach + 1, L)] - x[start + clamp(t - reach, L)];
  }
}

function spread(dy: Float32Array, dx: Float32Array, start: number, L: number, reach: number): void {
  const sums = new Float64Array(L);
  for (let t = 0; t < L; t++)
    for (let j = -reach; j <= reach; j++) sums[clamp(t + j, L)] += dy[start + t] / (2 * reach + 1);
  for (let t = 0; t < L; t++) dx[start + t] += sums[t];
}

function clamp(t: number, L: number): number {
  return Math.min(L - 1, Math.max(0, t));
}
