/** @module A trained network put to the test: other curves, an empty state, or left to feed on its own output. */
import type { Program, State } from "../../../src/note/program.ts";
import { column } from "../../../src/note/tasks.ts";
import { Generator } from "../../../src/random/generator.ts";
import { fillNormal } from "../../../src/random/normal.ts";
import { noGrad } from "../../../src/tensor/tape.ts";

/** What the network is to read: amplitude · sin(frequency · t + phase) + noise, and to answer with the same cos. */
export interface ProbeOptions {
  readonly frequency: number;
  /** Radians. */
  readonly phase: number;
  readonly amplitude: number;
  /** The standard deviation of what is added to the input. */
  readonly noise: number;
  /** Whether it starts from an empty state, and not from the one that training ended in. */
  readonly cold: boolean;
  /** Whether, after two segments of the true input, it reads its own output of a quarter period before. */
  readonly freeRun: boolean;
}

/** What came of it. */
export interface ProbeResult {
  readonly t: Float64Array;
  readonly input: Float32Array;
  readonly target: Float32Array;
  readonly prediction: Float32Array;
  /** From which sample on the input is the network's own; null where all of it is true. */
  readonly freeFrom: number | null;
  /** Mean squared error over all samples, and over the last half of them. */
  readonly error: number;
  readonly lateError: number;
  /** The mean squared error of answering 0 always. */
  readonly zeroError: number;
}

const segments = 8;
const warmUp = 2;

/** Runs the network over eight segments of π each, and changes nothing of it. */
export function probe(program: Program, options: ProbeOptions): ProbeResult {
  const { timeStep, endpoint } = program.settings;
  const dt = Math.PI / (endpoint && timeStep > 1 ? timeStep - 1 : timeStep);
  const count = Math.max(2, Math.round((segments * Math.PI) / dt));
  const t = Float64Array.from({ length: count }, (_, i) => program.trained * Math.PI + i * dt);
  const angle = (i: number): number => options.frequency * t[i] + options.phase;
  const clean = Float32Array.from(t, (_, i) => options.amplitude * Math.sin(angle(i)));
  const target = Float32Array.from(t, (_, i) => options.amplitude * Math.cos(angle(i)));
  const input = withNoise(clean, options.noise);
  const freeFrom = options.freeRun ? Math.round((warmUp * Math.PI) / dt) : null;
  const quarter = Math.PI / 2 / (options.frequency * dt);
  const prediction = run(program, input, options.cold ? null : program.state, freeFrom, quarter);
  const half = Math.floor(count / 2);
  const zeros = new Float32Array(count);
  return {
    t,
    input,
    target,
    prediction,
    freeFrom,
    error: meanSquare(prediction, target, 0),
    lateError: meanSquare(prediction, target, half),
    zeroError: meanSquare(zeros, target, 0),
  };
}

/** One step at a time, so that an output can become a later input: sin t = cos(t − π/2). Fills in `input`. */
function run(
  { model }: Program,
  input: Float32Array,
  start: State | null,
  freeFrom: number | null,
  quarter: number,
): Float32Array {
  const prediction = new Float32Array(input.length);
  noGrad(() => {
    let state = start;
    for (let i = 0; i < input.length; i++) {
      if (freeFrom !== null && i >= freeFrom) input[i] = between(prediction, i - quarter, i);
      const [output, next] = model.forward(column(input.slice(i, i + 1)), state);
      prediction[i] = output.item();
      state = next;
    }
  });
  return prediction;
}

/** The value at a place between two samples, of those before `end`. */
function between(values: Float32Array, at: number, end: number): number {
  const place = Math.min(Math.max(at, 0), end - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, end - 1);
  return values[low] + (values[high] - values[low]) * (place - low);
}

function withNoise(values: Float32Array, deviation: number): Float32Array {
  if (deviation === 0) return values;
  const noise = new Float32Array(values.length);
  fillNormal(noise, 0, deviation, new Generator(0));
  return values.map((value, i) => value + noise[i]);
}

function meanSquare(a: Float32Array, b: Float32Array, from: number): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / (a.length - from);
}
