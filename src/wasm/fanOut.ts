/** @module One GRU step from each of many states with each of a few inputs, over plain arrays; kernels/fanOut.ts. */
import type { Arena, SavedBlock } from "./arena.ts";
import { arenaFor, partsFor, resume } from "./engine.ts";
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

function newCall({ R, K, M, H }: Fan): Int32Array {
  fields.fill(0);
  fields[slot.R] = R;
  fields[slot.K] = K;
  fields[slot.M] = M;
  fields[slot.H] = H;
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
  const call = newCall(fan);
  call[slot.gates] = gates;
  call[slot.y] = arena.allocate(R * K * M * H);
  call[slot.a] = arena.copyIn(a);
  call[slot.u] = arena.copyIn(u);
  call[slot.h] = arena.copyIn(h);
  const parts = setWork(arena, call, R * K, M * H);
  run(arena, "fanOutForward", arena.copyInIntegers(call), parts);
  return arena.copyOut(call[slot.y], R * K * M * H);
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
  const call = newCall(fan);
  const gates = arena.pointerTo(block);
  call[slot.gates] = again ? arena.copy(gates, block.count) : gates; // the kernel overwrites gates with their gradients
  call[slot.y] = arena.copyIn(dy);
  call[slot.u] = arena.copyIn(u);
  call[slot.h] = arena.copyIn(h);
  call[slot.da] = arena.allocate(K * M * 3 * H);
  call[slot.du] = arena.allocate(R * K * 3 * H);
  call[slot.dh] = arena.allocate(R * K * H);
  const parts = setWork(arena, call, R * K, M * 3 * H);
  const at = arena.copyInIntegers(call);
  run(arena, "fanOutBackward", at, parts);
  run(arena, "fanOutGradients", at, parts);
  return {
    da: arena.copyOutGradient(call[slot.da], K * M * 3 * H),
    du: arena.copyOutGradient(call[slot.du], R * K * 3 * H),
    dh: arena.copyOutGradient(call[slot.dh], R * K * H),
  };
}

export function freeFan({ arena, block }: SavedFan): void {
  arena.free(block);
}

/** Allocates the work space of each part, and returns the number of parts. */
function setWork(arena: Arena, call: Int32Array, states: number, size: number): number {
  const parts = partsFor(arena, states);
  call[slot.workSize] = Math.ceil(size / 4) * 4;
  call[slot.work] = arena.allocate(call[slot.workSize] * parts);
  return parts;
}
