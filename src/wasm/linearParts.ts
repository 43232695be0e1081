/** @module The affine map on more rows than one call can hold: in parts of rows, with the same bits. */
import { ROOM } from "./arena.ts";
import type { GradientTarget } from "./gradientTarget.ts";
import {
  type LinearGradients,
  type LinearInputs,
  type LinearSizes,
  linearBackward,
  linearForward,
} from "./linear.ts";
import { eachPart, FEWEST_ROWS } from "./parts.ts";
import { WeightSum } from "./weightSum.ts";

/** As `linearForward`, in parts of `rows` rows. */
export function linearForwardInParts(
  inputs: LinearInputs,
  sizes: LinearSizes,
  rows: number = rowsPerPart(sizes),
): Float32Array {
  const { N, I, O } = sizes;
  if (rows >= N) return linearForward(inputs, sizes);
  const y = new Float32Array(N * O);
  eachPart(N, rows, (from, until) => {
    const part = { ...inputs, x: inputs.x.subarray(from * I, until * I) };
    y.set(linearForward(part, { N: until - from, I, O }), from * O);
  });
  return y;
}

/** As `linearBackward`, in parts of `rows` rows. */
export function linearBackwardInParts(
  gradients: LinearGradients,
  dy: Float32Array,
  inputs: LinearInputs,
  sizes: LinearSizes,
  rows: number = rowsPerPart(sizes),
): void {
  const { N, I, O } = sizes;
  if (rows >= N) {
    linearBackward(gradients, dy, inputs, sizes);
    return;
  }
  const { dx, dweight, dbias } = gradients;
  const sum = dweight || dbias ? new WeightSum(O, I) : null;
  eachPart(N, rows, (from, until) => {
    const [d, x] = [dy.subarray(from * O, until * O), inputs.x.subarray(from * I, until * I)];
    const target = dx && { values: dx.values.subarray(from * I, until * I), adds: dx.adds };
    if (target !== null)
      linearBackward(
        { dx: target, dweight: null, dbias: null },
        d,
        { ...inputs, x },
        { N: until - from, I, O },
      );
    sum?.add(d, x);
  });
  if (sum !== null && dweight) store(dweight, sum.weight);
  if (sum !== null && dbias) store(dbias, sum.bias);
}

function rowsPerPart({ N, I, O }: LinearSizes): number {
  const bytes = 8 * (I + O); // of a row: x and y, their gradients
  return N * bytes <= ROOM ? N : Math.max(FEWEST_ROWS, 4 * O, Math.floor(ROOM / bytes));
}

function store({ values, adds }: GradientTarget, sum: Float32Array): void {
  if (!adds) values.set(sum);
  else for (let i = 0; i < sum.length; i++) values[i] += sum[i];
}
