/** @module One GRU step from each of many states with each of a few inputs, over plain arrays; kernels/fanOut.ts. */

import { finePartsFor } from "./affine.ts";
import type { Arena, SavedBlock } from "./arena.ts";
import { arenaFor, resume } from "./engine.ts";
import { fanOutCall as slot } from "./kernels.generated.ts";
import { run } from "./threads.ts";

/** R repetitions of K kinds of states, M inputs to each kind, H units. */
export interface Fan {
  readonly R: number;
  readonly K: number;
  readonly M: number;
  readonly H: number;
}

/** The pre-activations of inputs and of states, and the states. */
export interface FanInputs {
  readonly a: Float32Array; // (K, M, 3H)
  readonly u: Float32Array; // (R, K, 3H)
  readonly h: Float32Array; // (R, K, H)
}

/** The gates of all pairs, saved for the backward pass; to be freed with `freeFan`. */
export interface SavedFan {
  readonly arena: Arena;
  readonly block: SavedBlock;
  readonly fan: Fan;
}

/** The cost of one gate of one pair in multiply-adds: mostly its sigmoid or tanh. */
const COST = 12;

const fields: Int32Array = new Int32Array(Object.keys(slot).length);

function newCall({ R, K, M, H }: Fan, places: Partial<Places<keyof typeof slot>>): Int32Array {
  fields.fill(0);
  for (const [name, value] of Object.entries({ R, K, M, H, ...places }))
    fields[slot[name as keyof typeof slot]] = value;
  return fields;
}

/** y (R, K, M, H); with `save`, the gates stay in the arena for backward. */
export function fanOutForward(
  fan: Fan,
  inputs: FanInputs,
  save: boolean,
): { readonly y: Float32Array; readonly saved: SavedFan | null } {
  const size = fan.R * fan.K * fan.M * 3 * fan.H;
  const arena = arenaFor(size * COST);
  const block = save ? arena.allocateSaved(size) : null;
  try {
    const y = forward(arena, fan, inputs, block?.pointer ?? arena.allocate(size));
    return { y, saved: block && { arena, block, fan } };
  } catch (error) {
    if (block !== null) arena.free(block);
    throw error;
  }
}

function forward(arena: Arena, fan: Fan, { a, u, h }: FanInputs, gates: number): Float32Array {
  const { R, K, M, H } = fan;
  const y = arena.allocate(R * K * M * H);
  forwardAt(arena, fan, { gates, y, a: arena.copyIn(a), u: arena.copyIn(u), h: arena.copyIn(h) });
  return arena.copyOut(y, R * K * M * H);
}

type Places<Names extends string> = Readonly<Record<Names, number>>;

/** As `fanOutForward`, where everything is in the arena, at these addresses. */
export function forwardAt(arena: Arena, fan: Fan, places: Places<"gates" | "y" | "a" | "u" | "h">): void {
  const { R, K, M, H } = fan;
  const call = newCall(fan, places);
  const parts = setWork(arena, call, R * K, M * H);
  run(arena, "fanOutForward", arena.copyInIntegers(call), parts);
}

/** As `fanOutBackward`, where everything is in the arena; y is its gradient, which is overwritten, as are the gates. */
export function backwardAt(
  arena: Arena,
  fan: Fan,
  places: Places<"gates" | "y" | "u" | "h" | "da" | "du" | "dh">,
): void {
  const { R, K, M, H } = fan;
  const call = newCall(fan, places);
  const parts = setWork(arena, call, R * K, M * 3 * H);
  const at = arena.copyInIntegers(call);
  run(arena, "fanOutBackward", at, parts);
  run(arena, "fanOutGradients", at, parts);
}

/** The gradients of a, u and h. With `again`, the saved gates stay valid for another backward. */
export function fanOutBackward(
  { arena, block, fan }: SavedFan,
  dy: Float32Array,
  { u, h }: FanInputs,
  again: boolean,
): { readonly da: Float32Array; readonly du: Float32Array; readonly dh: Float32Array } {
  const { R, K, M, H } = fan;
  resume(arena, block.count * COST);
  const gates = arena.pointerTo(block);
  const places = {
    gates: again ? arena.copy(gates, block.count) : gates, // the kernel overwrites gates with their gradients
    y: arena.copyIn(dy),
    u: arena.copyIn(u),
    h: arena.copyIn(h),
    da: arena.allocate(K * M * 3 * H),
    du: arena.allocate(R * K * 3 * H),
    dh: arena.allocate(R * K * H),
  };
  backwardAt(arena, fan, places);
  return {
    da: arena.copyOutGradient(places.da, K * M * 3 * H),
    du: arena.copyOutGradient(places.du, R * K * 3 * H),
    dh: arena.copyOutGradient(places.dh, R * K * H),
  };
}

export function freeFan({ arena, block }: SavedFan): void {
  arena.free(block);
}

/** Allocates the work space of each part, and returns the number of parts. */
function setWork(arena: Arena, call: Int32Array, states: number, size: number): number {
  const parts = finePartsFor(arena, states);
  call[slot.workSize] = Math.ceil(size / 4) * 4;
  call[slot.work] = arena.allocate(call[slot.workSize] * parts);
  return parts;
}
