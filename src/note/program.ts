/** @module The note's program: predict cos from sin, segment by segment, carrying the state. */
import { linspace } from "../data/samples/linspace.ts";
import { stack } from "../functional/join.ts";
import { GRU } from "../nn/gru.ts";
import { Linear } from "../nn/linear.ts";
import { MSELoss } from "../nn/losses.ts";
import { LSTM } from "../nn/lstm.ts";
import { Module } from "../nn/module.ts";
import { RNN as RecurrentNetwork } from "../nn/rnn.ts";
import { clipGradNorm } from "../nn/utils/clipGrad.ts";
import { Adagrad, Adam, AdamW, NAdam, type Optimizer, RAdam, RMSprop, SGD } from "../optim/index.ts";
import "../tensor/methods.ts";
import { manualSeed } from "../random/generator.ts";
import { randn, tensor } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkSettings, optimizerClasses, type Settings } from "./settings.ts";

/** A state of the network: h, or h and c, each (layers, 1, hidden). */
export type State = readonly Tensor[];

/** The note's model: a recurrent layer, and an output layer applied to each time step. */
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

  /** The recurrent layer alone, with the state of every cell as a list. */
  recur(x: Tensor, state: State | null): [Tensor, State] {
    if (this.rnn instanceof LSTM) return this.rnn.forward(x, state && [state[0], state[1]]);
    const [rOut, hn] = this.rnn.forward(x, state?.[0] ?? null);
    return [rOut, [hn]];
  }
}

/** One segment of the curve: time in radians, and sin and cos at it. */
export type SegmentData = Readonly<Record<"t" | "input" | "target", Float32Array>>;

/** The samples of segment k, which spans [kπ, (k + 1)π). */
export function segmentData(
  index: number,
  { timeStep, endpoint }: Pick<Settings, "timeStep" | "endpoint">,
): SegmentData {
  const t = linspace(index * Math.PI, (index + 1) * Math.PI, timeStep, { endpoint });
  return { t, input: t.map(Math.sin), target: t.map(Math.cos) };
}

/** One trained segment: its samples, their predictions before the update, and the loss. */
export interface Segment extends SegmentData {
  readonly index: number;
  readonly prediction: Float32Array;
  readonly loss: number;
}

const optimizers = { Adagrad, Adam, AdamW, NAdam, RAdam, RMSprop, SGD };

/** A runnable program, whose model can be inspected before, during and after training. */
export class Program {
  readonly settings: Settings;
  readonly model: RNN;
  readonly optimizer: Optimizer;
  /** The state that the next segment starts from. */
  state: State | null;
  trained = 0;
  readonly #initialState: State | null;
  readonly #loss = new MSELoss();

  constructor(settings: Settings) {
    checkSettings(settings);
    this.settings = settings;
    manualSeed(settings.seed);
    this.model = new RNN(settings);
    this.#initialState = settings.initialState === "zeros" ? null : randomState(settings);
    this.state = this.#initialState;
    const OptimizerClass = optimizers[optimizerClasses[settings.optimizer]];
    this.optimizer = new OptimizerClass(this.model.parameters(), { lr: settings.lr });
  }

  /**
   * Trains one more segment in the note's order: forward, detach, loss, backward, step.
   *
   * @throws GraphError if the state is carried but not detached, and its graph has been freed.
   */
  trainSegment(): Segment {
    const index = this.trained;
    const { clip, retainGraph } = this.settings;
    const data = segmentData(index, this.settings);
    const [prediction, next] = this.model.forward(column(data.input), this.state);
    const loss = this.#loss.forward(prediction, column(data.target));
    this.optimizer.zeroGrad();
    loss.backward({ retainGraph });
    if (clip !== null) clipGradNorm(this.model.parameters(), clip);
    this.optimizer.step();
    this.state = this.#carried(next);
    this.trained += 1;
    return { ...data, index, prediction: prediction.data, loss: loss.item() };
  }

  #carried(next: State): State | null {
    const { carry, detach } = this.settings;
    if (!carry) return this.#initialState;
    return detach ? next.map((state) => state.detach()) : next;
  }
}

export function trainLosses(program: Program): number[] {
  return Array.from({ length: program.settings.steps }, () => program.trainSegment().loss);
}

/** Values of a segment as the network reads them: (1, T, 1). */
export function column(values: Float32Array): Tensor {
  return tensor(values, { shape: [1, values.length, 1] });
}

/** Standard normal states, drawn after the model's weights, as in the note. */
function randomState({ cell, layers, hidden }: Settings): State {
  const shape = [layers, 1, hidden];
  return cell === "lstm" ? [randn(shape), randn(shape)] : [randn(shape)];
}
