/** @module Element-wise functions, each beside its derivative. */

import { arenaFor } from "../wasm/engine.ts";
import type { Kernels } from "../wasm/kernels.generated.ts";
import { floatsOf } from "../wasm/pool.ts";
import { MANY, type MapKernel, type SlopeKernel, vectorLoops } from "../wasm/vectorLoops.ts";
import { eachBlock } from "./blocks.ts";
import { reluBackward, reluForward } from "./relu.ts";
import { record, recordShape, writeGrad } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";

interface MapOp {
  /** y = f(x) between two indices, by a loop; a map without one has a kernel in every binary. */
  readonly forward: (y: Float32Array, x: Float32Array, from: number, to: number) => void;
  /** dx = dy · f'(v) between two indices, v being y = f(x) or x, as `OF_RESULT` says. */
  readonly backward: (dx: Float32Array, dy: Float32Array, v: Float32Array, from: number, to: number) => void;
  /** Kernels for long arrays. */
  readonly kernel?: MapKernel;
  readonly slope?: SlopeKernel;
}

export const mapNames = [
  "neg",
  "exp",
  "log",
  "sqrt",
  "abs",
  "sin",
  "cos",
  "tanh",
  "sigmoid",
  "relu",
  "clone",
] as const;

export type MapName = (typeof mapNames)[number] | "square" | "cube";

const { fround } = Math;

const maps: { readonly [name in MapName]: MapOp } = {
  neg: {
    kernel: "neg",
    forward(y, x, from, to) {
      for (let i = from; i < to; i++) y[i] = -x[i];
    },
    backward(dx, dy, _x, from, to) {
      for (let i = from; i < to; i++) dx[i] = 0 - dy[i];
    },
  },
  exp: {
    forward: byKernel("expMap"),
    backward: timesResult,
  },
  log: {
    forward: byKernel("logMap"),
    backward(dx, dy, x, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] / x[i] + 0;
    },
  },
  sqrt: {
    kernel: "sqrt",
    slope: "sqrtBackward",
    forward(y, x, from, to) {
      for (let i = from; i < to; i++) y[i] = Math.sqrt(x[i]);
    },
    backward(dx, dy, y, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] / (2 * y[i]) + 0;
    },
  },
  square: {
    kernel: "square",
    slope: "squareBackward",
    forward(y, x, from, to) {
      for (let i = from; i < to; i++) y[i] = x[i] * x[i];
    },
    backward(dx, dy, x, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] * 2 * x[i] + 0;
    },
  },
  cube: {
    kernel: "cube",
    slope: "cubeBackward",
    forward(y, x, from, to) {
      for (let i = from; i < to; i++) y[i] = fround(x[i] * x[i]) * x[i];
    },
    backward(dx, dy, x, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] * fround(3 * fround(x[i] * x[i])) + 0;
    },
  },
  abs: {
    kernel: "abs",
    slope: "absBackward",
    forward(y, x, from, to) {
      for (let i = from; i < to; i++) y[i] = Math.abs(x[i]);
    },
    backward(dx, dy, x, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] * (Number(x[i] > 0) - Number(x[i] < 0)) + 0;
    },
  },
  sin: {
    forward(y, x, from, to) {
      for (let i = from; i < to; i++) y[i] = Math.sin(x[i]);
    },
    backward(dx, dy, x, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] * Math.cos(x[i]) + 0;
    },
  },
  cos: {
    forward(y, x, from, to) {
      for (let i = from; i < to; i++) y[i] = Math.cos(x[i]);
    },
    backward(dx, dy, x, from, to) {
      for (let i = from; i < to; i++) dx[i] = 0 - dy[i] * Math.sin(x[i]);
    },
  },
  tanh: {
    slope: "tanhBackward",
    forward: byKernel("tanhMap"),
    backward(dx, dy, y, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] * (1 - y[i] * y[i]) + 0;
    },
  },
  sigmoid: {
    slope: "sigmoidBackward",
    forward: byKernel("sigmoidMap"),
    backward(dx, dy, y, from, to) {
      for (let i = from; i < to; i++) dx[i] = dy[i] * y[i] * (1 - y[i]) + 0;
    },
  },
  relu: {
    kernel: "relu",
    slope: "reluBackward",
    forward: reluForward,
    backward: reluBackward,
  },
  clone: {
    forward(y, x, from, to) {
      y.set(from === 0 && to === x.length ? x : x.subarray(from, to), from);
    },
    backward(dx, dy, _x, from, to) {
      dx.set(from === 0 && to === dx.length ? dy : dy.subarray(from, to), from);
    },
  },
};

