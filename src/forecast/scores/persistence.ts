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
 * Such a curve follows its target one step late, and looks right in a plot. For a random walk no forecast is better, so the
 * model need not be wrong. Throws ShapeError when the sizes do not match.
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
  const meter = new EchoMeter(channels);
  const size = horizon * channels;
  for (let at = 0; at < target.length; at += size)
    meter.add(
      Array.prototype.slice.call(prediction, at, at + size),
      Array.prototype.slice.call(lookbackLast, at / horizon, at / horizon + channels),
      Array.prototype.slice.call(target, at, at + size),
    );
  return meter.echo();
}

/** The same, window by window: of millions only sums are kept. */
export class EchoMeter {
  readonly #channels: number;
  #count = 0;
  /** Sums of p², d² and (p − d)². */
  readonly #squares: [number, number, number] = [0, 0, 0];
  /** Means of p and d, and sums of products about them, by Welford's rule: moves that never differ give exactly 0. */
  readonly #mean: [number, number] = [0, 0];
  readonly #about: [pp: number, dd: number, pd: number] = [0, 0, 0];

  constructor(channels: number) {
    this.#channels = channels;
  }

  /** One window: ŷ and y (H, C), last (C); `unknown` is 1 where y is not known. */
  add(prediction: Numbers, last: Numbers, target: Numbers, unknown: Numbers | null = null): void {
    for (let i = 0; i < target.length; i++) {
      if (unknown?.[i] === 1) continue;
      const before = last[i % this.#channels];
      this.#addMoves(prediction[i] - before, target[i] - before);
    }
  }

  echo(): Echo {
    const [toLast, moved, toTarget] = this.#squares.map((sum) => Math.sqrt(sum / this.#count));
    const [pp, dd, pd] = this.#about;
    const skill = moved === 0 && toTarget === 0 ? 0 : 1 - (toTarget / moved) ** 2;
    const still = moved === 0 && toLast === 0;
    const echoes = still || (toLast < toTarget / 2 && skill < LITTLE);
    return { echoes, toLast, toTarget, moved, correlation: pd / Math.sqrt(pp * dd), skill };
  }

  #addMoves(p: number, d: number): void {
    this.#count += 1;
    this.#squares[0] += p * p;
    this.#squares[1] += d * d;
    this.#squares[2] += (p - d) ** 2;
    const [fromP, fromD] = [p - this.#mean[0], d - this.#mean[1]];
    this.#mean[0] += fromP / this.#count;
    this.#mean[1] += fromD / this.#count;
    this.#about[0] += fromP * (p - this.#mean[0]);
    this.#about[1] += fromD * (d - this.#mean[1]);
    this.#about[2] += fromP * (d - this.#mean[1]);
  }
}
