/** @module The affine map, value by value. x (N, I), W (O, I), b (O), y (N, O). */

/** y = x Wᵀ + b. */
export function linearForward(
  x: readonly number[],
  weight: readonly number[],
  bias: readonly number[] | null,
  [N, I, O]: readonly number[],
): number[] {
  const y: number[] = [];
  for (let n = 0; n < N; n++) {
    for (let o = 0; o < O; o++) {
      let total = bias ? bias[o] : 0;
      for (let i = 0; i < I; i++) total += x[n * I + i] * weight[o * I + i];
      y.push(total);
    }
  }
  return y;
}

/** dx = dy W, dW = dyᵀ x, db = Σₙ dyₙ. */
export function linearBackward(
  dy: readonly number[],
  x: readonly number[],
  weight: readonly number[],
  [N, I, O]: readonly number[],
): { dx: number[]; dweight: number[]; dbias: number[] } {
  const dx = new Array<number>(N * I).fill(0);
  const dweight = new Array<number>(O * I).fill(0);
  const dbias = new Array<number>(O).fill(0);
  for (let n = 0; n < N; n++) {
    for (let o = 0; o < O; o++) {
      const d = dy[n * O + o];
      dbias[o] += d;
      for (let i = 0; i < I; i++) {
        dx[n * I + i] += d * weight[o * I + i];
        dweight[o * I + i] += d * x[n * I + i];
      }
    }
  }
  return { dx, dweight, dbias };
}
