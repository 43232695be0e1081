/** @module The base class of optimisers: groups of parameters, each with its own options and state. */
import { checkNames, described } from "../arguments.ts";
import { ValueError, warn } from "../errors.ts";
import { enableGrad } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { overwritten } from "../tensor/version.ts";
import {
  checkStateDict,
  type OptimizerStateDict,
  packGroups,
  packState,
  type SavedOptimizer,
  unpackOptions,
  unpackState,
} from "./stateDict.ts";

/** Options that every optimiser has. */
export interface BaseOptions {
  /** The learning rate. */
  readonly lr: number;
}

/** Options that most optimisers have. */
export interface CommonOptions extends BaseOptions {
  /** The L2 penalty: weightDecay · p is added to the gradient; 0 by default. */
  readonly weightDecay: number;
  /** Whether to maximise the loss; false by default. */
  readonly maximize: boolean;
}

const MARKS = [
  "initialLr",
  "maxLr",
  "minLr",
  "maxMomentum",
  "baseMomentum",
] as const satisfies (keyof ScheduleMarks)[];

/** What learning rate schedules store in a group. */
export type ScheduleMarks = {
  [Mark in "initialLr" | "maxLr" | "minLr" | "maxMomentum" | "baseMomentum"]?: number;
};

/** Parameters that share options; omitted options default to the optimiser's. */
export type ParamGroupOptions<Options> = { readonly params: Tensor | readonly Tensor[] } & Partial<Options> &
  Readonly<ScheduleMarks>;

/** A group with all options; they may be changed, as a schedule changes `lr`. */
export type ParamGroup<Options> = { params: Tensor[] } & {
  -readonly [Key in keyof Options]: Options[Key];
} & ScheduleMarks;

/** Parameters, or groups of them. */
export type Params<Options> = Iterable<Tensor> | Iterable<ParamGroupOptions<Options>>;

/** A parameter to update: values, gradient and state. */
export interface Ready<State> {
  /** The values of the parameter. */
  readonly p: Float32Array;
  /** Its gradient. */
  readonly g: Float32Array;
  /** What is stored for it. */
  readonly state: State;
}

/** Clears the gradients, computes the loss, calls its `backward()` and returns it. */
export type Closure<Loss> = () => Loss;

/** What a closure returns, with recording enabled. */
export function evaluated<Loss>(closure: Closure<Loss>): Loss {
  if (typeof closure !== "function")
    throw new ValueError(
      `step: closure must be a function that returns the loss (got ${described(closure)})`,
    );
  const loss = enableGrad(closure);
  if (!(loss instanceof Promise)) return loss;
  throw new ValueError(
    "step: the closure is asynchronous, so its gradients are not there yet\n  await what it needs before step()",
  );
}

/** The base of all optimisers. */
export abstract class Optimizer<Options extends BaseOptions = BaseOptions, State extends object = object> {
  /** Groups of parameters, each with its options. */
  readonly paramGroups: ParamGroup<Options>[] = [];
  /** The options of groups without their own. */
  readonly defaults: Options;
  /** @internal Whether `step` needs a closure, which it calls several times. */
  readonly needsClosure: boolean = false;
  /** @internal Steps since the last schedule was created. */
  stepCount = 0;
  /** What is stored for each parameter. */
  protected readonly state: Map<Tensor, State> = new Map();
  /** What are options of the groups in PyTorch but belongs to the class here, by PyTorch's names. */
  protected readonly fixedOptions: Readonly<Record<string, boolean>> = {};

  /** Throws ValueError for options outside their domain, and without parameters. */
  constructor(params: Params<Options>, defaults: Options, options: Partial<Options>) {
    checkNames("optimizer", options, Object.keys(defaults));
    this.defaults = { ...defaults, ...stated(options) };
    this.checkOptions(this.defaults);
    for (const group of groupsOf(params)) this.addParamGroup(group);
  }

  /**
   * Adds a group of parameters, for instance layers that were frozen before.
   *
   * Throws ValueError if an option is unknown or outside its domain, or if a parameter is already in a group or is the
   * result of an operation.
   */
  addParamGroup(group: ParamGroupOptions<Options>): void {
    const { params, ...options } = group;
    const name = `parameter group ${this.paramGroups.length}`;
    if (params === undefined)
      throw new ValueError(`${name} has no params: it must be { params: [tensor, …], … }`);
    checkNames(name, options, [...Object.keys(this.defaults), ...MARKS]);
    if (
      typeof params !== "object" ||
      params === null ||
      !(params instanceof Tensor || Symbol.iterator in params)
    )
      throw new ValueError(
        `${name}: params must be a Tensor or a list of Tensors (got ${described(params)})`,
      );
    const all = params instanceof Tensor ? [params] : [...params];
    // The type of a spread loses that every option is present.
    const added = { ...this.defaults, ...stated(options), params: all } as ParamGroup<Options>;
    this.checkOptions(added);
    const others = this.paramGroups.flatMap((other) => other.params);
    checkParameters(added.params, others);
    this.paramGroups.push(added);
  }

