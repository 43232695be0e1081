/** @module Segments of sequences, embedded and read by a GRU, in one call: only segments and final states are copied. */

import { affineBackward, affineForward, finePartsFor, maskValues } from "./affine.ts";
import type { Arena, SavedBlock } from "./arena.ts";
import { arenaFor, partsFor, partsForPacking, resume } from "./engine.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import { bytesNeeded, type LayerLayout, layoutOf, newCall, savedSize } from "./recurrent.ts";
import { run } from "./threads.ts";

/** S sequences of N segments of I values, H units. */
export interface EncoderSizes {
  readonly S: number;
  readonly N: number;
  readonly I: number;
  readonly H: number;
}

/** What the encoder reads, or the gradients of it. */
export interface EncoderArrays<Optional = Float32Array> {
  readonly x: Optional; // (S, N, I)
  readonly weight: Float32Array; // (H, I)
  readonly bias: Float32Array; // (H)
  readonly weightIh: Float32Array; // (3H, H)
  readonly weightHh: Float32Array; // (3H, H)
  readonly biasIh: Float32Array; // (3H)
  readonly biasHh: Float32Array; // (3H)
}

/** What forward saves for backward; to be freed with `arena.free(block)`. */
export interface SavedEncoder {
  readonly arena: Arena;
  readonly block: SavedBlock;
  readonly sizes: EncoderSizes;
}

function layoutFor({ S, N, H }: EncoderSizes): LayerLayout {
  const sequence = { batchSizes: new Array<number>(N).fill(S), reverse: false, xBatchFirst: true };
  return layoutOf("GRU", { I: H, H, P: H }, sequence, false);
}

/** An upper bound for the bytes of working memory of a call; with `save`, of the backward pass if that needs more. */
export function encoderBytes(sizes: EncoderSizes, save: boolean): number {
  const { S, N, I, H } = sizes;
  return bytesNeeded(layoutFor(sizes), save) + 4 * (S * N * (H + 2 * I) + 3 * (H + 16) * (I + 16));
}

/** The final states (S, H) of h = GRU(relu(x Wᵀ + b)). */
export function encoderForward(
  sizes: EncoderSizes,
  inputs: EncoderArrays,
  save: boolean,
): { readonly h: Float32Array; readonly saved: SavedEncoder | null } {
  const layout = layoutFor(sizes);
  const arena = arenaFor(layout.work);
  const count = savedSize(layout) + layout.N * sizes.H;
  const block = save ? arena.allocateSaved(count) : null;
  try {
    const h = forward(arena, sizes, layout, inputs, block?.pointer ?? arena.allocate(count));
    return { h, saved: block && { arena, block, sizes } };
  } catch (error) {
    if (block !== null) arena.free(block);
    throw error;
  }
}

function forward(
  arena: Arena,
  { S, I, H }: EncoderSizes,
  layout: LayerLayout,
  inputs: EncoderArrays,
  saved: number,
): Float32Array {
  const { N } = layout;
  const { kernels } = arena;
  const embedded = saved + 4 * savedSize(layout);
  const place = {
    x: arena.copyIn(inputs.x),
    weight: arena.copyIn(inputs.weight),
    bias: arena.copyIn(inputs.bias),
  };
  affineForward(arena, { ...place, y: embedded }, { N, I, O: H });
  maskValues(arena, { to: embedded, from: embedded, mask: embedded, count: N * H }, 1);

  const call = newCall(arena, layout, saved);
  call[slot.fromZeros] = 1;
  call[slot.x] = embedded;
  call[slot.y] = arena.allocate(N * H);
  const h = arena.zeros(S * H);
  call[slot.h] = h;
  call[slot.weightIh] = arena.copyIn(inputs.weightIh);
  call[slot.weightHh] = arena.copyIn(inputs.weightHh);
  call[slot.biasIh] = arena.copyIn(inputs.biasIh);
  call[slot.biasHh] = arena.copyIn(inputs.biasHh);
  call[slot.bias] = arena.allocate(3 * H);
  call[slot.u] = arena.allocate(S * 3 * H);
  call[slot.packedIh] = arena.allocate(kernels.packedSize(H, 3 * H));
  call[slot.packedHh] = arena.allocate(kernels.packedSize(H, 3 * H));
  const at = arena.copyInIntegers(call);
  run(arena, "layerPrepare", at, partsForPacking(partsFor(arena, S), 6 * H * H));
  run(arena, "layerForward", at, finePartsFor(arena, S));
  return arena.copyOut(h, S * H);
}

