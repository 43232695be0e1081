/** @module Functions of each value alone, each beside its derivative. */
import { sigmoidMap, tanhMap } from "../wasm/maps.ts";
import { reluBackward, reluForward } from "./relu.ts";
import { gradOf, record, recordShape } from "./tape.ts";
import { Tensor } from "./tensor.ts";

interface MapOp {
  readonly name: string;
  readonly forward: (x: Float32Array) => Float32Array;
  /** dx += dy · f'(x), from x or from y = f(x). */
  readonly backward: (dx: Float32Array, dy: Float32Array, x: Float32Array, y: Float32Array) => void;
}

/** A map by one of JavaScript's own functions, rounded once from double precision. */
function each(f: (x: number) => number): (x: Float32Array) => Float32Array {
  return (x) => {
    const y = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) y[i] = f(x[i]);
    return y;
  };
}

/** The name of a function of each value alone. */
export type MapName =
  | "neg"
  | "exp"
  | "log"
  | "sqrt"
  | "abs"
  | "sin"
  | "cos"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "clone";

const maps: { readonly [name in MapName]: MapOp } = {
  neg: op(
    "neg",
    each((x) => -x),
    (dx, dy) => {
      for (let i = 0; i < dx.length; i++) dx[i] -= dy[i];
    },
  ),
  exp: op("exp", each(Math.exp), (dx, dy, _x, y) => {
    for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * y[i];
  }),
  log: op("log", each(Math.log), (dx, dy, x) => {
    for (let i = 0; i < dx.length; i++) dx[i] += dy[i] / x[i];
  }),
  sqrt: op("sqrt", each(Math.sqrt), (dx, dy, _x, y) => {
    for (let i = 0; i < dx.length; i++) dx[i] += dy[i] / (2 * y[i]);
  }),
  abs: op("abs", each(Math.abs), (dx, dy, x) => {
    for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * Math.sign(x[i]);
  }),
  sin: op("sin", each(Math.sin), (dx, dy, x) => {
    for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * Math.cos(x[i]);
  }),
  cos: op("cos", each(Math.cos), (dx, dy, x) => {
    for (let i = 0; i < dx.length; i++) dx[i] -= dy[i] * Math.sin(x[i]);
  }),
  tanh: op("tanh", tanhMap, (dx, dy, _x, y) => {
    for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * (1 - y[i] * y[i]);
  }),
  sigmoid: op("sigmoid", sigmoidMap, (dx, dy, _x, y) => {
    for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * y[i] * (1 - y[i]);
  }),
  relu: op("relu", reluForward, reluBackward),
  clone: op(
    "clone",
    (x) => x.slice(),
    (dx, dy) => {
      for (let i = 0; i < dx.length; i++) dx[i] += dy[i];
    },
  ),
};

function op(name: string, forward: MapOp["forward"], backward: MapOp["backward"]): MapOp {
  return { name, forward, backward };
}

/** Those whose derivative needs no values: PyTorch lets them run back twice. */
const LINEAR: ReadonlySet<MapName> = new Set(["neg", "clone"]);

/** Every map, by its name. */
export function applyMap(name: MapName, x: Tensor): Tensor {
  const { forward, backward } = maps[name];
  const y = new Tensor(forward(x.data), x.shape);
  const keep = LINEAR.has(name) ? recordShape : record;
  return keep(name, y, [x], (dy) => backward(gradOf(x), dy, x.data, y.data));
}
