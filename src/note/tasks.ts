/**
 * @module The tasks: what a network reads, what it must answer, and how well one can do without a memory.
 *
 * The note's own is cos from sin. In the others, everything that matters was read long before the answer: the classic
 * tests of a recurrent network's memory. Sources: Hochreiter & Schmidhuber, "Long short-term memory", 1997 (adding);
 * Jing et al., "Gated orthogonal recurrent units", 2019 (recall after a delay); parity is older than either.
 */
import { linspace } from "../data/samples/linspace.ts";
import { fillUniform } from "../random/distributions.ts";
import { Generator } from "../random/generator.ts";
import { fillRandint } from "../random/integers.ts";
import { tensor } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Settings, TaskName } from "./settings.ts";

/** A task. */
export interface Task {
  /** Numbers that are read at each time step. */
  readonly inputs: number;
  /** Numbers that are answered: one value, or a logit for each class. */
  readonly outputs: number;
  /** Sequences in a batch. */
  readonly batch: number;
  /** Which time steps are answered. */
  readonly answers: "each" | "last";
  /** The loss of the best constant answer: mean squared error, or nats where answers are classes. */
  readonly floor: number;
}

/** Symbols of the echo task. */
const alphabet = 8;
const batch = 32;

export const tasks: Readonly<Record<TaskName, Task>> = {
  /** cos t from sin t. Its mean square is ½. */
  cosine: { inputs: 1, outputs: 1, batch: 1, answers: "each", floor: 1 / 2 },
  /** Which of eight symbols was read first, T − 1 steps ago? All others are distractions. */
  echo: { inputs: alphabet, outputs: alphabet, batch, answers: "last", floor: Math.log(alphabet) },
  /** The sum of the two marked numbers, each uniform in [0, 1): a variance of 2/12. */
  adding: { inputs: 2, outputs: 1, batch, answers: "last", floor: 1 / 6 },
  /** Whether the number of ones so far is odd, at every step. */
  parity: { inputs: 1, outputs: 2, batch, answers: "each", floor: Math.log(2) },
};

/** What a network reads at once, and the right answers. */
export interface Samples {
  /** (batch, T, inputs) */
  readonly x: Tensor;
  /** (batch, steps answered, 1) of values, or (batch, steps answered) of classes. */
  readonly y: Tensor;
  /** When each answered sample is: radians of the note's curve, else the number of the batch and a fraction of it. */
  readonly t: Float32Array;
}

type Drawn = Pick<Settings, "task" | "timeStep" | "endpoint" | "seed">;

/** Batch `index` of a run: segment [kπ, (k + 1)π) of the curve, or new random sequences. */
export function drawSamples(index: number, settings: Drawn): Samples {
  const { task, timeStep: T, seed } = settings;
  if (task === "cosine") {
    const { t, input, target } = segmentData(index, settings);
    return { x: column(input), y: column(target), t };
  }
  const { inputs, outputs, answers } = tasks[task];
  const input = new Float32Array(batch * T * inputs);
  const steps = answers === "each" ? T : 1;
  const target = new Float32Array(batch * steps);
  draws[task](new Generator(seed * 1_000_000 + index), T, input, target);
  return {
    x: tensor(input, { shape: [batch, T, inputs] }),
    y: tensor(target, { shape: outputs === 1 ? [batch, steps, 1] : [batch, steps] }),
    t: Float32Array.from({ length: steps }, (_, i) => index + (i + 1) / steps),
  };
}

type Draw = (generator: Generator, T: number, input: Float32Array, target: Float32Array) => void;

/** In the order of PyTorch's calls, one for each array, so that its programs draw the same. */
const draws: Readonly<Record<Exclude<TaskName, "cosine">, Draw>> = {
  echo(generator, T, input, target) {
    const symbols = fillRandint(new Float64Array(batch * T), 0, alphabet, generator);
    symbols.forEach((symbol, at) => {
      input[at * alphabet + symbol] = 1;
    });
    for (let b = 0; b < batch; b++) target[b] = symbols[b * T];
  },
  adding(generator, T, input, target) {
    const values = fillUniform(new Float32Array(batch * T), 0, 1, generator);
    const half = Math.max(1, T >> 1);
    const first = fillRandint(new Float64Array(batch), 0, half, generator);
    const second = fillRandint(new Float64Array(batch), Math.min(half, T - 1), T, generator);
    values.forEach((value, at) => {
      input[2 * at] = value;
    });
    for (let b = 0; b < batch; b++) {
      const marked = [first[b], second[b]].map((step) => b * T + step);
      for (const at of marked) input[2 * at + 1] = 1;
      target[b] = values[marked[0]] + values[marked[1]];
    }
  },
  parity(generator, T, input, target) {
    const bits = fillRandint(new Float64Array(batch * T), 0, 2, generator);
    input.set(bits);
    bits.forEach((bit, at) => {
      target[at] = at % T === 0 ? bit : (target[at - 1] + bit) % 2;
    });
  },
};

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

/** Values of a segment as the network reads them: (1, T, 1). */
export function column(values: Float32Array): Tensor {
  return tensor(values, { shape: [1, values.length, 1] });
}
