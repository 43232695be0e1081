/** @module Whether a model merely repeats the last value it has seen: the commonest way to look good and know nothing. */
import { checkedShape, checkWindows, type ForecastShape, type Numbers } from "./score.ts";

/** What `echoesLastValue` finds; all over windows, steps and channels. */
export interface Echo {
  /** Whether the forecast is nearer to the last value than to what happened by half, and no better than the naive one. */
  readonly echoes: boolean;
  /** RMS of ŷ − last: how far the forecast moves away from the last value, in units of the target. */
  readonly toLast: number;
  /** RMS of ŷ − y: how far it is from what happened. */
  readonly toTarget: number;
  /** RMS of y − last: how far the series itself moves, which is the error of the naive forecast. */
  readonly moved: number;
  /** The correlation of the moves that were forecast, ŷ − last, with those that happened, y − last; NaN without moves. */
  readonly correlation: number;
  /** 1 − MSE(ŷ) / MSE(naive): 0 for the naive forecast, 1 for a perfect one, negative for a worse one. */
  readonly skill: number;
}

/** Less skill than that is none. */
const LITTLE = 0.05;

/**
 * Says whether a forecast is little more than the last value of the look-back.
 *
 *     ŷ, y (N, H, C)   last (N, C), row-major        moves  p = ŷ − last,  d = y − last
 *
 *     echoes:   |p| < |ŷ − y| / 2   and   skill = 1 − |ŷ − y|² / |d|² < 0.05
 *
 * Such a curve follows its target one step late, and a picture of it looks right. Of a random walk nothing better can
 * be said, so this is no proof that the model is wrong; it has learnt nothing that the naive forecast does not know.
 * Throws ShapeError when the sizes do not fit.
 */
export function echoesLastValue(
  prediction: Numbers,
  lookbackLast: Numbers,
  target: Numbers,
  shape: ForecastShape,
): Echo {
  const { horizon, channels } = checkedShape(shape);
  checkWindows("target", target, horizon * channels);
  checkWindows("prediction", prediction, horizon * channels, target.length);
  checkWindows("lookbackLast", lookbackLast, channels, target.length / horizon);
  const lastOf = (i: number): number =>
    lookbackLast[Math.floor(i / (horizon * channels)) * channels + (i % channels)];
  const said = Float64Array.from(prediction, (value, i) => value - lastOf(i));
  const happened = Float64Array.from(target, (value, i) => value - lastOf(i));
  return judge(said, happened);
}

function judge(said: Float64Array, happened: Float64Array): Echo {
  const toLast = rms(said);
  const toTarget = rms(said.map((move, i) => move - happened[i]));
  const moved = rms(happened);
  const skill = moved === 0 && toTarget === 0 ? 0 : 1 - (toTarget / moved) ** 2;
  const still = moved === 0 && toLast === 0;
  const echoes = still || (toLast < toTarget / 2 && skill < LITTLE);
  return { echoes, toLast, toTarget, moved, correlation: correlation(said, happened), skill };
}

function rms(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** Pearson's, about the means. */
function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}
