/** @module A GRU step from each of many states with each of a few inputs, over plain arrays; kernels/fanOut.ts. */
import type { Arena } from "./arena.ts";
import { arenaFor, goOnIn, partsFor } from "./engine.ts";
import type { Kept } from "./kept.ts";
import { fanOutCall as slot } from "./kernels.generated.ts";
import { run } from "./threads.ts";

/** R repetitions of K kinds of states, M inputs to each kind, H units. */
export interface Fan {
  readonly R: number;
  readonly K: number;
  readonly M: number;
  readonly H: number;
}

/** The gates of all pairs, kept for the backward pass. */
export interface KeptFan {
  readonly arena: Arena;
  readonly block: Kept;
}

/** What one gate of one pair takes, in multiply-adds: mostly its sigmoid or tanh. */
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

/** y (R, K, M, H) from a (K, M, 3H), u (R, K, 3H) and h (R, K, H); the gates stay where backward finds them, if asked. */
export function fanOutForward(
  fan: Fan,
  a: Float32Array,
  u: Float32Array,
  h: Float32Array,
  keep: boolean,
): { readonly y: Float32Array; readonly kept: KeptFan | null } {
  const size = fan.R * fan.K * fan.M * 3 * fan.H;
  const arena = arenaFor(size * COST);
  const block = keep ? arena.keep(size) : null;
  try {
    const y = forward(arena, block?.pointer ?? arena.room(size), fan, a, u, h);
    return { y, kept: block && { arena, block } };
  } catch (error) {
    if (block !== null) arena.release(block);
    throw error;
  }
}

function forward(
  arena: Arena,
  gates: number,
  fan: Fan,
  a: Float32Array,
  u: Float32Array,
  h: Float32Array,
): Float32Array {
  const { R, K, M, H } = fan;
  const call = newCall(fan);
  call[slot.gates] = gates;
  call[slot.y] = arena.room(R * K * M * H);
  call[slot.a] = arena.copyIn(a);
  call[slot.u] = arena.copyIn(u);
  call[slot.h] = arena.copyIn(h);
  const parts = setWork(arena, call, R * K, M * H);
  run(arena, "fanOutForward", arena.writeIntegers(call), parts);
  return arena.copyOut(call[slot.y], R * K * M * H);
}

/** The gradients of a, u and h; `again` when what was kept will be needed once more. */
export function fanOutBackward(
  fan: Fan,
  { arena, block }: KeptFan,
  dy: Float32Array,
  u: Float32Array,
  h: Float32Array,
  again: boolean,
): { readonly da: Float32Array; readonly du: Float32Array; readonly dh: Float32Array } {
  const { R, K, M, H } = fan;
  goOnIn(arena);
  const call = newCall(fan);
  call[slot.gates] = gatesAt(arena, block, again);
  call[slot.y] = arena.copyIn(dy);
  call[slot.u] = arena.copyIn(u);
  call[slot.h] = arena.copyIn(h);
  call[slot.da] = arena.room(K * M * 3 * H);
  call[slot.du] = arena.room(R * K * 3 * H);
  call[slot.dh] = arena.room(R * K * H);
  const parts = setWork(arena, call, R * K, M * 3 * H);
  const at = arena.writeIntegers(call);
  run(arena, "fanOutBackward", at, parts);
  run(arena, "fanOutGradients", at, parts);
  return {
    da: arena.copyOutGradient(call[slot.da], K * M * 3 * H),
    du: arena.copyOutGradient(call[slot.du], R * K * 3 * H),
    dh: arena.copyOutGradient(call[slot.dh], R * K * H),
  };
}

/** Gives up what a forward call has left. */
export function releaseFan({ arena, block }: KeptFan): void {
  arena.release(block);
}

/** The gates, or a copy of them: they become their own gradients. */
function gatesAt(arena: Arena, block: Kept, again: boolean): number {
  const pointer = arena.pointerTo(block);
  if (!again) return pointer;
  const copy = arena.room(block.count);
  arena.move(copy, pointer, block.count);
  return copy;
}

/** Room for each part to work in; returns how many parts. */
function setWork(arena: Arena, call: Int32Array, states: number, size: number): number {
  const parts = partsFor(arena, states);
  call[slot.workSize] = Math.ceil(size / 4) * 4;
  call[slot.work] = arena.room(call[slot.workSize] * parts);
  return parts;
}
