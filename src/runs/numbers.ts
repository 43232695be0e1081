/** @module Numbers as reports of runs write them: no more digits than the data bear, gaps and endless ends as such. */
import type { Numbers } from "../forecast/scores/score.ts";
import { formatLoss } from "../text/numbers.ts";

/** What stands where there is no number. */
const NONE = "–";

/** A level or share in percent, without zeros that say nothing: 80%, 97.5%. */
export function levelText(level: number): string {
  return `${Number((100 * level).toPrecision(6))}%`;
}

/** A share that was counted, in percent with one decimal: 78.2%. */
export function shareText(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)}%` : NONE;
}

/** An error or a loss, to three significant digits. */
export function errorText(error: number): string {
  return Number.isNaN(error) ? NONE : formatLoss(error);
}

/** An error in units of a scaler, to four significant digits. */
export function scaledErrorText(error: number): string {
  return Number.isNaN(error) ? NONE : formatLoss(error, 4);
}

/** An error that is in percent, to three significant digits. */
export function percentText(percent: number): string {
  return Number.isNaN(percent) ? NONE : `${errorText(percent)}%`;
}

/**
 * What writes values of a column: to about a thousandth of its range, so that neighbours can be told apart and no digit
 * is made up. Numbers from 100,000 on are grouped; those of a very small or very wide range have exponents.
 */
export function valueWriter(column: Numbers): (value: number) => string {
  const decimals = decimalsFor(spreadOf(column));
  return (value) => {
    if (Number.isNaN(value)) return NONE;
    if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
    if (decimals > 8 || Math.abs(value) >= 1e15) return formatLoss(value, 4);
    const text = value.toFixed(decimals);
    const whole = Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
    return Math.abs(value) < 1e5 ? whole : grouped(whole);
  };
}

function decimalsFor(spread: number): number {
  return Math.max(0, 3 - Math.floor(Math.log10(spread)));
}

/** From the least to the greatest finite value; of a column that stands still, how large it is. */
function spreadOf(column: Numbers): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < column.length; i++) {
    if (!Number.isFinite(column[i])) continue;
    low = Math.min(low, column[i]);
    high = Math.max(high, column[i]);
  }
  if (high > low) return high - low;
  return Number.isFinite(low) && low !== 0 ? Math.abs(low) : 1;
}

function grouped(text: string): string {
  const [whole, ...fraction] = text.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".");
}
