/**
 * @module The affine map over many rows, on threads: rows of x are shared out, and for the gradients rows of the weights.
 *
 * Nothing is summed across parts, so results are the same bits for any number of threads.
 */
import type { Arena } from "./arena.ts";
import { partsFor, partsForPacking } from "./engine.ts";
import { type GradientTarget, put } from "./gradientTarget.ts";
import { linearCall as slot } from "./kernels.generated.ts";
import { run } from "./threads.ts";

/** The fields of a call, at `linearCall`'s places: one for all, as none begins before another has run. */
const fields: Int32Array = new Int32Array(Object.keys(slot).length);

function newCall(N: number, I: number, O: number): Int32Array {
  fields.fill(0);
  fields[slot.N] = N;
  fields[slot.I] = I;
  fields[slot.O] = O;
  return fields;
}

/** y (N, O) = x Wᵀ + b. */
export function forwardInParts(
  arena: Arena,
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | null,
  N: number,
  I: number,
  O: number,
): Float32Array {
  const call = newCall(N, I, O);
  const y = arena.room(N * O);
  call[slot.y] = y;
  call[slot.x] = arena.copyIn(x);
  call[slot.w] = arena.copyIn(weight);
  call[slot.b] = arena.copyIn(bias);
  call[slot.packed] = arena.room(arena.kernels.packedSize(I, O));
  const parts = partsFor(arena, N);
  const at = arena.writeIntegers(call);
  run(arena, "linearPrepare", at, partsForPacking(parts, I * O));
  run(arena, "linearRows", at, parts);
  return arena.copyOut(y, N * O);
}

/** dx, dW and db, each put where it belongs; null for those that are not wanted. */
export function backwardInParts(
  arena: Arena,
  [dx, dweight, dbias]: readonly (GradientTarget | null)[],
  dy: Float32Array,
  x: Float32Array,
  weight: Float32Array,
  N: number,
  I: number,
  O: number,
): void {
  const call = newCall(N, I, O);
  const parts = partsFor(arena, N);
  call[slot.dy] = arena.copyIn(dy);
  if (dx) {
    call[slot.dx] = arena.room(N * I);
    call[slot.w] = arena.copyIn(weight);
    call[slot.packed] = arena.room(arena.kernels.packedSize(O, I));
  }
  if (dweight) setWeightGradient(arena, call, x, O * I, arena.kernels.outerWork(I), parts);
  if (dbias) call[slot.db] = arena.room(O);
  const at = arena.writeIntegers(call);
  if (dx) run(arena, "linearPrepareBackward", at, partsForPacking(parts, I * O));
  if (dx) run(arena, "linearInputRows", at, parts);
  if (dweight || dbias) run(arena, "linearGradients", at, parts);
  if (dx) put(arena, dx, call[slot.dx]);
  if (dweight) put(arena, dweight, call[slot.dw]);
  if (dbias) put(arena, dbias, call[slot.db]);
}

/** Room for dW, and for each part to work in. */
function setWeightGradient(
  arena: Arena,
  call: Int32Array,
  x: Float32Array,
  size: number,
  work: number,
  parts: number,
): void {
  call[slot.x] = arena.copyIn(x);
  call[slot.dw] = arena.room(size);
  call[slot.work] = arena.room(work * parts);
  call[slot.workSize] = work;
}
