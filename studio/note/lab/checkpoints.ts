/** @module Moments of a run from which it can be run again: since runs are exact, few are enough to reach any segment. */
import type { NamedArray } from "../../../src/interop/index.ts";
import { Program, type State } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import type { OptimizerStateDict } from "../../../src/optim/index.ts";
import { Tensor } from "../../../src/tensor/tensor.ts";

/** Everything that the rest of a run depends on. */
interface Checkpoint {
  readonly trained: number;
  readonly parameters: readonly Float32Array[];
  readonly optimizer: OptimizerStateDict;
  readonly state: State | null;
}

/** The bytes that all checkpoints of a run may take together. */
const budget = 24e6;

/** Loaded weights, by PyTorch's names. */
export type Weights = Readonly<Record<string, NamedArray>>;

/** A program at its start: weights drawn under its seed, or loaded ones. @throws as loadStateDict. */
export function startProgram(settings: Settings, weights: Weights | null): Program {
  const program = new Program(settings);
  if (weights) {
    const tensors = Object.entries(weights).map(([name, { data, shape }]) => [name, new Tensor(data, shape)]);
    program.model.loadStateDict(Object.fromEntries(tensors));
  }
  return program;
}

/** The checkpoints of one run, every 1st, 2nd, 4th … of what fits. */
export class Checkpoints {
  #every = 16;
  #saved: Checkpoint[] = [];
  readonly #settings: Settings;
  readonly #weights: Weights | null;
  readonly #capacity: number;

  constructor({ settings, model }: Program, weights: Weights | null) {
    this.#settings = settings;
    this.#weights = weights;
    const numbers = model.parameters().reduce((sum, { data }) => sum + data.length, 0);
    this.#capacity = Math.min(256, Math.max(2, Math.floor(budget / (numbers * 12)))); // with Adam's two moments
  }

  /** Keeps the program as it is now, if its turn has come. A state with a graph behind it cannot be kept. */
  consider(program: Program): void {
    const { trained, model, optimizer, state } = program;
    const hasGraph = this.#settings.carry && !this.#settings.detach;
    if (trained % this.#every !== 0 || hasGraph) return;
    this.#saved.push({
      trained,
      parameters: model.parameters().map(({ data }) => data.slice()),
      optimizer: optimizer.stateDict(),
      state: state?.map(copied) ?? null,
    });
    if (this.#saved.length <= this.#capacity) return;
    this.#every *= 2;
    this.#saved = this.#saved.filter((saved) => saved.trained % this.#every === 0);
  }

  /** A separate program, as it was after `trained` segments. */
  programAt(trained: number): Program {
    const program = startProgram(this.#settings, this.#weights);
    const from = this.#saved.findLast((saved) => saved.trained <= trained);
    if (from) restore(program, from);
    while (program.trained < trained) program.trainSegment();
    return program;
  }
}

function restore(program: Program, { trained, parameters, optimizer, state }: Checkpoint): void {
  program.model.parameters().forEach((parameter, i) => {
    parameter.data.set(parameters[i]);
  });
  program.optimizer.loadStateDict(optimizer);
  program.state = state?.map(copied) ?? null;
  program.trained = trained;
}

function copied({ data, shape }: Tensor): Tensor {
  return new Tensor(data.slice(), shape);
}
