/** @module The simple cell, h = φ(a + u), with φ = tanh or relu. */
import type { Cell } from "./sequence.ts";

/** Keeps h. */
function simpleCell(phi: (a: number) => number, slope: (h: number) => number): Cell<number[]> {
  return {
    gates: 1,
    states: 1,
    forward(a, u) {
      const h = a.map((value, j) => phi(value + u[j]));
      return { states: [h], kept: h };
    },
    backward([dh], h) {
      const da = dh.map((d, j) => d * slope(h[j]));
      return { da, du: da, dstates: [dh.map(() => 0)] };
    },
  };
}

export const rnnTanh: Cell<number[]> = simpleCell(Math.tanh, (h) => 1 - h * h);
export const rnnRelu: Cell<number[]> = simpleCell(
  (a) => Math.max(a, 0),
  (h) => (h > 0 ? 1 : 0),
);
