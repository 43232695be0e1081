/**
 * The layout of a sequence: which rows belong to which time step.
 *
 * Rows are time-major without gaps: step t occupies rows offset(t) … offset(t) + size(t) of a matrix of N = Σ size(t)
 * rows. Sizes never increase with t (shorter sequences have ended), so after the last step the running state (B, H)
 * holds the final state of every sequence.
 *
 *     sequence[0] T    sequence[1] 1 if time is reversed    sequence[2] N    sequence[3 … 3 + T) size(t)
 */

@inline
export function steps(sequence: usize): i32 {
  return load<i32>(sequence);
}

@inline
export function runsBackwards(sequence: usize): bool {
  return load<i32>(sequence, 4) != 0;
}

/** Rows of the whole sequence. */
@inline
export function totalRows(sequence: usize): i32 {
  return load<i32>(sequence, 8);
}

@inline
export function size(sequence: usize, t: i32): i32 {
  return load<i32>(sequence + (t << 2), 12);
}
