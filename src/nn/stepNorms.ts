/** @module How much of a loss reaches each state of a sequence. */

/** Norms by layer and direction (in the order of `hn`), then by time step. */
export interface StepNorms {
  /** |∂L/∂h_t| over batch and units. */
  readonly hidden: number[][];
  /** |∂L/∂c_t| of an LSTM by way of c_{t+1} alone, with h_t held fixed; null for other cells. */
  readonly cell: number[][] | null;
}

/** The Euclidean norm of the rows of each time step. */
export function stepNorms(gradients: Float32Array, batchSizes: readonly number[]): number[] {
  const width = gradients.length / batchSizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  return batchSizes.map((size) => {
    let squares = 0;
    for (const end = at + size * width; at < end; at++) squares += gradients[at] ** 2;
    return Math.sqrt(squares);
  });
}
