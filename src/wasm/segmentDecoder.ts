/** @module The states of segments ahead and their values, in one call: a GRU step from each state, dropout, an affine map. */
import { affineBackward, affineForward, maskValues } from "./affine.ts";
import type { Arena, SavedBlock } from "./arena.ts";
import { arenaFor, resume } from "./engine.ts";
import { backwardAt, type Fan, forwardAt } from "./fanOut.ts";

/** A fan, and O outputs of each pair. */
export interface DecoderSizes extends Fan {
  readonly O: number;
}

/** What the decoder reads, or the gradients of it. */
export interface DecoderArrays {
  readonly a: Float32Array; // (K, M, 3H)
  readonly h: Float32Array; // (R, K, H)
  readonly weightHh: Float32Array; // (3H, H)
  readonly biasHh: Float32Array; // (3H)
  readonly weight: Float32Array; // (O, H)
  readonly bias: Float32Array; // (O)
}

/** Dropout: the factor of what is kept, and what fills the mask with positive numbers for it and zeros for the rest. */
export interface Drop {
  readonly factor: number;
  fill(mask: Float32Array): void;
}

/** What forward saves for backward; to be freed with `arena.free(block)`. */
export interface SavedDecoder {
  readonly arena: Arena;
  readonly block: SavedBlock;
  readonly sizes: DecoderSizes;
  readonly drop: Drop | null;
}

/** Where the saved block has each array, in bytes from its start, and the floats of all. */
function placesOf({ R, K, M, H }: Fan, drop: Drop | null) {
  const [states, pairs] = [R * K, R * K * M];
  const aligned = (count: number): number => Math.ceil(count / 4) * 4;
  const [gates, u, h, y] = [pairs * 3 * H, states * 3 * H, states * H, pairs * H].map(aligned);
  const mask = drop === null ? 0 : y;
  return {
    u: 4 * gates,
    h: 4 * (gates + u),
    y: 4 * (gates + u + h),
    mask: 4 * (gates + u + h + y),
    count: gates + u + h + y + mask,
  };
}

/** An upper bound for the bytes of working memory of a call and its backward. */
export function decoderBytes(sizes: DecoderSizes): number {
  const { R, K, M, H, O } = sizes;
  const weights = (3 * H + 64) * (H + 64) + (H + 64) * (O + 64) + 15 * 512 * (H + 64);
  return 4 * (R * K * (M * (6 * H + O) + 9 * H) + 2 * K * M * 3 * H + 3 * weights);
}

/** The multiply-adds of a call, which choose its kernels. */
function workOf({ R, K, M, H, O }: DecoderSizes): number {
  return R * K * H * (3 * H + M * (36 + O));
}

/** y (R, K, M, O), from the pre-activations `a` of the inputs and the states h. */
export function decoderForward(
  sizes: DecoderSizes,
  inputs: DecoderArrays,
  drop: Drop | null,
  save: boolean,
): { readonly y: Float32Array; readonly saved: SavedDecoder | null } {
  const arena = arenaFor(workOf(sizes));
  const { count } = placesOf(sizes, drop);
  const block = save ? arena.allocateSaved(count) : null;
  try {
    const y = forward(arena, sizes, inputs, drop, block?.pointer ?? arena.allocate(count));
    return { y, saved: block && { arena, block, sizes, drop } };
  } catch (error) {
    if (block !== null) arena.free(block);
    throw error;
  }
}

function forward(
  arena: Arena,
  sizes: DecoderSizes,
  inputs: DecoderArrays,
  drop: Drop | null,
  saved: number,
): Float32Array {
  const { R, K, M, H, O } = sizes;
  const [states, pairs] = [R * K, R * K * M];
  const places = placesOf(sizes, drop);
  const [u, h, y, mask] = [places.u, places.h, places.y, places.mask].map((offset) => saved + offset);
  const y2 = arena.allocate(pairs * O);
  arena.write(h, inputs.h);
  const [a, weightHh, biasHh] = [inputs.a, inputs.weightHh, inputs.biasHh].map((values) =>
    arena.copyIn(values),
  );
  const head = { x: y, weight: arena.copyIn(inputs.weight), bias: arena.copyIn(inputs.bias), y: y2 };
  const fill = drop && ((): void => drop.fill(new Float32Array(arena.memory.buffer, mask, pairs * H)));
  affineForward(arena, { x: h, weight: weightHh, bias: biasHh, y: u }, { N: states, I: H, O: 3 * H }, fill);
  forwardAt(arena, sizes, { gates: saved, y, a, u, h });
  if (drop !== null) maskValues(arena, { to: y, from: y, mask, count: pairs * H }, drop.factor);
  affineForward(arena, head, { N: pairs, I: H, O });
  return arena.copyOut(y2, pairs * O);
}

/** The gradients of all inputs, from that of y. With `again`, what was saved stays valid for another backward. */
export function decoderBackward(
  { arena, block, sizes, drop }: SavedDecoder,
  dy: Float32Array,
  inputs: DecoderArrays,
  again: boolean,
): DecoderArrays {
  const { R, K, M, H, O } = sizes;
  const [states, pairs] = [R * K, R * K * M];
  resume(arena, workOf(sizes));
  const saved = arena.pointerTo(block);
  const places = placesOf(sizes, drop);
  const [u, h, y, mask] = [places.u, places.h, places.y, places.mask].map((offset) => saved + offset);
  const d = {
    y: arena.allocate(pairs * H),
    a: arena.allocate(K * M * 3 * H),
    u: arena.allocate(states * 3 * H),
    h: arena.allocate(states * H),
    hThroughU: arena.allocate(states * H),
    weightHh: arena.allocate(3 * H * H),
    biasHh: arena.allocate(3 * H),
    weight: arena.allocate(O * H),
    bias: arena.allocate(O),
  };
  affineBackward(
    arena,
    { dy: arena.copyIn(dy), dx: d.y, dweight: d.weight, dbias: d.bias },
    { x: y, weight: arena.copyIn(inputs.weight) },
    { N: pairs, I: H, O },
  );
  if (drop !== null) maskValues(arena, { to: d.y, from: d.y, mask, count: pairs * H }, drop.factor);
  const gates = again ? arena.copy(saved, pairs * 3 * H) : saved; // the kernel overwrites gates with their gradients
  backwardAt(arena, sizes, { gates, y: d.y, u, h, da: d.a, du: d.u, dh: d.h });
  affineBackward(
    arena,
    { dy: d.u, dx: d.hThroughU, dweight: d.weightHh, dbias: d.biasHh },
    { x: h, weight: arena.copyIn(inputs.weightHh) },
    { N: states, I: H, O: 3 * H },
  );
  const dh = arena.copyOutGradient(d.h, states * H);
  arena.addTo(dh, d.hThroughU);
  return {
    a: arena.copyOutGradient(d.a, K * M * 3 * H),
    h: dh,
    weightHh: arena.copyOutGradient(d.weightHh, 3 * H * H),
    biasHh: arena.copyOutGradient(d.biasHh, 3 * H),
    weight: arena.copyOutGradient(d.weight, O * H),
    bias: arena.copyOutGradient(d.bias, O),
  };
}
