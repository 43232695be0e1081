/** @module Element-wise functions, each beside its derivative. */
import { arenaFor } from "../wasm/engine.ts";
import type { Kernels } from "../wasm/kernels.generated.ts";
import { BLOCK, eachBlock, mapBlocks } from "./blocks.ts";
import { reluBackward, reluForward } from "./relu.ts";
import { record, recordShape, writeGrad } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";

interface MapOp {
  readonly forward: (x: Float32Array) => Float32Array;
  /** dx = dy · f'(x), from x or from y = f(x). */
  readonly backward: (dx: Float32Array, dy: Float32Array, x: Float32Array, y: Float32Array) => void;
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

export type MapName = (typeof mapNames)[number];

const maps: { readonly [name in MapName]: MapOp } = {
  neg: {
    forward(x) {
      const y = new Float32Array(x.length);
      for (let i = 0; i < y.length; i++) y[i] = -x[i];
      return y;
    },
    backward(dx, dy) {
      for (let i = 0; i < dx.length; i++) dx[i] = 0 - dy[i];
    },
  },
  exp: {
    forward: (x) => applyKernel("expMap", x),
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * y[i] + 0;
    },
  },
  log: {
    forward: (x) => applyKernel("logMap", x),
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] / x[i] + 0;
    },
  },
  sqrt: {
    forward(x) {
      const y = new Float32Array(x.length);
      for (let i = 0; i < y.length; i++) y[i] = Math.sqrt(x[i]);
      return y;
    },
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] / (2 * y[i]) + 0;
    },
  },
  abs: {
    forward(x) {
      const y = new Float32Array(x.length);
      for (let i = 0; i < y.length; i++) y[i] = Math.abs(x[i]);
      return y;
    },
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * (Number(x[i] > 0) - Number(x[i] < 0)) + 0;
    },
  },
  sin: {
    forward(x) {
      const y = new Float32Array(x.length);
      for (let i = 0; i < y.length; i++) y[i] = Math.sin(x[i]);
      return y;
    },
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * Math.cos(x[i]) + 0;
    },
  },
  cos: {
    forward(x) {
      const y = new Float32Array(x.length);
      for (let i = 0; i < y.length; i++) y[i] = Math.cos(x[i]);
      return y;
    },
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] = 0 - dy[i] * Math.sin(x[i]);
    },
  },
  tanh: {
    forward: (x) => applyKernel("tanhMap", x),
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * (1 - y[i] * y[i]) + 0;
    },
  },
  sigmoid: {
    forward: (x) => applyKernel("sigmoidMap", x),
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * y[i] * (1 - y[i]) + 0;
    },
  },
  relu: {
    forward: reluForward,
    backward: (dx, dy, _x, y) => reluBackward(dx, dy, y),
  },
  clone: {
    forward: (x) => x.slice(),
    backward(dx, dy) {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i];
    },
  },
};

/** Maps whose derivative needs no values: their backward may run repeatedly, as in PyTorch. */
const LINEAR: ReadonlySet<MapName> = new Set(["neg", "clone"]);

/** Maps whose derivative is computed from the result. */
const OF_RESULT: ReadonlySet<MapName> = new Set(["exp", "sqrt", "tanh", "sigmoid", "relu"]);

export function applyMap(name: MapName, x: Tensor): Tensor {
  checkTensor(name, "x", x);
  const { forward, backward } = maps[name];
  const y = new Tensor(mapBlocks(x.data, forward), x.shape);
  const addGradient = (dy: Float32Array): void =>
    writeGrad(x, (dx) => write(backward, dx, dy, x.data, y.data));
  if (LINEAR.has(name)) return recordShape(name, y, [x], addGradient);
  return record(name, y, [x], addGradient, [OF_RESULT.has(name) ? y : x]);
}

function write(
  backward: MapOp["backward"],
  dx: Float32Array,
  dy: Float32Array,
  x: Float32Array,
  y: Float32Array,
): void {
  if (dx.length <= BLOCK) backward(dx, dy, x, y);
  else
    eachBlock(dx.length, (from, to) =>
      backward(dx.subarray(from, to), dy.subarray(from, to), x.subarray(from, to), y.subarray(from, to)),
    );
}

/** tanh of every element, within 2e-7 of the exact value. */
export function tanhMap(x: Float32Array): Float32Array {
  return mapBlocks(x, maps.tanh.forward);
}

/** 1 / (1 + e⁻ˣ) of every element, within 2e-7 of the exact value. */
export function sigmoidMap(x: Float32Array): Float32Array {
  return mapBlocks(x, maps.sigmoid.forward);
}

/** Every element between two bounds. */
export function clampMap(x: Float32Array, low: number, high: number): Float32Array {
  return mapBlocks(x, (part) =>
    replaced(part, (kernels, pointer, n) => kernels.clampMap(pointer, pointer, n, low, high)),
  );
}

function applyKernel(map: "expMap" | "logMap" | "tanhMap" | "sigmoidMap", x: Float32Array): Float32Array {
  return replaced(x, (kernels, pointer, n) => kernels[map](pointer, pointer, n));
}

/** A map by a kernel, which replaces the n values at a pointer. */
function replaced(
  x: Float32Array,
  replace: (kernels: Kernels, pointer: number, n: number) => void,
): Float32Array {
  const arena = arenaFor(0);
  const pointer = arena.copyIn(x);
  replace(arena.kernels, pointer, x.length);
  return arena.copyOut(pointer, x.length);
}
