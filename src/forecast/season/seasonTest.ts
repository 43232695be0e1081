/** @module Whether a season is there: an F-test of its harmonics against a trend and the series' own last values. */
import { tailOfF } from "../scores/tails.ts";
import { dot, Projection } from "./projection.ts";

/** Harmonics of a season in the test, at most: more cost power and time, and real days and weeks are told by fewer. */
const MOST_HARMONICS = 12;
/** How many of its last values the series is regressed on: 2 make noise of a random walk, more of one with noise. */
const lagsOf = (rows: number): number => Math.max(2, Math.min(8, Math.floor(rows / 50)));
/** More harmonics are not tried below that chance. */
const CERTAIN = 1e-12;
/** More rows than that, or than 12 seasons, take time and say little. */
const MOST_ROWS = 4000;

/** The share of the squares below which there is no noise to compare with. */
const ROUNDING = 1e-9;

/**
 * The chance that a series without the season would show as much of it.
 *
 *     x_t = a + b t + φ₁ x_{t−1} + … + φ_p x_{t−p} + Σ_j (c_j cos 2πjt/m + s_j sin 2πjt/m) + e_t,   j = 1 … K
 *
 * F-tests of the sum against the rest for K = 1, 2, 4, … up to 12 harmonics; the least of their probabilities, times their
 * number. What a random walk, or any smooth series, does by itself is told by its last values, so it is no evidence for a
 * season. `period` may be a fraction, such as 52.18 weeks; seasons that are `known` already are no evidence either.
 */
export function chanceOfSeason(values: Float64Array, period: number, known: readonly number[] = []): number {
  const x = values.subarray(-Math.max(MOST_ROWS, 12 * Math.ceil(period)));
  const lags = lagsOf(x.length);
  const n = x.length - lags;
  if (n < 8) return 1;
  const rest = new Projection(Float64Array.from({ length: n }, (_, i) => x[i + lags]));
  const add = (at: (i: number) => number): boolean =>
    rest.add(Float64Array.from({ length: n }, (_, i) => at(i)));
  for (const at of [() => 1, (i: number) => i - n / 2]) add(at);
  for (let lag = 1; lag <= lags; lag++) add((i) => x[i + lags - lag]);
  for (const season of known) for (let k = 1; k <= harmonicsOf(season); k++) addHarmonic(add, season, k);
  const [terms, before] = [rest.count, rest.squares()];
  if (before <= ROUNDING * dot(x, x)) return known.length === 0 && repeats(x, period) ? 0 : 1;
  let [least, tests] = [1, 0];
  const most = harmonicsOf(period);
  for (let k = 1; k <= most && least > CERTAIN; k++) {
    addHarmonic(add, period, k);
    const [added, free] = [rest.count - terms, n - rest.count];
    if (free < 2) break;
    if (added === 0 || ((k & (k - 1)) !== 0 && k !== most)) continue;
    const after = rest.squares();
    tests += 1;
    least = Math.min(least, tailOfF((before - after) / added / (after / free), added, free));
  }
  return Math.min(1, least * tests);
}

/** Whether a series without noise is the same after a season. */
function repeats(x: Float64Array, period: number): boolean {
  const season = Math.round(period);
  const change = x.subarray(season).map((value, t) => value - x[t]);
  return dot(change, change) <= 1e-3 * dot(x, x);
}

function harmonicsOf(period: number): number {
  return Math.min(MOST_HARMONICS, Math.floor(period / 2 + 1e-9));
}

/** At half the rate of the steps there is a cosine only. */
function addHarmonic(add: (at: (i: number) => number) => boolean, period: number, k: number): void {
  const turn = (2 * Math.PI * k) / period;
  add((i) => Math.cos(turn * i));
  if (2 * k < period - 1e-9) add((i) => Math.sin(turn * i));
}