function timesResult(dx: Float32Array, dy: Float32Array, y: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) dx[i] = dy[i] * y[i] + 0;
}

/** Maps whose derivative needs no values: their backward may run repeatedly, as in PyTorch. */
const LINEAR: ReadonlySet<MapName> = new Set(["neg", "clone"]);

/** Maps whose derivative is computed from the result. */
const OF_RESULT: ReadonlySet<MapName> = new Set(["exp", "sqrt", "tanh", "sigmoid", "relu"]);

/** y = f(x), recorded under the name of the map or another. */
export function applyMap(name: MapName, x: Tensor, op: string = name): Tensor {
  checkTensor(op, "x", x);
  const map = maps[name];
  const y = new Tensor(floatsOf(x.data.length), x.shape);
  forward(map, y.data, x.data);
  const v = OF_RESULT.has(name) ? y : x;
  const addGradient = (dy: Float32Array): void => writeGrad(x, (dx) => backward(map, dx, dy, v.data));
  if (LINEAR.has(name)) return recordShape(op, y, [x], addGradient);
  return record(op, y, [x], addGradient, [v]);
}

function forward(map: MapOp, y: Float32Array, x: Float32Array): void {
  const loops = x.length < MANY ? null : vectorLoops.current;
  if (loops !== null && map.kernel !== undefined) loops.map(map.kernel, y, x);
  else eachBlock(x.length, (from, to) => map.forward(y, x, from, to));
}

function backward(map: MapOp, dx: Float32Array, dy: Float32Array, v: Float32Array): void {
  const loops = dx.length < MANY ? null : vectorLoops.current;
  if (loops !== null && map.slope !== undefined) loops.slope(map.slope, dx, dy, v);
  else eachBlock(dx.length, (from, to) => map.backward(dx, dy, v, from, to));
}

/** tanh of every element, within 2e-7 of the exact value. */
export function tanhMap(x: Float32Array): Float32Array {
  return mapped(x, maps.tanh.forward);
}

/** 1 / (1 + e⁻ˣ) of every element, within 2e-7 of the exact value. */
export function sigmoidMap(x: Float32Array): Float32Array {
  return mapped(x, maps.sigmoid.forward);
}

/** eˣ of every element, within 2e-7 of its size. */
export function expMap(x: Float32Array): Float32Array {
  return mapped(x, maps.exp.forward);
}

/** The logarithm of every element, within 2e-7 of its size. */
export function logMap(x: Float32Array): Float32Array {
  return mapped(x, maps.log.forward);
}

/** Every element between two bounds. */
export function clampMap(x: Float32Array, low: number, high: number): Float32Array {
  return mapped(
    x,
    replaced((kernels, pointer, n) => kernels.clampMap(pointer, pointer, n, low, high)),
  );
}

function mapped(x: Float32Array, f: MapOp["forward"]): Float32Array {
  const y = floatsOf(x.length);
  eachBlock(x.length, (from, to) => f(y, x, from, to));
  return y;
}

function byKernel(map: "expMap" | "logMap" | "tanhMap" | "sigmoidMap"): MapOp["forward"] {
  return replaced((kernels, pointer, n) => kernels[map](pointer, pointer, n));
}

/** A map by a kernel, which replaces the n values at a pointer. */
function replaced(replace: (kernels: Kernels, pointer: number, n: number) => void): MapOp["forward"] {
  return (y, x, from, to) => {
    const arena = arenaFor(0);
    const isWhole = from === 0 && to === x.length;
    const pointer = arena.copyIn(isWhole ? x : x.subarray(from, to));
    replace(arena.kernels, pointer, to - from);
    arena.read(isWhole ? y : y.subarray(from, to), pointer);
  };
}
