/** @module Element-wise maps over plain arrays. */
import { arenaFor } from "./engine.ts";

/** tanh of every element, within 2e-7 of the exact value. */
export function tanhMap(x: Float32Array): Float32Array {
  return apply("tanhMap", x);
}

/** 1 / (1 + e⁻ˣ) of every element, within 2e-7 of the exact value. */
export function sigmoidMap(x: Float32Array): Float32Array {
  return apply("sigmoidMap", x);
}

function apply(map: "tanhMap" | "sigmoidMap", x: Float32Array): Float32Array {
  const arena = arenaFor(0);
  const pointer = arena.copyIn(x);
  arena.kernels[map](pointer, pointer, x.length);
  return arena.copyOut(pointer, x.length);
}
