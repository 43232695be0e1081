/** @module What L-BFGS keeps of past steps: the next direction from it, and the same as PyTorch saves it. */
import { described } from "../arguments.ts";
import { FormatError } from "../errors.ts";
import { readSaved } from "../tensor/savedValues.ts";
import { Tensor } from "../tensor/tensor.ts";
import { addMultiple, dot } from "./flatVector.ts";

/** What the next iteration needs of the ones before, for all parameters in one vector. */
export interface History {
  nIter: number;
  funcEvals: number;
  /** The last direction, and the length of the step along it. */
  d: Float32Array;
  t: number;
  /** Changes of the gradient and of the parameters, and 1 / their product, of the latest steps. */
  oldDirs: Float32Array[];
  oldStps: Float32Array[];
  ro: number[];
  /** The scale of the initial estimate of the inverse Hessian. */
  hDiag: number;
  prevFlatGrad: Float32Array | null;
  prevLoss: number;
}

const { fround } = Math;

export function newHistory(): History {
  const none = { oldDirs: [], oldStps: [], ro: [], hDiag: 1, prevFlatGrad: null, prevLoss: 0 };
  return { nIter: 0, funcEvals: 0, d: new Float32Array(0), t: 0, ...none };
}

/** Stores the last change of gradient and parameters, and computes the next direction from all of them. */
export function nextDirection(history: History, gradient: Float32Array, historySize: number): void {
  const { prevFlatGrad, oldDirs, oldStps, ro, t } = history;
  if (history.nIter > 1 && prevFlatGrad !== null) {
    const y = gradient.map((value, i) => value - prevFlatGrad[i]);
    const s = history.d.map((value) => value * t);
    const ys = dot(y, s);
    if (ys > 1e-10) {
      if (oldDirs.length === historySize) for (const list of [oldDirs, oldStps, ro]) list.shift();
      oldDirs.push(y);
      oldStps.push(s);
      ro.push(fround(1 / ys));
      history.hDiag = fround(ys / dot(y, y));
    }
  }
  // The two loops: −H g without a matrix.
  const d = gradient.map((value) => -value);
  const shares = new Array<number>(oldDirs.length);
  for (let i = oldDirs.length - 1; i >= 0; i--) {
    shares[i] = fround(dot(oldStps[i], d) * ro[i]);
    addMultiple(d, -shares[i], oldDirs[i]);
  }
  for (let i = 0; i < d.length; i++) d[i] *= history.hDiag;
  for (let i = 0; i < oldDirs.length; i++)
    addMultiple(d, shares[i] - fround(dot(oldDirs[i], d) * ro[i]), oldStps[i]);
  history.d = d;
}

/** A history in PyTorch's layout: that of the first parameter's state. */
export function savedHistory(history: History): object {
  const vector = (values: Float32Array): Tensor => new Tensor(values.slice(), [values.length]);
  const scalar = (value: number): Tensor => new Tensor(Float32Array.of(value), []);
  return {
    func_evals: history.funcEvals,
    n_iter: history.nIter,
    ...(history.prevFlatGrad && {
      d: vector(history.d),
      t: history.t,
      old_dirs: history.oldDirs.map(vector),
      old_stps: history.oldStps.map(vector),
      ro: history.ro.map(scalar),
      H_diag: scalar(history.hDiag),
      prev_flat_grad: vector(history.prevFlatGrad),
      prev_loss: history.prevLoss,
    }),
  };
}

/** Throws FormatError for another layout, or for vectors of another length than `size`. */
export function readHistory(own: Readonly<Record<string, unknown>>, size: number): History {
  const valuesOf = (value: unknown, what: string, count: number): Float32Array => {
    const { data } = readSaved(value, what);
    if (data.length === count) return data.slice();
    throw new FormatError(`${what} must have ${count} values (got ${data.length})`);
  };
  const vector = (value: unknown, what: string): Float32Array => valuesOf(value, what, size);
  const scalar = (value: unknown, what: string): number =>
    typeof value === "number" ? value : valuesOf(value, what, 1)[0];
  const list = <Item>(name: string, read: (value: unknown, what: string) => Item): Item[] => {
    const values = own[name];
    if (!Array.isArray(values))
      throw new FormatError(`'${name}' of LBFGS must be a list (got ${described(values)})`);
    return values.map((value, i) => read(value, `'${name}[${i}]' of LBFGS`));
  };
  const named = (name: string): number => scalar(own[name], `'${name}' of LBFGS`);
  const counts = { nIter: named("n_iter"), funcEvals: named("func_evals") };
  if (own.d === undefined || own.d === null) return { ...newHistory(), ...counts };
  const history = {
    ...counts,
    d: vector(own.d, "'d' of LBFGS"),
    t: named("t"),
    oldDirs: list("old_dirs", vector),
    oldStps: list("old_stps", vector),
    ro: list("ro", scalar),
    hDiag: named("H_diag"),
    prevFlatGrad: vector(own.prev_flat_grad, "'prev_flat_grad' of LBFGS"),
    prevLoss: named("prev_loss"),
  };
  const { oldDirs, oldStps, ro } = history;
  if (oldDirs.length === oldStps.length && oldDirs.length === ro.length) return history;
  throw new FormatError("'old_dirs', 'old_stps' and 'ro' of LBFGS must have the same length");
}
