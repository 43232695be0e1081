/** @module The network of a plan, and the loss it is trained on. */
import { ValueError } from "../../errors.ts";
import { huberLoss, l1Loss, mseLoss } from "../../functional/losses.ts";
import type { Reduction } from "../../functional/reduction.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { defaultsOf } from "../../text/optionTable.ts";
import { quantilesOf } from "../intervals/calibration.ts";
import { forecastOptions, isBaseline } from "../options.ts";
import type { Plan } from "../plan.ts";
import { segmentOf } from "../planSize.ts";
import { DLinear } from "./dlinear.ts";
import type { ForecastModel } from "./forecastModel.ts";
import { NLinear } from "./nlinear.ts";
import { quantileLoss } from "./quantileLoss.ts";
import { RecurrentForecaster } from "./recurrentForecaster.ts";
import { Ridge } from "./ridge.ts";
import { SegRNN } from "./segRNN.ts";

/** The quantiles that a plan's network forecasts; null for one value. */
export function planQuantiles({ loss, levels }: Plan): readonly number[] | null {
  return loss === "quantile" ? quantilesOf(levels) : null;
}

/** A network of the plan with new weights. Throws ValueError when the plan's model learns nothing. */
export function networkOf(plan: Plan): ForecastModel {
  const { model, lookback, horizon, columns } = plan;
  const own = { ...defaultsOf(forecastOptions.network, model), ...plan.modelOptions };
  const sizes = { lookback, horizon };
  const targets = columns.targets.length;
  if (isBaseline(model) || model === "auto" || model === "ensemble")
    throw new ValueError(`${model} has no network`, { caller: "forecaster" });
  if (model === "nlinear") return new NLinear(sizes);
  if (model === "dlinear") return new DLinear({ ...sizes, kernel: own.kernel });
  if (model === "ridge") return new Ridge({ ...sizes, relative: own.relative });
  const { width, hidden, layers, dropout, mode, relative } = own;
  if (model === "segrnn") {
    const { segment } = { segment: segmentOf(plan), ...own };
    return new SegRNN({ ...sizes, channels: targets, segment, width, dropout });
  }
  const covariates = columns.future.length + 2 * columns.calendar.length;
  const channels = targets + covariates + columns.covariates.length;
  const quantiles = planQuantiles(plan);
  const inputs = { channels, targets, covariates };
  const heads = quantiles === null ? {} : { quantiles };
  const given = { ...sizes, ...inputs, ...heads, hidden, layers, dropout, mode, relative };
  return new RecurrentForecaster({ ...given, cell: model });
}

/** How far a forecast is from what happened, both scaled. */
export function planLoss(
  plan: Plan,
  reduction: Reduction = "mean",
): (prediction: Tensor, target: Tensor) => Tensor {
  const quantiles = planQuantiles(plan);
  if (quantiles !== null)
    return (prediction, target) => quantileLoss(prediction, target, quantiles, { reduction });
  const loss = { mae: l1Loss, huber: huberLoss, mse: mseLoss, quantile: mseLoss }[plan.loss];
  return (prediction, target) => loss(prediction, target, { reduction });
}
