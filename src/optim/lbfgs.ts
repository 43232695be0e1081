/** @module L-BFGS. */
import { described } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkNotNegative } from "./checks.ts";
import { copiesOf, dot, flatGradient, largest, move, restore, sumOfSizes } from "./flatVector.ts";
import { type History, newHistory, nextDirection, readHistory, savedHistory } from "./lbfgsHistory.ts";
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

/** The loss at the parameters of a moment, and its gradient. */
interface Point {
  readonly loss: number;
  readonly gradient: Float32Array;
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
  /** A step evaluates the loss several times. */
  override readonly needsClosure: boolean = true;
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
    const first = savedHistory(history);
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
    const history =
      own === undefined ? null : readHistory(own, flatGradient(this.paramGroups[0].params).length);
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
    const [{ params, maxIter, maxEval, toleranceGrad, toleranceChange }] = this.paramGroups;
    let at: Point = { loss: firstLoss, gradient: flatGradient(params) };
    let evaluations = 1;
    if (largest(at.gradient) <= toleranceGrad) return;
    for (let iteration = 1; iteration <= maxIter; iteration++) {
      const slope = this.#direct(history, at);
      if (slope > -toleranceChange) break;
      const { evaluations: more, ...next } = this.#advance(history, { ...at, slope }, lossAgain, {
        isLast: iteration === maxIter,
      });
      at = next;
      evaluations += more;
      history.funcEvals += more;
      if (evaluations >= maxEval || largest(at.gradient) <= toleranceGrad) break;
      if (largest(history.d) * Math.abs(history.t) <= toleranceChange) break;
      if (Math.abs(at.loss - history.prevLoss) < toleranceChange) break;
    }
  }

  /** Chooses the next direction and a first length of the step; returns the slope of the loss along it. */
  #direct(history: History, { loss, gradient }: Point): number {
    const [{ lr, historySize }] = this.paramGroups;
    history.nIter += 1;
    nextDirection(history, gradient, historySize);
    history.prevFlatGrad = gradient;
    history.prevLoss = loss;
    history.t = history.nIter === 1 ? Math.min(1, 1 / sumOfSizes(gradient)) * lr : lr;
    return dot(gradient, history.d);
  }

  /** Takes the step; its length is searched for, or is the first one, after the last of which nothing is evaluated again. */
  #advance(
    history: History,
    start: Point & { readonly slope: number },
    lossAgain: () => number,
    { isLast }: { readonly isLast: boolean },
  ): Point & { readonly evaluations: number } {
    const [{ params, lineSearchFn, toleranceChange }] = this.paramGroups;
    const { d } = history;
    if (lineSearchFn === null) {
      move(params, history.t, d);
      const { loss, gradient } = start;
      if (isLast) return { loss, gradient, evaluations: 0 };
      return { loss: lossAgain(), gradient: flatGradient(params), evaluations: 1 };
    }
    const evaluate = (t: number): Point => this.#pointAt(t, d, lossAgain);
    const slopeOf = (g: Float32Array): number => dot(g, d);
    const { t, ...found } = strongWolfe(evaluate, slopeOf, history.t, start, largest(d), toleranceChange);
    history.t = t;
    move(params, t, d);
    return found;
  }

  /** Loss and gradient after a step of length t; the parameters are then as before. */
  #pointAt(t: number, d: Float32Array, lossAgain: () => number): Point {
    const [{ params }] = this.paramGroups;
    const before = copiesOf(params);
    move(params, t, d);
    const point = { loss: lossAgain(), gradient: flatGradient(params) };
    restore(params, before);
    return point;
  }
}

/** The value of a loss that a closure returned. */
function numberOf(loss: unknown): number {
  if (typeof loss === "number") return loss;
  if (loss instanceof Tensor) return loss.item();
  throw new ValueError(
    `LBFGS: the closure must return the loss, a tensor or a number (got ${described(loss)})`,
  );
}
