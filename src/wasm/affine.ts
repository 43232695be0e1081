/** @module The affine map on values that are in an arena already, as a step of a larger operation; equations in linear.ts. */
import type { Arena } from "./arena.ts";
import { partsFor, partsForPacking } from "./engine.ts";
import { linearCall as slot } from "./kernels.generated.ts";
import { type LinearSizes, newCall } from "./linear.ts";
import { run } from "./threads.ts";

/** Addresses: x (N, I), weight (O, I), bias (O) or 0, y (N, O). */
export interface AffinePlace {
  readonly x: number;
  readonly weight: number;
  readonly bias: number;
  readonly y: number;
}

/** Addresses of the gradients of `AffinePlace`; dx is 0 where it is not needed. */
export interface AffineGradients {
  readonly dy: number;
  readonly dx: number;
  readonly dweight: number;
  readonly dbias: number;
}

/** Rows of a part at least. */
const FEWEST_ROWS = 64;

/** Parts of large work: several for each thread, so that one that loses its core does not hold up the others. */
export function finePartsFor(arena: Arena, rows: number): number {
  const parts = partsFor(arena, rows);
  return parts === 1 ? 1 : Math.max(1, Math.min(4 * parts, 15, Math.floor(rows / FEWEST_ROWS)));
}

/** y = x Wᵀ + b, while the caller does something else first. */
export function affineForward(
  arena: Arena,
  { x, weight, bias, y }: AffinePlace,
  sizes: LinearSizes,
  meanwhile: (() => void) | null = null,
): void {
  const { N, I, O } = sizes;
  const call = newCall(sizes);
  call[slot.x] = x;
  call[slot.w] = weight;
  call[slot.b] = bias;
  call[slot.y] = y;
  call[slot.packed] = arena.allocate(arena.kernels.packedSize(I, O));
  const parts = finePartsFor(arena, N);
  const at = arena.copyInIntegers(call);
  run(arena, "linearPrepare", at, partsForPacking(partsFor(arena, N), I * O));
  run(arena, "linearRows", at, parts, meanwhile);
}

/** dx = dy W, dW = dyᵀ x, db = Σₙ dyₙ. */
export function affineBackward(
  arena: Arena,
  { dy, dx, dweight, dbias }: AffineGradients,
  { x, weight }: Pick<AffinePlace, "x" | "weight">,
  sizes: LinearSizes,
): void {
  const { N, I, O } = sizes;
  const call = newCall(sizes);
  const parts = partsFor(arena, N);
  call[slot.dy] = dy;
  call[slot.x] = x;
  call[slot.w] = weight;
  call[slot.dw] = dweight;
  call[slot.db] = dbias;
  call[slot.workSize] = arena.kernels.outerWork(I);
  call[slot.work] = arena.allocate(call[slot.workSize] * parts);
  if (dx !== 0) {
    call[slot.dx] = dx;
    call[slot.packed] = arena.allocate(arena.kernels.packedSize(O, I));
  }
  const at = arena.copyInIntegers(call);
  if (dx !== 0) run(arena, "linearPrepare", at, partsForPacking(parts, I * O));
  if (dx !== 0) run(arena, "linearRows", at, finePartsFor(arena, N));
  run(arena, "linearGradients", at, parts);
}

const bits = new Int32Array(1);

/** to = factor · from where mask > 0, else 0; `to` may be `from`. */
export function maskValues(
  arena: Arena,
  { to, from, mask, count }: Readonly<Record<"to" | "from" | "mask" | "count", number>>,
  factor: number,
): void {
  new Float32Array(bits.buffer)[0] = factor;
  const parts = partsFor(arena, count / 1024);
  const call = newCall({ N: 4 * Math.ceil(count / parts / 4), I: count, O: 0 });
  call[slot.b] = bits[0];
  call[slot.x] = mask;
  call[slot.dy] = from;
  call[slot.y] = to;
  run(arena, "linearMask", arena.copyInIntegers(call), parts);
}
