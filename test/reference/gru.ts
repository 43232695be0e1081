/** @module The GRU cell; gates in PyTorch's order r z n, the reset gate after the product with Wₕₕ. */
import type { Cell } from "./sequence.ts";
import { sigmoid } from "./sigmoid.ts";

interface Kept {
  readonly r: number[];
  readonly z: number[];
  readonly n: number[];
  readonly un: number[]; // the state's share of n, before r
  readonly hPrev: number[];
}

export const gru: Cell<Kept> = {
  gates: 3,
  states: 1,
  forward(a, u, [hPrev]) {
    const H = hPrev.length;
    const un = u.slice(2 * H);
    const r = hPrev.map((_, j) => sigmoid(a[j] + u[j]));
    const z = hPrev.map((_, j) => sigmoid(a[H + j] + u[H + j]));
    const n = hPrev.map((_, j) => Math.tanh(a[2 * H + j] + r[j] * un[j]));
    return { states: [hPrev.map((h, j) => (1 - z[j]) * n[j] + z[j] * h)], kept: { r, z, n, un, hPrev } };
  },
  backward([dh], { r, z, n, un, hPrev }) {
    const dn = dh.map((d, j) => d * (1 - z[j]) * (1 - n[j] ** 2));
    const dz = dh.map((d, j) => d * (hPrev[j] - n[j]) * z[j] * (1 - z[j]));
    const dr = dn.map((d, j) => d * un[j] * r[j] * (1 - r[j]));
    const du = [...dr, ...dz, ...dn.map((d, j) => d * r[j])];
    return { da: [...dr, ...dz, ...dn], du, dstates: [dh.map((d, j) => d * z[j])] };
  },
};
