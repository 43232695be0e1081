/** @module What all optimisers share: groups of parameters, each with its own options and state. */
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Parameters that share options; those left out are the optimiser's own. */
export type ParamGroupOptions<Options> = { readonly params: readonly Tensor[] } & Partial<Options>;

/** A group as an optimiser keeps it: every option filled in, and open to change, as a schedule changes `lr`. */
export type ParamGroup<Options> = { params: Tensor[] } & { -readonly [Key in keyof Options]: Options[Key] };

/** The base of all optimisers. */
export abstract class Optimizer<Options extends object, State> {
  readonly paramGroups: ParamGroup<Options>[];
  /** What is remembered of each parameter since its first step. */
  protected readonly state: Map<Tensor, State> = new Map();

  constructor(params: readonly Tensor[] | readonly ParamGroupOptions<Options>[], options: Options) {
    if (params.length === 0) throw new ValueError("optimizer got an empty parameter list");
    const isGroup = (entry: Tensor | ParamGroupOptions<Options>): entry is ParamGroupOptions<Options> =>
      "params" in entry;
    const [groups, single] = [
      params.filter(isGroup),
      params.filter((entry): entry is Tensor => !isGroup(entry)),
    ];
    const all = single.length > 0 ? [{ params: single }, ...groups] : groups;
    this.paramGroups = all.map((group) => ({ ...options, ...group, params: [...group.params] }));
    const seen = this.paramGroups.flatMap((group) => group.params);
    if (seen.some((parameter) => !parameter.isLeaf)) throw new ValueError("can't optimize a non-leaf Tensor");
    if (new Set(seen).size < seen.length)
      throw new ValueError("some parameters appear in more than one parameter group");
  }

  /** Changes every parameter that has a gradient. */
  step(): void {
    for (const group of this.paramGroups) {
      for (const parameter of group.params) {
        if (parameter.gradient === null) continue;
        let state = this.state.get(parameter);
        if (state === undefined) {
          state = this.initialState(parameter);
          this.state.set(parameter, state);
        }
        this.update(parameter.data, parameter.gradient, state, group);
      }
    }
  }

  /** Forgets the gradients, so that the next backward starts from none. */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const parameter of group.params) parameter.grad = null;
  }

  protected abstract initialState(parameter: Tensor): State;

  /** One step of one parameter, in place. */
  protected abstract update(p: Float32Array, g: Float32Array, state: State, options: Options): void;
}