  /**
   * Updates every parameter that has a gradient. With a closure, which computes the loss and its gradients, calls it first and
   * returns what it returns, also within `noGrad`. Throws ValueError for a closure that is asynchronous or no function.
   */
  step<Loss = null>(closure?: Closure<Loss>): Loss | null {
    const loss = closure === undefined ? null : evaluated(closure);
    this.stepCount += 1;
    for (const group of this.paramGroups) this.updateAll(this.#readyOf(group), group);
    return loss;
  }

  #readyOf({ params }: ParamGroup<Options>): Ready<State>[] {
    const ready: Ready<State>[] = [];
    for (let i = 0; i < params.length; i++) {
      const { data, gradient } = params[i];
      if (gradient === null) continue;
      ready.push({ p: data, g: gradient, state: this.#stateOf(params[i]) });
      overwritten(params[i]);
    }
    return ready;
  }

  #stateOf(parameter: Tensor): State {
    let state = this.state.get(parameter);
    if (state === undefined) {
      state = this.initialState(parameter);
      this.state.set(parameter, state);
    }
    return state;
  }

  /** Clears the gradients of all parameters. */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const parameter of group.params) parameter.grad = null;
  }

  /**
   * The complete state, from which `loadStateDict` resumes with the same results, in PyTorch's layout and names:
   * `{ state: { 0: { step, exp_avg, … }, … }, param_groups: [{ lr, betas, …, params: [0, 1, …] }] }`.
   *
   * A copy, which later steps do not change.
   */
  stateDict(): OptimizerStateDict {
    return {
      state: packState(this.paramGroups, this.state),
      param_groups: packGroups(this.paramGroups),
    };
  }

  /**
   * Restores the options and the state of an optimiser of the same class and with groups of the same sizes, which may be
   * one of PyTorch's. Tensors may be `Tensor`s or `{ shape, data }`, also after JSON or `structuredClone`.
   *
   * Throws, before anything has changed, FormatError for an object that is not a state dict, ValueError if its groups or
   * entries do not match, ShapeError if shapes do not match.
   */
  loadStateDict(saved: SavedOptimizer): void {
    checkStateDict(saved, this.paramGroups);
    // Options are not checked: a schedule's rate can be a rounding error below zero.
    const groups = this.paramGroups.map((group, i) =>
      unpackOptions(saved.param_groups[i], group, i, this.fixedOptions),
    );
    const state = unpackState(saved, this.paramGroups, (parameter) => this.initialState(parameter));
    groups.forEach((group, i) => {
      Object.assign(this.paramGroups[i], group);
    });
    this.state.clear();
    for (const [parameter, values] of state) this.state.set(parameter, values);
  }

  /** Throws ValueError for options outside their domain. */
  protected abstract checkOptions(options: Options): void;

  /** What is stored for a parameter before its first step. */
  protected abstract initialState(parameter: Tensor): State;

  /** One step of the parameters of a group that have a gradient, in place. */
  protected updateAll(ready: readonly Ready<State>[], options: Options): void {
    for (const { p, g, state } of ready) this.update(p, g, state, options);
  }

  /** Updates a parameter in place. */
  protected abstract update(p: Float32Array, g: Float32Array, state: State, options: Options): void;
}

/** Options without those that are undefined. */
function stated<Given extends object>(options: Given): Given {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given;
}

function groupsOf<Options>(params: Params<Options>): readonly ParamGroupOptions<Options>[] {
  if (!Array.isArray(params)) {
    const isIterable: boolean = typeof params === "object" && params !== null && Symbol.iterator in params;
    if (isIterable) return groupsOf([...(params as Iterable<ParamGroupOptions<Options>>)]);
    const got = (params as unknown) instanceof Tensor ? "a Tensor" : typeof params;
    throw new ValueError(
      `params argument given to the optimizer should be an iterable of Tensors or dicts, but got ${got}\n  it must be an array: module.parameters(), [tensor] or [{ params, … }]`,
    );
  }
  if (params.length === 0) throw new ValueError("optimizer got an empty parameter list");
  if (params[0] instanceof Tensor)
    return [{ params: params as readonly Tensor[] } as ParamGroupOptions<Options>];
  return params as readonly ParamGroupOptions<Options>[];
}

function checkParameters(params: readonly Tensor[], others: readonly Tensor[]): void {
  for (const parameter of params) {
    if (!(parameter instanceof Tensor))
      throw new ValueError(
        `optimizer can only optimize Tensors, but one of the params is ${typeof parameter}`,
      );
    if (!parameter.isLeaf) throw new ValueError("can't optimize a non-leaf Tensor");
  }
  const own = new Set(params);
  if (own.size < params.length) {
    warn(
      "optimizer contains a parameter group with duplicate parameters; in future, this will cause an error",
    );
  }
  if (others.some((parameter) => own.has(parameter)))
    throw new ValueError("some parameters appear in more than one parameter group");
}
