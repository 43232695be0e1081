/** @module New tensors, draws, and initialisers of parameters. */
import {
  arange,
  full,
  linspace,
  multinomial,
  nn,
  ones,
  rand,
  randint,
  randn,
  randperm,
  type Tensor,
  tensor,
  zeros,
} from "unrolled";
import type { Family, Inputs, Task } from "./task.ts";

/** A new tensor of (R, C) values. */
function made(make: (on: Inputs, count: number) => Tensor): Task {
  return (on) => () => make(on, on.R * on.C);
}

export const creation: Family = {
  tensor: (on) => {
    const values = on.constant().data;
    const shape = [on.R, on.C];
    return () => tensor(values, { shape });
  },
  zeros: made(({ R, C }) => zeros([R, C])),
  ones: made(({ R, C }) => ones([R, C])),
  full: made(({ R, C }) => full([R, C], 1.5)),
  arange: made((_, count) => arange(count)),
  linspace: made((_, count) => linspace(0, 1, count)),
  rand: made(({ R, C }) => rand([R, C])),
  randn: made(({ R, C }) => randn([R, C])),
  randint: made(({ R, C }) => randint(10, [R, C])),
  randperm: made((_, count) => randperm(count)),
  multinomial: (on) => {
    const weights = on.share().detach();
    return () => multinomial(weights, 1);
  },
  "multinomial replacement": (on) => {
    const weights = on.share().detach();
    return () => multinomial(weights, 4, { replacement: true });
  },
};

/** Fills (R, C) values in place. */
function filled(fill: (t: Tensor) => Tensor): Task {
  return (on) => {
    const t = on.constant();
    return () => fill(t);
  };
}

const { init } = nn;

export const initialisers: Family = {
  uniform_: filled((t) => init.uniform_(t, -1, 1)),
  normal_: filled((t) => init.normal_(t, 0, 1)),
  constant_: filled((t) => init.constant_(t, 1.5)),
  zeros_: filled((t) => init.zeros_(t)),
  ones_: filled((t) => init.ones_(t)),
  truncNormal_: filled((t) => init.truncNormal_(t)),
  eye_: filled((t) => init.eye_(t)),
  sparse_: filled((t) => init.sparse_(t, 0.1)),
  orthogonal_: filled((t) => init.orthogonal_(t)),
  xavierUniform_: filled((t) => init.xavierUniform_(t)),
  xavierNormal_: filled((t) => init.xavierNormal_(t)),
  kaimingUniform_: filled((t) => init.kaimingUniform_(t)),
  kaimingNormal_: filled((t) => init.kaimingNormal_(t)),
};
