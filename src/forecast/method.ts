/** @module Baselines and networks behind one face: windows in, forecasts in the units of the series out. */
import type { Scaler } from "../data/prepare/scalers.ts";
import type { Window, Windows } from "../data/prepare/windows.ts";
import { noGrad } from "../tensor/tape.ts";
import { type Bounds, unbounded } from "./bounds.ts";
import type { ForecastModel } from "./models/forecastModel.ts";
import type { PlanColumns } from "./plan.ts";
import { type Frame, frameOf, readWindows, targetRows } from "./scaledSeries.ts";
import type { Baseline } from "./scores/baselines.ts";

export interface Method {
  /** The quantiles that it forecasts, in rising order; null for one value. */
  readonly quantiles: readonly number[] | null;
  /** What forecasts and intervals keep to. */
  readonly bounds: Bounds;
  /** (B, H, O), or (B, H, O, Q), in units of the series. */
  predict(frame: Frame, windows: readonly Window[]): Float64Array;
}

const WINDOWS_AT_ONCE = 256;

/** A baseline reads the look-back in the units of the series. */
export function baselineMethod(baseline: Baseline, horizon: number): Method {
  return {
    quantiles: null,
    bounds: unbounded,
    predict: (frame, windows) => {
      const size = horizon * frame.targets;
      const all = new Float64Array(windows.length * size);
      windows.forEach(({ start, from }, i) => {
        all.set(baseline(targetRows(frame, start, from), { horizon, channels: frame.targets }), i * size);
      });
      return all;
    },
  };
}

/** A network reads and says scaled values. */
export function networkMethod(
  network: ForecastModel,
  scaler: Scaler,
  quantiles: readonly number[] | null,
): Method {
  const Q = quantiles?.length ?? 1;
  return {
    quantiles,
    bounds: unbounded,
    predict: (frame, windows) => {
      const [x, future] = readWindows(frame, windows);
      network.eval();
      const said = noGrad(() => network.forward(x, future)).data;
      const inUnits = new Float64Array(said.length);
      for (let i = 0; i < said.length; i++)
        inUnits[i] = scaler.inverseValue(said[i], Math.floor(i / Q) % frame.targets);
      return inUnits;
    },
  };
}

/** The mean of point forecasts, each from its own look-back at the end of the window's. */
export function meanMethod(
  members: readonly { readonly method: Method; readonly lookback: number }[],
): Method {
  return {
    quantiles: null,
    bounds: unbounded,
    predict: (frame, windows) => {
      const all = members.map(({ method, lookback }) => {
        const own = windows.map((one) => ({ ...one, start: one.from - lookback }));
        return pointOf(method.predict(frame, own), method);
      });
      return all[0].map((_, i) => all.reduce((sum, one) => sum + one[i], 0) / all.length);
    },
  };
}

/** A method that is given frames of another scaler, or of more columns behind its own, and makes its own of them. */
export function rescaled(method: Method, scaler: Scaler, names: PlanColumns): Method {
  return {
    ...method,
    predict: (frame, windows) => method.predict(frameFor(frame, scaler, names), windows),
  };
}

/** The frames of a frame's members, by their scalers. */
const memberFrames = new WeakMap<Frame, WeakMap<Scaler, Frame>>();

function frameFor(frame: Frame, scaler: Scaler, names: PlanColumns): Frame {
  const known = memberFrames.get(frame) ?? new WeakMap<Scaler, Frame>();
  memberFrames.set(frame, known);
  const own =
    known.get(scaler) ?? frameOf(frame.columns.slice(0, scaler.state().center.length), scaler, names);
  known.set(scaler, own);
  return own;
}

/** Of Q quantiles of each value the k-th; without quantiles the value itself. */
export function quantileAt(prediction: Float64Array, Q: number, k: number): Float64Array {
  if (Q === 1) return prediction;
  const picked = new Float64Array(prediction.length / Q);
  for (let i = 0; i < picked.length; i++) picked[i] = prediction[i * Q + k];
  return picked;
}

/** The one value that is forecast: of quantiles the median. */
export function pointOf(prediction: Float64Array, { quantiles }: Method): Float64Array {
  const Q = quantiles?.length ?? 1;
  return quantileAt(prediction, Q, Math.floor(Q / 2));
}

/** Lists of at most that many windows, one after the other. */
export function* chunksOf(list: Windows): Generator<readonly Window[]> {
  for (let i = 0; i < list.length; i += WINDOWS_AT_ONCE)
    yield Array.from({ length: Math.min(WINDOWS_AT_ONCE, list.length - i) }, (_, k) => list.at(i + k));
}
