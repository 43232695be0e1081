/** @module One affine map from the look-back to the horizon, relative to the last value. */
import { closed } from "../../arguments.ts";
import { Linear } from "../../nn/linear.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import {
  checkLookback,
  ForecastModel,
  type ForecastSizes,
  refuseFuture,
  sizeNames,
} from "./forecastModel.ts";

/**
 * NLinear: each channel less its last value, through one affine map that all channels share, and the value added again.
 *
 *     x (B, L, C)   →   ŷ (B, H, C)        ŷ = W (x − x_L) + b + x_L,  W (H, L)
 *
 * Parameters `Linear.weight` and `Linear.bias` as in the published code, starting as `nn.Linear` does. The last value is
 * taken as a constant there: no gradient flows back through it. Throws ShapeError unless x is (B, L, C), or for a future.
 * Source: Zeng et al., "Are transformers effective for time series forecasting?", 2023; cure-lab/LTSF-Linear, NLinear.py.
 */
export class NLinear extends ForecastModel {
  /** The name in printed models. */
  static override readonly typeName: string = "NLinear";
  /** From the look-back to the forecast (H, L). */
  readonly Linear: Linear; // (H, L)

  /** Throws ValueError for options outside their domain. */
  constructor(sizes: ForecastSizes) {
    super(closed("NLinear", sizes, sizeNames));
    this.Linear = new Linear(sizes.lookback, sizes.horizon);
  }

  /** The forecast of a batch, as `ForecastModel` describes it. */
  forward(x: Tensor, future: Tensor | null = null): Tensor {
    checkLookback("NLinear", x, this.lookback, null);
    refuseFuture("NLinear", future);
    const last = x.slice(1, -1).detach(); // (B, 1, C)
    const ahead = this.Linear.forward(x.sub(last).permute(0, 2, 1));
    return ahead.permute(0, 2, 1).add(last);
  }
}
