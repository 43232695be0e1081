/** @module The LSTM cell; gates in PyTorch's order i f g o, states h and c. */
import type { Cell } from "./sequence.ts";
import { sigmoid } from "./sigmoid.ts";

interface Kept {
  readonly i: number[];
  readonly f: number[];
  readonly g: number[];
  readonly o: number[];
  readonly c: number[];
  readonly cPrev: number[];
  readonly hPrev: readonly number[];
}

export const lstm: Cell<Kept> = {
  gates: 4,
  states: 2,
  forward(a, u, [hPrev, cPrev]) {
    const H = cPrev.length; // hPrev is narrower behind a projection
    const gate = (k: number, phi: (x: number) => number): number[] =>
      cPrev.map((_, j) => phi(a[k * H + j] + u[k * H + j]));
    const [i, f, g, o] = [gate(0, sigmoid), gate(1, sigmoid), gate(2, Math.tanh), gate(3, sigmoid)];
    const c = cPrev.map((before, j) => f[j] * before + i[j] * g[j]);
    const kept = { i, f, g, o, c, cPrev, hPrev };
    return { states: [c.map((cell, j) => o[j] * Math.tanh(cell)), c], kept };
  },
  backward([dh, dcLater], { i, f, g, o, c, cPrev, hPrev }) {
    const t = c.map(Math.tanh);
    const dc = dcLater.map((d, j) => d + dh[j] * o[j] * (1 - t[j] ** 2));
    const da = [
      dc.map((d, j) => d * g[j] * i[j] * (1 - i[j])),
      dc.map((d, j) => d * cPrev[j] * f[j] * (1 - f[j])),
      dc.map((d, j) => d * i[j] * (1 - g[j] ** 2)),
      dh.map((d, j) => d * t[j] * o[j] * (1 - o[j])),
    ].flat();
    return { da, du: da, dstates: [hPrev.map(() => 0), dc.map((d, j) => d * f[j])] };
  },
};
