/** @module A line search for the strong Wolfe conditions, with cubic interpolation, as PyTorch's LBFGS does it. */

/** A place on the line: the length of the step, the loss, its gradient, and its slope along the line. */
interface Place {
  readonly t: number;
  readonly loss: number;
  readonly gradient: Float32Array;
  readonly slope: number;
}

/** Evaluates the loss and its gradient at a step of length t. */
export type Evaluate = (t: number) => { readonly loss: number; readonly gradient: Float32Array };

/** Where the search ended, and how often it evaluated the loss. */
export interface Found extends Omit<Place, "slope"> {
  readonly evaluations: number;
}

const SUFFICIENT = 1e-4; // c₁ of the decrease
const FLATTER = 0.9; // c₂ of the slope
const MOST = 25; // evaluations after the first

/**
 * A step length with  f(t) ≤ f(0) + c₁ t f′(0)  and  |f′(t)| ≤ −c₂ f′(0), from a first guess t.
 *
 * `start` is the place at t = 0 and `size` the largest change of a parameter at t = 1. Stops once an interval changes no
 * parameter by `tolerance`. Source: Nocedal & Wright, "Numerical optimization", 2006, algorithms 3.5 and 3.6.
 */
export function strongWolfe(
  evaluate: Evaluate,
  slopeOf: (gradient: Float32Array) => number,
  first: number,
  start: Omit<Place, "t">,
  size: number,
  tolerance: number,
): Found {
  const line = lineFrom({ t: 0, ...start }, evaluate, slopeOf);
  const { ends, rounds, isDone } = bracketed(line, first);
  const { t, loss, gradient } = isDone ? ends[0] : narrowed(line, ends, rounds, { size, tolerance });
  return { t, loss, gradient, evaluations: line.evaluations() };
}

/** The line that is searched, with the two conditions, and the evaluations so far. */
interface Line {
  readonly origin: Place;
  readonly at: (t: number) => Place;
  readonly tooHigh: (place: Place) => boolean;
  readonly isFlat: (place: Place) => boolean;
  readonly evaluations: () => number;
}

function lineFrom(origin: Place, evaluate: Evaluate, slopeOf: (gradient: Float32Array) => number): Line {
  let evaluations = 0;
  return {
    origin,
    at: (t) => {
      evaluations += 1;
      const { loss, gradient } = evaluate(t);
      return { t, loss, gradient, slope: slopeOf(gradient) };
    },
    tooHigh: ({ t, loss }) => loss > origin.loss + SUFFICIENT * t * origin.slope,
    isFlat: ({ slope }) => Math.abs(slope) <= -FLATTER * origin.slope,
    evaluations: () => evaluations,
  };
}

/** The ends of an interval, the lower one first, and the rounds that it took; done where that one fulfils both conditions. */
interface Bracket {
  readonly ends: readonly [Place, Place];
  readonly rounds: number;
  readonly isDone: boolean;
}

/** Lengthens the step until it brackets a place that fulfils both conditions. */
function bracketed({ origin, at, tooHigh, isFlat }: Line, first: number): Bracket {
  let before = origin;
  let place = at(first);
  for (let rounds = 0; rounds < MOST; rounds++) {
    const isPast = tooHigh(place) || (rounds > 1 && place.loss >= before.loss);
    const isDone = !isPast && isFlat(place);
    if (isDone) return { ends: [place, before], rounds, isDone };
    if (isPast || place.slope >= 0) return { ends: ordered([before, place]), rounds, isDone };
    const bounds = [place.t + 0.01 * (place.t - before.t), place.t * 10] as const;
    const t = interpolated(before, place, bounds);
    before = place;
    place = at(t);
  }
  return { ends: ordered([origin, place]), rounds: MOST, isDone: false };
}

/** Narrows the bracket to a place that fulfils both conditions, or until it changes no parameter by `tolerance`. */
function narrowed(
  { at, tooHigh, isFlat }: Line,
  ends: readonly [Place, Place],
  before: number,
  { size, tolerance }: { readonly size: number; readonly tolerance: number },
): Place {
  let [low, high] = ends;
  let isStuck = false;
  for (let rounds = before; rounds < MOST; rounds++) {
    if (Math.abs(high.t - low.t) * size < tolerance) break;
    const inside = within(low, high, isStuck);
    isStuck = inside.isStuck;
    const place = at(inside.t);
    if (tooHigh(place) || place.loss >= low.loss) {
      [low, high] = ordered([low, place]);
      continue;
    }
    if (isFlat(place)) return place;
    if (place.slope * (high.t - low.t) >= 0) high = low;
    low = place;
  }
  return low;
}

/** The next step inside a bracket. Twice in a row at its edge, or outside, it is a tenth of the interval away from it. */
function within(
  low: Place,
  high: Place,
  wasStuck: boolean,
): { readonly t: number; readonly isStuck: boolean } {
  const [least, most] = [Math.min(low.t, high.t), Math.max(low.t, high.t)];
  const t = interpolated(low, high, [least, most]);
  const margin = 0.1 * (most - least);
  if (Math.min(most - t, t - least) >= margin) return { t, isStuck: false };
  const isOutside = wasStuck || t >= most || t <= least;
  if (!isOutside) return { t, isStuck: true };
  return { t: Math.abs(t - most) < Math.abs(t - least) ? most - margin : least + margin, isStuck: false };
}

function ordered([a, b]: readonly [Place, Place]): [Place, Place] {
  return a.loss <= b.loss ? [a, b] : [b, a];
}

/** The minimum within bounds of the cubic through two places with their slopes; the middle if there is none. */
function interpolated(a: Place, b: Place, [least, most]: readonly [number, number]): number {
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const d1 = left.slope + right.slope - (3 * (left.loss - right.loss)) / (left.t - right.t);
  const square = d1 * d1 - left.slope * right.slope;
  if (!(square >= 0)) return (least + most) / 2;
  const d2 = Math.sqrt(square);
  const part = (right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2);
  const t = right.t - (right.t - left.t) * part;
  return Math.min(Math.max(t, least), most);
}
