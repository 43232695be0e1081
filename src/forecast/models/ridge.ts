/** @module One affine map from the look-back to the horizon, found by least squares instead of gradient descent. */
import { closed } from "../../arguments.ts";
import { linear } from "../../functional/linear.ts";
import { Linear } from "../../nn/linear.ts";
import { noGrad } from "../../tensor/tape.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { defaultsOf } from "../../text/optionTable.ts";
import { forecastOptions } from "../options.ts";
import {
  checkLookback,
  ForecastModel,
  type ForecastSizes,
  refuseFuture,
  sizeNames,
} from "./forecastModel.ts";

/** Options of `Ridge`. */
export interface RidgeOptions extends ForecastSizes {
  /** Whether the look-back is read, and the horizon forecast, relative to the last value; true by default. */
  readonly relative?: boolean;
}

/**
 * Ridge regression from the look-back to all steps ahead, one map that all channels share.
 *
 *     x (B, L, C)   →   ŷ (B, H, C)        ŷ = W (x − r) + b + r,  W (H, L),  r = x_L if `relative`, else 0
 *
 * With `relative` it is NLinear's map, and large penalties lead to the naive forecast with drift; without it they lead to
 * the mean. `solveRidge` finds W and b. Throws ShapeError unless x is (B, L, C), or for a future.
 * Source: Hoerl and Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970; that least squares
 * reach the accuracy of LTSF-Linear: Toner and Darlow, "An analysis of linear time series forecasting models", 2024.
 */
export class Ridge extends ForecastModel {
  /** The name in printed models. */
  static override readonly typeName: string = "Ridge";
  /** Whether the last value is subtracted first, and added at the end. */
  readonly relative: boolean;
  /** From the look-back to the forecast (H, L). */
  readonly Linear: Linear; // (H, L)

  /** Throws ValueError for options outside their domain. */
  constructor(options: RidgeOptions) {
    const { relative = defaultsOf(forecastOptions.network).relative, ...sizes } = closed("Ridge", options, {
      ...sizeNames,
      relative: 0,
    });
    super(sizes);
    this.relative = relative;
    this.Linear = new Linear(sizes.lookback, sizes.horizon);
  }

  /** The forecast of a batch, as `ForecastModel` describes it. */
  forward(x: Tensor, future: Tensor | null = null): Tensor {
    checkLookback("Ridge", x, this.lookback, null);
    refuseFuture("Ridge", future);
    if (!this.relative) return this.Linear.forward(x.permute(0, 2, 1)).permute(0, 2, 1);
    const last = x.slice(1, -1).detach(); // (B, 1, C)
    const ahead = this.Linear.forward(x.sub(last).permute(0, 2, 1));
    return ahead.permute(0, 2, 1).add(last);
  }
}

/** The sums of products that least squares need: of L + 1 + H rows, which are the look-back, ones, and the horizon. */
export class RidgeSums {
  readonly lookback: number;
  readonly horizon: number;
  readonly #relative: boolean;
  readonly #sums: Float64Array; // (D, D)

  constructor({ lookback, horizon, relative }: Ridge) {
    this.lookback = lookback;
    this.horizon = horizon;
    this.#relative = relative;
    this.#sums = new Float64Array((lookback + 1 + horizon) ** 2);
  }

  /** Adds windows: x (B, L, C) and what followed, y (B, H, C). Products are float32, their sums over calls float64. */
  add(x: Tensor, y: Tensor): void {
    const rows = this.#rowsOf(x, y);
    const products = noGrad(() => linear(rows, rows)).data;
    for (let i = 0; i < products.length; i++) this.#sums[i] += products[i];
  }

  /**
   * W (H, L) and b (H) that minimise Σ ‖y − W x − b‖² + λ ‖W‖², with λ = `penalty` times the mean square of the look-back's
   * deviations. Throws ValueError before any windows were added.
   */
  solve(penalty: number): { readonly weight: Float32Array; readonly bias: Float32Array } {
    const { lookback: L, horizon: H } = this;
    const D = L + 1 + H;
    const at = (i: number, j: number): number => this.#sums[i * D + j];
    const count = at(L, L);
    const centred = (i: number, j: number): number => at(i, j) - (at(i, L) * at(j, L)) / count;
    const gram = new Float64Array(L * L);
    for (let i = 0; i < L; i++) for (let j = 0; j < L; j++) gram[i * L + j] = centred(i, j);
    let trace = 0;
    for (let i = 0; i < L; i++) trace += gram[i * L + i];
    const added = (penalty * trace) / L + 1e-9 * count;
    for (let i = 0; i < L; i++) gram[i * L + i] += added;
    factorise(gram, L);
    const solved = new Float64Array(L * H);
    for (let i = 0; i < L; i++) for (let h = 0; h < H; h++) solved[i * H + h] = centred(i, L + 1 + h);
    substitute(gram, solved, L, H);
    const weight = new Float32Array(H * L);
    const bias = new Float32Array(H);
    for (let h = 0; h < H; h++) {
      let sum = at(L, L + 1 + h);
      for (let i = 0; i < L; i++) {
        weight[h * L + i] = solved[i * H + h];
        sum -= solved[i * H + h] * at(i, L);
      }
      bias[h] = sum / count;
    }
    return { weight, bias };
  }

  /** (L + 1 + H, B C): each row is one lag of all windows. */
  #rowsOf(x: Tensor, y: Tensor): Tensor {
    const { lookback: L, horizon: H } = this;
    const [B, , C] = x.shape;
    const N = B * C;
    const rows = new Float32Array((L + 1 + H) * N).fill(1, L * N, (L + 1) * N);
    for (let b = 0; b < B; b++)
      for (let c = 0; c < C; c++) {
        const n = b * C + c;
        const last = this.#relative ? x.data[(b * L + L - 1) * C + c] : 0;
        for (let i = 0; i < L; i++) rows[i * N + n] = x.data[(b * L + i) * C + c] - last;
        for (let h = 0; h < H; h++) rows[(L + 1 + h) * N + n] = y.data[(b * H + h) * C + c] - last;
      }
    return new Tensor(rows, [L + 1 + H, N]);
  }
}

/** Cholesky: the lower triangle of a positive definite matrix becomes its factor. */
export function factorise(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / a[j * n + j];
    }
}

/** Solves F Fᵀ X = B in place, for the m columns of B (n, m). Innermost loops run along rows. */
export function substitute(factor: Float64Array, b: Float64Array, n: number, m: number): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) takeAway(b, i * m, k * m, m, factor[i * n + k]);
    for (let c = 0; c < m; c++) b[i * m + c] /= factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let c = 0; c < m; c++) b[i * m + c] /= factor[i * n + i];
    for (let k = 0; k < i; k++) takeAway(b, k * m, i * m, m, factor[i * n + k]);
  }
}

/** Subtracts a multiple of the row at `other` from the row at `row`. */
function takeAway(b: Float64Array, row: number, other: number, m: number, share: number): void {
  for (let c = 0; c < m; c++) b[row + c] -= share * b[other + c];
}
