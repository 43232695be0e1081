/** @module The note's program: predict cos from sin, segment by segment, carrying the state. */

import { linspace } from "../data/linspace.ts";
import { ValueError } from "../errors.ts";
import { stack } from "../functional/join.ts";
import { GRU } from "../nn/gru.ts";
import { Linear } from "../nn/linear.ts";
import { MSELoss } from "../nn/losses.ts";
import { LSTM } from "../nn/lstm.ts";
import { Module } from "../nn/module.ts";
import { RNN as RecurrentNetwork } from "../nn/rnn.ts";
import { Adam } from "../optim/adam.ts";
import "../tensor/methods.ts";
import { manualSeed } from "../random/generator.ts";
import { randn, tensor } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The recurrent cells that the note's program can be run with. */
export const cellNames = ["rnn", "lstm", "gru"] as const;

/** A recurrent cell. */
export type Cell = (typeof cellNames)[number];

/** Everything that decides a run: the same settings give the same numbers. */
export interface Settings {
  readonly cell: Cell;
  /** Samples of a segment, which are the time steps that gradients flow through. */
  readonly timeStep: number;
  readonly hidden: number;
  readonly layers: number;
  /** Segments to train on, one after the other, each π long. */
  readonly steps: number;
  readonly lr: number;
  /** Whether the last sample of a segment stands on its end, where the next one begins. */
  readonly endpoint: boolean;
  readonly initialState: "zeros" | "random";
  readonly seed: number;
}

/** The note's first program: an RNN at 10 steps from an empty state. */
export const rnnProgram: Settings = {
  cell: "rnn",
  timeStep: 10,
  hidden: 32,
  layers: 1,
  steps: 100,
  lr: 0.02,
  endpoint: false,
  initialState: "zeros",
  seed: 1,
};

/** The note's second program: an LSTM at 20 steps from random states. */
export const lstmProgram: Settings = {
  ...rnnProgram,
  cell: "lstm",
  timeStep: 20,
  endpoint: true,
  initialState: "random",
};

/** A state of the network: h, or h and c, each (layers, 1, hidden). */
export type State = readonly Tensor[];

/** The note's model: a recurrent layer, and an output layer that every time step goes through. */
export class RNN extends Module {
  static override readonly typeName: string = "RNN";
  readonly rnn: RecurrentNetwork | LSTM | GRU;
  readonly out: Linear;

  constructor({ cell, hidden, layers }: Pick<Settings, "cell" | "hidden" | "layers">) {
    super();
    const options = { numLayers: layers, batchFirst: true };
    const Layer = { rnn: RecurrentNetwork, lstm: LSTM, gru: GRU }[cell];
    this.rnn = new Layer(1, hidden, options);
    this.out = new Linear(hidden, 1);
  }

  /** x (1, T, 1) → prediction (1, T, 1) and the next state. */
  forward(x: Tensor, state: State | null): [Tensor, State] {
    const [rOut, next] = this.recur(x, state);
    const outs: Tensor[] = [];
    for (let timeStep = 0; timeStep < rOut.size(1); timeStep++)
      outs.push(this.out.forward(rOut.select(1, timeStep)));
    return [stack(outs, 1), next];
  }

  /** The recurrent layer alone, with the states of all cells in one form. */
  recur(x: Tensor, state: State | null): [Tensor, State] {
    if (this.rnn instanceof LSTM) return this.rnn.forward(x, state && [state[0], state[1]]);
    const [rOut, hn] = this.rnn.forward(x, state?.[0] ?? null);
    return [rOut, [hn]];
  }
}

/** One segment of the curve: time in radians, and sin and cos at it. */
export interface SegmentData {
  readonly t: Float32Array;
  readonly input: Float32Array;
  readonly target: Float32Array;
}

/** The samples of segment k, which spans [kπ, (k + 1)π). */
export function segmentData(
  index: number,
  { timeStep, endpoint }: Pick<Settings, "timeStep" | "endpoint">,
): SegmentData {
  const t = linspace(index * Math.PI, (index + 1) * Math.PI, timeStep, { endpoint });
  return { t, input: t.map(Math.sin), target: t.map(Math.cos) };
}

/** One trained segment: its samples, what the network made of them before it learnt from them, and the loss. */
export interface Segment extends SegmentData {
  readonly index: number;
  readonly prediction: Float32Array;
  readonly loss: number;
}

/** A program that is ready to run: its model can be looked at before, while and after it is trained. */
export class Program {
  readonly settings: Settings;
  readonly model: RNN;
  /** The state carried into the next segment. */
  state: State | null;
  #next = 0;
  readonly #optimizer: Adam;
  readonly #loss = new MSELoss();

  constructor(settings: Settings) {
    checkSettings(settings);
    this.settings = settings;
    manualSeed(settings.seed);
    this.model = new RNN(settings);
    this.state = settings.initialState === "zeros" ? null : randomState(settings);
    this.#optimizer = new Adam(this.model.parameters(), { lr: settings.lr });
  }

  /** How many segments have been trained. */
  get trained(): number {
    return this.#next;
  }

  /** Trains one more segment: forward, detach, loss, backward, step, in the note's own order. */
  trainSegment(): Segment {
    const index = this.#next++;
    const data = segmentData(index, this.settings);
    const [prediction, next] = this.model.forward(column(data.input), this.state);
    this.state = next.map((state) => state.detach());
    const loss = this.#loss.forward(prediction, column(data.target));
    this.#optimizer.zeroGrad();
    loss.backward();
    this.#optimizer.step();
    return { ...data, index, prediction: prediction.data, loss: loss.item() };
  }
}

/** The losses of a whole run, one a segment. */
export function trainLosses(program: Program): number[] {
  return Array.from({ length: program.settings.steps }, () => program.trainSegment().loss);
}

/** Values of a segment as the network reads them: (1, T, 1). */
export function column(values: Float32Array): Tensor {
  return tensor(values, { shape: [1, values.length, 1] });
}

/** Standard normal states, drawn after the model as the note draws them. */
function randomState({ cell, layers, hidden }: Settings): State {
  const shape = [layers, 1, hidden];
  return cell === "lstm" ? [randn(shape), randn(shape)] : [randn(shape)];
}

function checkSettings({ timeStep, hidden, layers, steps, lr }: Settings): void {
  for (const [name, value] of Object.entries({ timeStep, hidden, layers, steps })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new ValueError(`${name} must be a whole number above zero (got ${value})`);
  }
  if (!(lr > 0 && lr < Number.POSITIVE_INFINITY))
    throw new ValueError(`lr must be a number above zero (got ${lr})`);
}
