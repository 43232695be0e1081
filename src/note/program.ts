/** @module The note's program: predict cos from sin, segment by segment, carrying the state; or learn another task. */

import { crossEntropy } from "../functional/crossEntropy.ts";
import { stack } from "../functional/join.ts";
import { mseLoss } from "../functional/losses.ts";
import { maxOf } from "../lists.ts";
import { GRU } from "../nn/gru.ts";
import { Linear } from "../nn/linear.ts";
import { LSTM } from "../nn/lstm.ts";
import { Module } from "../nn/module.ts";
import { RNN as RecurrentNetwork } from "../nn/rnn.ts";
import { clipGradNorm } from "../nn/utils/clipGrad.ts";
import { Adagrad, Adam, AdamW, NAdam, type Optimizer, RAdam, RMSprop, SGD } from "../optim/index.ts";
import "../tensor/methods.ts";
import { manualSeed } from "../random/generator.ts";
import { randn } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkSettings, optimizerClasses, type Settings, type TaskName } from "./settings.ts";
import { drawSamples, type Samples, type SegmentData, tasks } from "./tasks.ts";

/** A state of the network: h, or h and c, each (layers, 1, hidden). */
export type State = readonly Tensor[];

type ModelSettings = Pick<Settings, "task" | "cell" | "hidden" | "layers" | "forgetBias">;

/** The note's model: a recurrent layer, and an output layer applied to each time step. */
export class RNN extends Module {
  static override readonly typeName: string = "RNN";
  readonly rnn: RecurrentNetwork | LSTM | GRU;
  readonly out: Linear;

  readonly #task: TaskName;

  constructor({ task, cell, hidden, layers, forgetBias }: ModelSettings) {
    super();
    const { inputs, outputs } = tasks[task];
    const options = { numLayers: layers, batchFirst: true };
    const Layer = { rnn: RecurrentNetwork, lstm: LSTM, gru: GRU }[cell];
    this.rnn = new Layer(inputs, hidden, options);
    this.out = new Linear(hidden, outputs);
    this.#task = task;
    if (cell !== "rnn" && forgetBias !== 0) this.#keepMore(forgetBias);
  }

  /** f is the second gate of an LSTM, z that of a GRU. */
  #keepMore(bias: number): void {
    const { numLayers, hiddenSize } = this.rnn;
    for (let layer = 0; layer < numLayers; layer++) {
      const { data } = this.rnn[`bias_ih_l${layer}`];
      for (let unit = hiddenSize; unit < 2 * hiddenSize; unit++) data[unit] += bias;
    }
  }

  /** x (batch, T, inputs) → prediction (batch, steps answered, outputs) and the next state. */
  forward(x: Tensor, state: State | null): [Tensor, State] {
    const [rOut, next] = this.recur(x, state);
    if (this.#task !== "cosine") {
      const answered = tasks[this.#task].answers === "each" ? rOut : rOut.slice(1, -1);
      return [this.out.forward(answered), next];
    }
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

/**
 * One trained segment, or the first sequence of a batch: its samples, their predictions before the update, and the loss.
 *
 * Where answers are classes, a prediction is the most likely one; of two, the probability of the second.
 */
export interface Segment extends SegmentData {
  readonly index: number;
  readonly prediction: Float32Array;
  readonly loss: number;
  /** The share of all answers of the batch that are right, where answers are classes; else null. */
  readonly accuracy: number | null;
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
   * @throws GraphError if the state is carried but not detached: its graph has been freed, or its weights have changed.
   */
  trainSegment(): Segment {
    const index = this.trained;
    const { clip, retainGraph } = this.settings;
    const samples = drawSamples(index, this.settings);
    const [prediction, next] = this.model.forward(samples.x, this.state);
    const loss = lossOf(prediction, samples.y);
    this.optimizer.zeroGrad();
    loss.backward({ retainGraph });
    if (clip !== null) clipGradNorm(this.model.parameters(), clip);
    this.optimizer.step();
    this.state = this.#carried(next);
    this.trained += 1;
    return { ...segmentOf(samples, prediction), index, loss: loss.item() };
  }

  #carried(next: State): State | null {
    const { task, carry, detach } = this.settings;
    if (!carry || task !== "cosine") return this.#initialState;
    return detach ? next.map((state) => state.detach()) : next;
  }
}

export function trainLosses(program: Program): number[] {
  return Array.from({ length: program.settings.steps }, () => program.trainSegment().loss);
}

/**
 * The loss of answers (batch, steps, outputs): mean squared error if y has their shape, else cross entropy with the
 * classes y (batch, steps).
 */
function lossOf(prediction: Tensor, y: Tensor): Tensor {
  if (y.dim() === prediction.dim()) return mseLoss(prediction, y);
  return crossEntropy(prediction.view(-1, prediction.size(2)), y.view(-1));
}

function segmentOf({ x, y, t }: Samples, prediction: Tensor): Omit<Segment, "index" | "loss"> {
  const [count, input, target] = [
    t.length,
    x.data.slice(0, x.size(1) * x.size(2)),
    y.data.slice(0, t.length),
  ];
  if (y.dim() === prediction.dim())
    return { t, input, target, prediction: prediction.data.slice(0, count), accuracy: null };
  const classes = prediction.size(2);
  const answers = y.data.map((_, i) => mostLikely(prediction.data.subarray(i * classes, (i + 1) * classes)));
  const right = answers.filter((answer, i) => answer === y.data[i]).length;
  const isBinary = classes === 2;
  return {
    t,
    input,
    target,
    prediction: isBinary ? secondOfTwo(prediction.data.subarray(0, 2 * count)) : answers.slice(0, count),
    accuracy: right / answers.length,
  };
}

function mostLikely(logits: Float32Array): number {
  return logits.indexOf(maxOf(logits));
}

/** softmax(a, b)₂ = 1 / (1 + exp(a − b)) */
function secondOfTwo(logits: Float32Array): Float32Array {
  return Float32Array.from(
    { length: logits.length / 2 },
    (_, i) => 1 / (1 + Math.exp(logits[2 * i] - logits[2 * i + 1])),
  );
}

/** Standard normal states, drawn after the model's weights, as in the note. */
function randomState({ task, cell, layers, hidden }: Settings): State {
  const shape = [layers, tasks[task].batch, hidden];
  return cell === "lstm" ? [randn(shape), randn(shape)] : [randn(shape)];
}
