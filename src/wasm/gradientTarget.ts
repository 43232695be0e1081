/** @module Where a gradient goes. */
import type { Arena } from "./arena.ts";

/** An array that a gradient is added to, or that it fills. */
export interface GradientTarget {
  readonly values: Float32Array;
  readonly adds: boolean;
}

/** Brings the gradient at a pointer to where it goes. */
export function put(arena: Arena, { values, adds }: GradientTarget, result: number): void {
  if (adds) arena.addTo(values, result);
  else arena.read(values, result);
}
