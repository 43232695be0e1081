/** @module Element-wise functions, each beside its derivative. */
import { arenaFor } from "../wasm/engine.ts";
import { reluBackward, reluForward } from "./relu.ts";
import { gradOf, record, recordShape } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";

interface MapOp {
  readonly forward: (x: Float32Array) => Float32Array;
  /** dx += dy · f'(x), from x or from y = f(x). */
  readonly backward: (dx: Float32Array, dy: Float32Array, x: Float32Array, y: Float32Array) => void;
}

/** A map by a function in double precision, rounded once. */
function each(f: (x: number) => number): (x: Float32Array) => Float32Array {
  return (x) => {
    const y = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) y[i] = f(x[i]);
    return y;
  };
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
    forward: each((x) => -x),
    backward(dx, dy) {
      for (let i = 0; i < dx.length; i++) dx[i] -= dy[i];
    },
  },
  exp: {
    forward: each(Math.exp),
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * y[i];
    },
  },
  log: {
    forward: each(Math.log),
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i] / x[i];
    },
  },
  sqrt: {
    forward: each(Math.sqrt),
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i] / (2 * y[i]);
    },
  },
  abs: {
    forward: each(Math.abs),
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * Math.sign(x[i]);
    },
  },
  sin: {
    forward: each(Math.sin),
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * Math.cos(x[i]);
    },
  },
  cos: {
    forward: each(Math.cos),
    backward(dx, dy, x) {
      for (let i = 0; i < dx.length; i++) dx[i] -= dy[i] * Math.sin(x[i]);
    },
  },
  tanh: {
    forward: tanhMap,
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * (1 - y[i] * y[i]);
    },
  },
  sigmoid: {
    forward: sigmoidMap,
    backward(dx, dy, _x, y) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * y[i] * (1 - y[i]);
    },
  },
  relu: {
    forward: reluForward,
    backward: (dx, dy, _x, y) => reluBackward(dx, dy, y),
  },
  clone: {
    forward: (x) => x.slice(),
    backward(dx, dy) {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i];
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
  const y = new Tensor(forward(x.data), x.shape);
  const addGradient = (dy: Float32Array): void => backward(gradOf(x), dy, x.data, y.data);
  if (LINEAR.has(name)) return recordShape(name, y, [x], addGradient);
  return record(name, y, [x], addGradient, [OF_RESULT.has(name) ? y : x]);
}

/** tanh of every element, within 2e-7 of the exact value. */
export function tanhMap(x: Float32Array): Float32Array {
  return applyKernel("tanhMap", x);
}

/** 1 / (1 + e⁻ˣ) of every element, within 2e-7 of the exact value. */
export function sigmoidMap(x: Float32Array): Float32Array {
  return applyKernel("sigmoidMap", x);
}

/** Values that are computed at once: 64 MiB. */
const AT_ONCE = 2 ** 24;

function applyKernel(map: "tanhMap" | "sigmoidMap", x: Float32Array): Float32Array {
  if (x.length > AT_ONCE) {
    const y = new Float32Array(x.length);
    for (let i = 0; i < y.length; i += AT_ONCE) y.set(applyKernel(map, x.subarray(i, i + AT_ONCE)), i);
    return y;
  }
  const arena = arenaFor(0);
  const pointer = arena.copyIn(x);
  arena.kernels[map](pointer, pointer, x.length);
  return arena.copyOut(pointer, x.length);
}
