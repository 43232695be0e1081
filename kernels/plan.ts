/**
 * The plan of a sequence: which rows belong to which time step.
 *
 * Sequences lie time-major with no gaps: the rows of step t stand at offset(t) … offset(t) + size(t) of a
 * matrix of N = Σ size(t) rows. Sizes never grow with t (shorter sequences have ended), so the running state
 * (B, H) holds, after the last step, each sequence's own final state.
 *
 *     plan[0] T    plan[1] 1 when time runs backwards    plan[2] N    plan[3 … 3 + T) size(t)
 */

@inline
export function steps(plan: usize): i32 {
  return load<i32>(plan);
}

@inline
export function runsBackwards(plan: usize): bool {
  return load<i32>(plan, 4) != 0;
}

/** Rows of the whole sequence. */
@inline
export function totalRows(plan: usize): i32 {
  return load<i32>(plan, 8);
}

@inline
export function size(plan: usize, t: i32): i32 {
  return load<i32>(plan + (t << 2), 12);
}
