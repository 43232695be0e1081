/** @module L-BFGS. */
import { described } from "../arguments.ts";
import { FormatError, ValueError } from "../errors.ts";
import { readSaved } from "../tensor/savedValues.ts";
import { Tensor } from "../tensor/tensor.ts";
import { overwritten } from "../tensor/version.ts";
import { checkNotNegative } from "./checks.ts";
import {
  type BaseOptions,
  type Closure,
  evaluated,
  Optimizer,
  type ParamGroupOptions,
  type Params,
} from "./optimizer.ts";
import type { OptimizerStateDict, SavedOptimizer } from "./stateDict.ts";
import { strongWolfe } from "./strongWolfe.ts";

/** Options of `LBFGS`. */
export interface LBFGSOptions extends BaseOptions {
  /** The length of a step, or the first guess of the line search; 1 by default. */
  readonly lr: number;
  /** The iterations of each `step`, 20 by default. */
  readonly maxIter: number;
  /** The evaluations of the closure after which a `step` ends, by default 1.25 · maxIter. */
  readonly maxEval: number;
  /** Ends a `step` when no gradient is larger, 1e-7 by default. */
  readonly toleranceGrad: number;
  /** Ends a `step` when loss and parameters change by less, 1e-9 by default. */
  readonly toleranceChange: number;
  /** The number of past steps that the curvature is estimated from, 100 by default. */
  readonly historySize: number;
  /** Searches the length of each step ("strong_wolfe"), or always takes `lr` (null, the default). */
  readonly lineSearchFn: "strong_wolfe" | null;
}

/** What the next iteration needs of the ones before, for all parameters in one vector. */
interface History {
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

const DEFAULTS: LBFGSOptions = {
  lr: 1,
  maxIter: 20,
  maxEval: 25,
  toleranceGrad: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
  lineSearchFn: null,
};

const { fround } = Math;

/**
 * Limited-memory BFGS: Newton's method with an estimate of the curvature from the latest steps, for losses without noise.
 *
 *     d = −H g        H from the last `historySize` pairs of changes of g and p
 *     p ← p + t d     t = lr, or found by a line search
 *
 * `step` needs a function that computes the loss again: it clears the gradients, calls `backward()` and returns the loss.
 *
 *     optimizer.step(() => {
 *       optimizer.zeroGrad();
 *       const loss = lossFunc.forward(net.forward(x), y);
 *       loss.backward();
 *       return loss;
 *     });
 *
 * Throws ValueError for several groups of parameters, options outside their domain, and a step without that function.
 * Source: Liu & Nocedal, "On the limited memory BFGS method for large scale optimization", 1989; torch.optim.LBFGS.
 */
export class LBFGS extends Optimizer<LBFGSOptions, object> {
  #history: History | null = null;

  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<LBFGSOptions>, options: Partial<LBFGSOptions> = {}) {
    const maxEval = options.maxEval ?? Math.floor(((options.maxIter ?? DEFAULTS.maxIter) * 5) / 4);
    super(params, DEFAULTS, { ...options, maxEval });
  }

  /** Throws ValueError: there is one group only. */
  override addParamGroup(group: ParamGroupOptions<LBFGSOptions>): void {
    if (this.paramGroups.length > 0)
      throw new ValueError("LBFGS doesn't support per-parameter options (parameter groups)");
    super.addParamGroup(group);
  }

  /** Minimises the loss in up to `maxIter` iterations; returns the loss before them. */
  override step<Loss = null>(closure?: Closure<Loss>): Loss | null {
    if (closure === undefined) {
      throw new ValueError(
        "LBFGS.step() missing 1 required positional argument: 'closure'\n  pass a function that calls zeroGrad() and backward() and returns the loss",
      );
    }
    this.stepCount += 1;
    const history = this.#history ?? newHistory();
    this.#history = history;
    const first = evaluated(closure);
    history.funcEvals += 1;
    this.#iterate(history, numberOf(first), () => numberOf(evaluated(closure)));
    return first;
  }

