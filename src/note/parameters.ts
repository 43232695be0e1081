/** @module The parameter table, and the demonstration that one set of parameters serves any number of time steps. */
import { noGrad } from "../tensor/tape.ts";
import type { Program } from "./program.ts";
import { column, segmentData } from "./tasks.ts";

export interface ParameterRow {
  readonly name: string;
  readonly shape: readonly number[];
  /** What the shape means, in PyTorch's words: "(hidden_size, input_size)". */
  readonly meaning: string;
  /** Its letter in the note's diagram; null for biases. */
  readonly letter: "U" | "V" | "W" | null;
  readonly count: number;
  readonly first: readonly number[];
}

export function parameterRows(program: Program): ParameterRow[] {
  return program.model.namedParameters().map(([name, { shape, data }]) => ({
    name,
    shape,
    meaning: meaningOf(name, program),
    letter: letterOf(name),
    count: data.length,
    first: Array.from(data.slice(0, 4)),
  }));
}

function meaningOf(name: string, { settings }: Program): string {
  const gates = { rnn: "", lstm: "4*", gru: "3*" }[settings.cell];
  if (name === "out.weight") return "(out_features, in_features)";
  if (name === "out.bias") return "(out_features)";
  if (name.includes("bias")) return `(${gates}hidden_size)`;
  const isFirst = name.endsWith("_l0");
  return `(${gates}hidden_size, ${name.includes("weight_ih") && isFirst ? "input_size" : "hidden_size"})`;
}

function letterOf(name: string): ParameterRow["letter"] {
  if (name.includes("weight_ih")) return "U";
  if (name.includes("weight_hh")) return "W";
  return name === "out.weight" ? "V" : null;
}

export interface Sharing {
  readonly keys: readonly string[];
  readonly rows: readonly {
    readonly timeStep: number;
    /** The number of parameter arrays, and of the numbers in them. */
    readonly arrays: number;
    readonly numbers: number;
    readonly outputShape: readonly number[];
  }[];
  /**
   * The largest difference between one call over all time steps and one call per step that passes the state on: zero
   * except for rounding, because every step applies the same U, W and V.
   */
  readonly difference: number;
}

/** Runs one model over 10, 20 and 100 steps, and step by step. */
export function parameterSharing(program: Program): Sharing {
  const { model, settings } = program;
  const inputOf = (timeStep: number): ReturnType<typeof column> =>
    column(segmentData(0, { timeStep, endpoint: settings.endpoint }).input);
  return noGrad(() => {
    const rows = [10, 20, 100].map((timeStep) => {
      const [output] = model.forward(inputOf(timeStep), null);
      const parameters = model.rnn.parameters();
      const numbers = parameters.reduce((total, parameter) => total + parameter.numel(), 0);
      return { timeStep, arrays: parameters.length, numbers, outputShape: output.shape };
    });
    return {
      keys: model.rnn.namedParameters().map(([name]) => name),
      rows,
      difference: stepByStep(program, inputOf(10)),
    };
  });
}

function stepByStep({ model }: Program, x: ReturnType<typeof column>): number {
  const [whole] = model.forward(x, null);
  let [one, state] = model.forward(x.slice(1, 0, 1), null);
  let difference = Math.abs(one.item() - whole.data[0]);
  for (let t = 1; t < x.size(1); t++) {
    [one, state] = model.forward(x.slice(1, t, t + 1), state);
    difference = Math.max(difference, Math.abs(one.item() - whole.data[t]));
  }
  return difference;
}
