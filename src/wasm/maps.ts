/** @module Element-wise maps over plain arrays. */
import { kernels } from "./instance.ts";
import { begin, copyIn, copyOut } from "./scratch.ts";

/** tanh of every element, within 2e-7 of the exact value. */
export function tanhMap(x: Float32Array): Float32Array {
  return apply(kernels().tanhMap, x);
}

/** 1 / (1 + e⁻ˣ) of every element, within 2e-7 of the exact value. */
export function sigmoidMap(x: Float32Array): Float32Array {
  return apply(kernels().sigmoidMap, x);
}

function apply(map: (y: number, x: number, n: number) => void, x: Float32Array): Float32Array {
  begin();
  const pointer = copyIn(x);
  map(pointer, pointer, x.length);
  return copyOut(pointer, x.length);
}
