/** @module The Mackey–Glass series, a chaotic benchmark of forecasting methods. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";

/** The parameters of the equation and of its sampling. */
export interface MackeyGlassOptions {
  /** The number of samples. */
  readonly length: number;
  /** The delay τ, 17 by default; the series is chaotic from about 16.8. */
  readonly tau?: number;
  /** Draws the initial past at random; without a seed it is 1.2 throughout. */
  readonly seed?: number;
  /** Values discarded at the beginning, until the initial past is forgotten; 1000 by default. */
  readonly washout?: number;
  /** Whether values are tanh(x − 1), as Jaeger's, instead of x. */
  readonly squash?: boolean;
}

/** Euler steps per unit of time, which is one value of the series. */
const STEPS = 10;

/**
 * One value for each unit of time of the delay equation
 *
 *     dx/dt = 0.2 x(t − τ) / (1 + x(t − τ)¹⁰) − 0.1 x(t)
 *
 * by Euler's method with steps of 0.1, as H. Jaeger, "The 'echo state' approach", 2001, and after him
 * M. Lukoševičius' file `MackeyGlass_t17.txt` have it (there squashed by tanh(x − 1)). Source: M. C. Mackey and L. Glass,
 * "Oscillation and chaos in physiological control systems", Science 197, 1977.
 */
export function mackeyGlass(options: MackeyGlassOptions): Float64Array {
  const {
    length,
    tau = 17,
    seed,
    washout = 1000,
    squash = false,
  } = closed("mackeyGlass", options, {
    length: 0,
    tau: 0,
    seed: 0,
    washout: 0,
    squash: 0,
  });
  const delay = Math.round(tau * STEPS);
  if (!(Number.isInteger(length) && length >= 0 && Number.isInteger(washout) && washout >= 0 && delay >= 1))
    throw new ValueError(
      `length ${length} and washout ${washout} must be whole numbers from 0, and tau ${tau} at least 0.1`,
      { caller: "mackeyGlass" },
    );
  const past = pastOf(delay, seed); // a ring: the oldest value is the one τ ago
  let x = past[delay - 1] ?? 1.2;
  const step = (at: number) => {
    const delayed = past[at % delay] ?? 0;
    x += ((0.2 * delayed) / (1 + delayed ** 10) - 0.1 * x) / STEPS;
    past[at % delay] = x;
  };
  for (let at = 0; at < washout * STEPS; at++) step(at);
  return Float64Array.from({ length }, (_, i) => {
    for (let k = 0; k < STEPS; k++) step((washout + i) * STEPS + k);
    return squash ? Math.tanh(x - 1) : x;
  });
}

/** The initial past: 1.2, or with a seed uniform in 1.1 to 1.3 (mulberry32). */
function pastOf(delay: number, seed: number | undefined): Float64Array {
  let state = (seed ?? 0) >>> 0;
  return Float64Array.from({ length: delay }, () => {
    if (seed === undefined) return 1.2;
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return 1.1 + (0.2 * ((mixed ^ (mixed >>> 14)) >>> 0)) / 2 ** 32;
  });
}
