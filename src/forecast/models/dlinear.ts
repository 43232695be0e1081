/** @module Two affine maps from the look-back to the horizon: of the trend, and of what is left. */
import { Linear } from "../../nn/linear.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { forecastOptions } from "../options.ts";
import { checkLookback, ForecastModel, type ForecastSizes, refuseFuture } from "./forecastModel.ts";
import { movingAverage } from "./movingAverage.ts";

/** What `DLinear` takes. */
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
  static override readonly typeName: string = "DLinear";
  readonly kernel: number;
  readonly Linear_Seasonal: Linear; // (H, L)
  readonly Linear_Trend: Linear; // (H, L)

  constructor({ kernel = forecastOptions.network.kernel.default, ...sizes }: DLinearOptions) {
    super(sizes);
    this.kernel = kernel;
    this.Linear_Seasonal = new Linear(sizes.lookback, sizes.horizon);
    this.Linear_Trend = new Linear(sizes.lookback, sizes.horizon);
  }

  forward(x: Tensor, future: Tensor | null = null): Tensor {
    checkLookback("DLinear", x, this.lookback, null);
    refuseFuture("DLinear", future);
    const lines = x.permute(0, 2, 1); // (B, C, L)
    const trend = movingAverage(lines, this.kernel);
    const ahead = this.Linear_Seasonal.forward(lines.sub(trend)).add(this.Linear_Trend.forward(trend));
    return ahead.permute(0, 2, 1);
  }
}
