/**
 * @module The affine map y = x Wᵀ + b, and matrix products, over plain arrays.
 *
 * Threads split the rows of x, and for the gradients of the weights the rows of W. No sum crosses two parts, so results
 * are the same bits for any number of threads.
 */
import type { Arena } from "./arena.ts";
import { arenaFor, partsFor, partsForPacking } from "./engine.ts";
import type { GradientTarget } from "./gradientTarget.ts";
import { linearCall as slot } from "./kernels.generated.ts";
import { run } from "./threads.ts";

/** N rows, I inputs, O outputs. */
export interface LinearSizes {
  readonly N: number;
  readonly I: number;
  readonly O: number;
}

/** x (N, I), weight (O, I), bias (O) or null. */
export interface LinearInputs {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
}

/** Where the gradients of x, weight and bias go; null for one that is not needed. */
export interface LinearGradients {
  readonly dx: GradientTarget | null;
  readonly dweight: GradientTarget | null;
  readonly dbias: GradientTarget | null;
}

/** y (N, O) = x Wᵀ + b. */
export function linearForward(inputs: LinearInputs, sizes: LinearSizes): Float32Array {
  const { N, I, O } = sizes;
  const arena = arenaFor(N * I * O);
  if (arena.shared) return forwardInParts(arena, inputs, sizes);
  const { x, weight, bias } = inputs;
  const { kernels } = arena;
  const y = arena.allocate(N * O);
  const work = arena.allocate(kernels.packedSize(I, O));
  kernels.linearForward(y, arena.copyIn(x), arena.copyIn(weight), arena.copyIn(bias), N, I, O, work);
  return arena.copyOut(y, N * O);
}

/** dx = dy W, dW = dyᵀ x, db = Σₙ dyₙ, of those that have a target. */
export function linearBackward(
  gradients: LinearGradients,
  dy: Float32Array,
  inputs: LinearInputs,
  sizes: LinearSizes,
): void {
  const arena = arenaFor(sizes.N * sizes.I * sizes.O);
  if (arena.shared) backwardInParts(arena, gradients, dy, inputs, sizes);
  else backwardAtOnce(arena, gradients, dy, inputs, sizes);
}

function backwardAtOnce(
  arena: Arena,
  { dx, dweight, dbias }: LinearGradients,
  dy: Float32Array,
  { x, weight }: LinearInputs,
  { N, I, O }: LinearSizes,
): void {
  const { kernels } = arena;
  const work = arena.allocate(Math.max(kernels.packedSize(O, I), kernels.outerWork(I)));
  const dyIn = arena.copyIn(dy);
  if (dx) {
    const out = arena.allocate(N * I);
    kernels.linearBackwardInput(out, dyIn, arena.copyIn(weight), N, I, O, work);
    store(arena, dx, out);
  }
  if (dweight) {
    const out = arena.allocate(O * I);
    kernels.linearBackwardWeight(out, dyIn, arena.copyIn(x), N, I, O, work);
    store(arena, dweight, out);
  }
  if (dbias) {
    const out = arena.allocate(O);
    kernels.columnSum(out, dyIn, N, O, 0, O);
    store(arena, dbias, out);
  }
}

/** C (M, N) = A (M, K) · B (K, N); either may be passed transposed, as (K, M) or (N, K). */
export function matrixProduct(
  a: Float32Array,
  b: Float32Array,
  [M, N, K]: readonly [number, number, number],
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Float32Array {
  const arena = arenaFor(0);
  const { kernels } = arena;
  const work = arena.allocate(kernels.packedSize(K, N));
  const c = arena.allocate(M * N);
  const [aRow, aColumn] = transposeA ? [1, M] : [K, 1];
  const [bRow, bColumn] = transposeB ? [1, K] : [N, 1];
  kernels.gemm(c, arena.copyIn(a), aRow, aColumn, arena.copyIn(b), bRow, bColumn, M, N, K, work);
  return arena.copyOut(c, M * N);
}

/** The argument of the kernels, at the offsets of `linearCall`: one array for all calls, as calls never overlap. */
const fields: Int32Array = new Int32Array(Object.keys(slot).length);

export function newCall({ N, I, O }: LinearSizes): Int32Array {
  fields.fill(0);
  fields[slot.N] = N;
  fields[slot.I] = I;
  fields[slot.O] = O;
  return fields;
}

/** As `linearForward`, on threads, in the arena that they share. */
export function forwardInParts(
  arena: Arena,
  { x, weight, bias }: LinearInputs,
  sizes: LinearSizes,
): Float32Array {
  const { N, I, O } = sizes;
  const call = newCall(sizes);
  const y = arena.allocate(N * O);
  call[slot.y] = y;
  call[slot.x] = arena.copyIn(x);
  call[slot.w] = arena.copyIn(weight);
  call[slot.b] = arena.copyIn(bias);
  call[slot.packed] = arena.allocate(arena.kernels.packedSize(I, O));
  const parts = partsFor(arena, N);
  const at = arena.copyInIntegers(call);
  run(arena, "linearPrepare", at, partsForPacking(parts, I * O));
  run(arena, "linearRows", at, parts);
  return arena.copyOut(y, N * O);
}

/** As `linearBackward`, on threads, in the arena that they share. */
export function backwardInParts(
  arena: Arena,
  { dx, dweight, dbias }: LinearGradients,
  dy: Float32Array,
  { x, weight }: LinearInputs,
  sizes: LinearSizes,
): void {
  const { N, I, O } = sizes;
  const call = newCall(sizes);
  const parts = partsFor(arena, N);
  call[slot.dy] = arena.copyIn(dy);
  if (dx) {
    call[slot.dx] = arena.allocate(N * I);
    call[slot.w] = arena.copyIn(weight);
    call[slot.packed] = arena.allocate(arena.kernels.packedSize(O, I));
  }
  if (dweight) {
    call[slot.dw] = arena.allocate(O * I);
    call[slot.x] = arena.copyIn(x);
    call[slot.workSize] = arena.kernels.outerWork(I);
    call[slot.work] = arena.allocate(call[slot.workSize] * parts);
  }
  if (dbias) call[slot.db] = arena.allocate(O);
  const at = arena.copyInIntegers(call);
  if (dx) run(arena, "linearPrepare", at, partsForPacking(parts, I * O));
  if (dx) run(arena, "linearRows", at, parts);
  if (dweight || dbias) run(arena, "linearGradients", at, parts);
  if (dx) store(arena, dx, call[slot.dx]);
  if (dweight) store(arena, dweight, call[slot.dw]);
  if (dbias) store(arena, dbias, call[slot.db]);
}

function store(arena: Arena, { values, adds }: GradientTarget, pointer: number): void {
  if (adds) arena.addTo(values, pointer);
  else arena.read(values, pointer);
}