  /** The state in PyTorch's layout: of the first parameter, `d`, `old_dirs`, `old_stps` and so on, in part lists of tensors. */
  override stateDict(): OptimizerStateDict {
    const { param_groups } = super.stateDict();
    const history = this.#history;
    if (history === null) return { state: {}, param_groups };
    const vector = (values: Float32Array): Tensor => new Tensor(values.slice(), [values.length]);
    const scalar = (value: number): Tensor => new Tensor(Float32Array.of(value), []);
    const first = {
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
    // With lists and numbers, which the type of the other optimisers' states leaves out.
    return { state: { 0: first as object as Record<string, Tensor | null> }, param_groups };
  }

  /** Restores the state, with its history of steps. */
  override loadStateDict(saved: SavedOptimizer): void {
    const { 0: own, ...others } = saved?.state ?? {};
    const strange = Object.keys(others)[0];
    if (strange !== undefined)
      throw new ValueError(
        `loaded state dict has a state of parameter ${strange}; LBFGS has one of the first`,
      );
    const history = own === undefined ? null : readHistory(own, this.#flat().length);
    super.loadStateDict({ ...saved, state: {} });
    this.#history = history;
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions(options: LBFGSOptions): void {
    checkNotNegative("learning rate", options.lr);
    checkNotNegative("max_iter value", options.maxIter);
    checkNotNegative("max_eval value", options.maxEval);
    checkNotNegative("history_size value", options.historySize);
    if (options.lineSearchFn !== null && options.lineSearchFn !== "strong_wolfe")
      throw new ValueError("only 'strong_wolfe' is supported");
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(): object {
    return {};
  }

  /** All parameters are updated at once, by `step`. */
  protected override update(): void {}

  #iterate(history: History, firstLoss: number, lossAgain: () => number): void {
    const [{ lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn }] =
      this.paramGroups;
    let loss = firstLoss;
    let gradient = this.#flat();
    let evaluations = 1;
    if (largest(gradient) <= toleranceGrad) return;
    for (let iteration = 1; iteration <= maxIter; iteration++) {
      history.nIter += 1;
      nextDirection(history, gradient, historySize);
      history.prevFlatGrad = gradient;
      history.prevLoss = loss;
      const { d } = history;
      history.t = history.nIter === 1 ? Math.min(1, 1 / sumOfSizes(gradient)) * lr : lr;
      const slope = dot(gradient, d);
      if (slope > -toleranceChange) break;

      let more = 0;
      if (lineSearchFn !== null) {
        const before = this.#copies();
        const evaluate = (t: number): { loss: number; gradient: Float32Array } => {
          this.#move(t, d);
          const lossThere = lossAgain();
          const gradientThere = this.#flat();
          this.#restore(before);
          return { loss: lossThere, gradient: gradientThere };
        };
        const slopeOf = (g: Float32Array): number => dot(g, d);
        const start = { loss, gradient, slope };
        const found = strongWolfe(evaluate, slopeOf, history.t, start, largest(d), toleranceChange);
        ({ loss, gradient } = found);
        history.t = found.t;
        more = found.evaluations;
        this.#move(history.t, d);
      } else {
        this.#move(history.t, d);
        if (iteration !== maxIter) {
          loss = lossAgain();
          gradient = this.#flat();
          more = 1;
        }
      }
      evaluations += more;
      history.funcEvals += more;
      if (evaluations >= maxEval || largest(gradient) <= toleranceGrad) break;
      if (largest(d) * Math.abs(history.t) <= toleranceChange) break;
      if (Math.abs(loss - history.prevLoss) < toleranceChange) break;
    }
  }

  /** The gradients of all parameters in one vector; zeros for those without. */
  #flat(): Float32Array {
    const [{ params }] = this.paramGroups;
    const flat = new Float32Array(params.reduce((sum, { data }) => sum + data.length, 0));
    let at = 0;
    for (const { data, gradient } of params) {
      if (gradient !== null) flat.set(gradient, at);
      at += data.length;
    }
    return flat;
  }

  /** p ← p + t d. */
  #move(t: number, d: Float32Array): void {
    let at = 0;
    for (const parameter of this.paramGroups[0].params) {
      const { data } = parameter;
      for (let i = 0; i < data.length; i++) data[i] += t * d[at + i];
      at += data.length;
      overwritten(parameter);
    }
  }

  #copies(): Float32Array[] {
    return this.paramGroups[0].params.map(({ data }) => data.slice());
  }

  #restore(copies: readonly Float32Array[]): void {
    this.paramGroups[0].params.forEach((parameter, i) => {
      parameter.data.set(copies[i]);
      overwritten(parameter);
    });
  }
}

function newHistory(): History {
  const none = { oldDirs: [], oldStps: [], ro: [], hDiag: 1, prevFlatGrad: null, prevLoss: 0 };
  return { nIter: 0, funcEvals: 0, d: new Float32Array(0), t: 0, ...none };
}

/** Stores the last change of gradient and parameters, and computes the next direction from all of them. */
function nextDirection(history: History, gradient: Float32Array, historySize: number): void {
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

function dot(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return fround(total);
}

function addMultiple(a: Float32Array, factor: number, b: Float32Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

function largest(values: Float32Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

function sumOfSizes(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return fround(sum);
}

/** The value of a loss that a closure returned. */
function numberOf(loss: unknown): number {
  if (typeof loss === "number") return loss;
  if (loss instanceof Tensor) return loss.item();
  throw new ValueError(
    `LBFGS: the closure must return the loss, a tensor or a number (got ${described(loss)})`,
  );
}

function readHistory(own: Readonly<Record<string, unknown>>, size: number): History {
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