/** The gradients of all inputs, from that of h; of x only if it is needed. With `again`, what was saved stays valid. */
export function encoderBackward(
  { arena, block, sizes }: SavedEncoder,
  dh: Float32Array,
  inputs: EncoderArrays,
  needsX: boolean,
  again: boolean,
): EncoderArrays<Float32Array | null> {
  const { S, I, H } = sizes;
  const layout = layoutFor(sizes);
  const { N } = layout;
  resume(arena, layout.work);
  const { kernels } = arena;
  const saved = arena.pointerTo(block);
  const embedded = saved + 4 * savedSize(layout);
  const [bias, matrix] = [3 * H, 3 * H * H];

  const call = newCall(arena, layout, saved);
  call[slot.fromZeros] = 1;
  call[slot.endsAtState] = 1;
  if (again) call[slot.gates] = arena.copy(saved, N * 3 * H); // the kernel overwrites gates with their gradients
  call[slot.dy] = arena.zeros(N * H);
  call[slot.h] = arena.copyIn(dh);
  call[slot.weightIh] = arena.copyIn(inputs.weightIh);
  call[slot.weightHh] = arena.copyIn(inputs.weightHh);
  call[slot.packedHh] = arena.allocate(kernels.packedSize(3 * H, H));
  call[slot.packedDx] = arena.allocate(kernels.packedSize(3 * H, H));
  call[slot.du] = arena.allocate(N * 3 * H);
  const dembedded = arena.allocate(N * H);
  call[slot.dx] = dembedded;
  const gradients = {
    weightIh: arena.allocate(matrix),
    weightHh: arena.allocate(matrix),
    biasIh: arena.allocate(bias),
    biasHh: arena.allocate(bias),
    weight: arena.allocate(H * I),
    bias: arena.allocate(H),
    x: needsX ? arena.allocate(N * I) : 0,
  };
  call[slot.dweightIh] = gradients.weightIh;
  call[slot.dweightHh] = gradients.weightHh;
  call[slot.dbiasIh] = gradients.biasIh;
  call[slot.dbiasHh] = gradients.biasHh;
  const parts = partsFor(arena, S);
  call[slot.workSize] = kernels.outerWork(H);
  call[slot.work] = arena.allocate(call[slot.workSize] * parts);
  const at = arena.copyInIntegers(call);
  run(arena, "layerPrepareBackward", at, partsForPacking(parts, matrix));
  run(arena, "layerBackward", at, finePartsFor(arena, S));
  run(arena, "layerGradients", at, parts);

  maskValues(arena, { to: dembedded, from: dembedded, mask: embedded, count: N * H }, 1);
  affineBackward(
    arena,
    { dy: dembedded, dx: gradients.x, dweight: gradients.weight, dbias: gradients.bias },
    { x: arena.copyIn(inputs.x), weight: arena.copyIn(inputs.weight) },
    { N, I, O: H },
  );
  const read = (pointer: number, count: number): Float32Array => arena.copyOutGradient(pointer, count);
  return {
    x: needsX ? read(gradients.x, N * I) : null,
    weight: read(gradients.weight, H * I),
    bias: read(gradients.bias, H),
    weightIh: read(gradients.weightIh, matrix),
    weightHh: read(gradients.weightHh, matrix),
    biasIh: read(gradients.biasIh, bias),
    biasHh: read(gradients.biasHh, bias),
  };
}
