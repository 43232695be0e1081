/** @module Models of time series: the default forecaster, and SegRNN with its published settings. */
import { functional } from "unrolled";
import { RecurrentForecaster, SegRNN } from "unrolled/forecast";
import { Inputs } from "../ops/task.ts";
import { type TrainingStep, trained } from "./text.ts";

export function forecaster(): TrainingStep {
  const [B, lookback, horizon] = [32, 48, 24];
  const model = new RecurrentForecaster({ lookback, horizon, channels: 1, relative: true });
  const on = new Inputs("middling");
  const [x, y] = [on.constant(B, lookback, 1), on.constant(B, horizon, 1)];
  return trained(model, 3e-3, () => functional.huberLoss(model.forward(x), y), 1);
}

export function segrnn(B = 256): TrainingStep {
  const [lookback, horizon, channels] = [96, 96, 7];
  const model = new SegRNN({ lookback, horizon, channels, segment: 24, width: 512, dropout: 0.5 });
  const on = new Inputs("middling");
  const [x, y] = [on.constant(B, lookback, channels), on.constant(B, horizon, channels)];
  return trained(model, 1e-3, () => functional.mseLoss(model.forward(x), y));
}
