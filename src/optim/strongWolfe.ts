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
  const origin: Place = { t: 0, ...start };
  const tooHigh = ({ t, loss }: Place): boolean => loss > origin.loss + SUFFICIENT * t * origin.slope;
  const isFlat = ({ slope }: Place): boolean => Math.abs(slope) <= -FLATTER * origin.slope;
  let evaluations = 0;
  const at = (t: number): Place => {
    evaluations += 1;
    const { loss, gradient } = evaluate(t);
    return { t, loss, gradient, slope: slopeOf(gradient) };
  };

  // Lengthens the step until it brackets a place that fulfils both conditions.
  let before = origin;
  let place = at(first);
  let bracket: [Place, Place] | null = null;
  let rounds = 0;
  for (; rounds < MOST; rounds++) {
    if (tooHigh(place) || (rounds > 1 && place.loss >= before.loss)) {
      bracket = [before, place];
      break;
    }
    if (isFlat(place)) return { ...place, evaluations };
    if (place.slope >= 0) {
      bracket = [before, place];
      break;
    }
    const bounds = [place.t + 0.01 * (place.t - before.t), place.t * 10] as const;
    const t = interpolated(before, place, bounds);
    before = place;
    place = at(t);
  }
  let [low, high] = ordered(bracket ?? [origin, place]);

  // Narrows the bracket.
  let isStuck = false;
  for (; rounds < MOST; rounds++) {
    if (Math.abs(high.t - low.t) * size < tolerance) break;
    const [least, most] = [Math.min(low.t, high.t), Math.max(low.t, high.t)];
    let t = interpolated(low, high, [least, most]);
    const margin = 0.1 * (most - least);
    if (Math.min(most - t, t - least) < margin) {
      // Twice in a row at the edge, or outside: a tenth of the interval away from it.
      const isOutside: boolean = isStuck || t >= most || t <= least;
      if (isOutside) t = Math.abs(t - most) < Math.abs(t - least) ? most - margin : least + margin;
      isStuck = !isOutside;
    } else isStuck = false;

    place = at(t);
    if (tooHigh(place) || place.loss >= low.loss) {
      [low, high] = ordered([low, place]);
      continue;
    }
    const isDone = isFlat(place);
    if (!isDone && place.slope * (high.t - low.t) >= 0) high = low;
    low = place;
    if (isDone) break;
  }
  return { ...low, evaluations };
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
