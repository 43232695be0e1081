/** @module The gradients by lag against central differences of a network of one unit, written out in float64. */
import { describe, expect, test } from "vitest";
import { gradientFlow, lagBelow } from "../../src/note/gradientFlow.ts";
import { Program } from "../../src/note/program.ts";
import { type Cell, rnnProgram } from "../../src/note/settings.ts";
import { column, segmentData } from "../../src/note/tasks.ts";

const T = 6;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const small = { ...rnnProgram, hidden: 1, timeStep: T, steps: 3 };

/** A network of one unit in float64: the squared error of the last step from a state after step `from`. */
function lossFrom(program: Program): (state: readonly number[], from: number) => number {
  const values = Object.fromEntries(
    program.model.namedParameters().map(([name, { data }]) => [name, Array.from(data)]),
  );
  const [U, W] = [values["rnn.weight_ih_l0"], values["rnn.weight_hh_l0"]];
  const [bih, bhh] = [values["rnn.bias_ih_l0"], values["rnn.bias_hh_l0"]];
  const { input, target } = segmentData(program.trained, program.settings);
  const step: Record<Cell, (x: number, state: readonly number[]) => number[]> = {
    rnn: (x, [h]) => [Math.tanh(U[0] * x + bih[0] + W[0] * h + bhh[0])],
    lstm: (x, [h, c]) => {
      const [i, f, g, o] = U.map((u, k) => u * x + bih[k] + W[k] * h + bhh[k]);
      const next = sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
      return [sigmoid(o) * Math.tanh(next), next];
    },
    gru: (x, [h]) => {
      const [r, z] = [0, 1].map((k) => sigmoid(U[k] * x + bih[k] + W[k] * h + bhh[k]));
      const n = Math.tanh(U[2] * x + bih[2] + r * (W[2] * h + bhh[2]));
      return [(1 - z) * n + z * h];
    },
  };
  return (state, from) => {
    let now = state;
    for (let t = from + 1; t < T; t++) now = step[program.settings.cell](input[t], now);
    return (values["out.weight"][0] * now[0] + values["out.bias"][0] - target[T - 1]) ** 2;
  };
}

/** The states after each step, in float32, as the network itself passes through them. */
function statesOf(program: Program): number[][] {
  const { input } = segmentData(program.trained, program.settings);
  const states: number[][] = [];
  let state = program.state;
  for (const x of input) {
    [, state] = program.model.recur(column(Float32Array.of(x)), state);
    states.push(state.map((part) => part.item()));
  }
  return states;
}

describe.each(["rnn", "lstm", "gru"] as const)("%s", (cell) => {
  const program = new Program({ ...small, cell });
  program.trainSegment(); // so that the state is no longer empty

  test("each norm is the central difference", () => {
    const flow = gradientFlow(program);
    const [loss, states] = [lossFrom(program), statesOf(program)];
    const slope = (lag: number, part: number): number => {
      const at = T - 1 - lag;
      const moved = (by: number): number[] => states[at].map((value, i) => (i === part ? value + by : value));
      return Math.abs(loss(moved(1e-5), at) - loss(moved(-1e-5), at)) / 2e-5;
    };
    expect(flow.hidden).toHaveLength(T);
    // float32 states and gradients against float64: seven digits, less what a chain of products loses.
    for (let lag = 0; lag < T; lag++) {
      expect(flow.hidden[lag]).toBeGreaterThan(0);
      expect(Math.abs(flow.hidden[lag] / slope(lag, 0) - 1)).toBeLessThan(1e-4);
      if (flow.cell && lag > 0) expect(Math.abs(flow.cell[lag] / slope(lag, 1) - 1)).toBeLessThan(1e-4);
    }
    expect(flow.cell === null).toBe(cell !== "lstm");
  });

  test("measuring changes nothing of the training", () => {
    const [measured, left] = [new Program({ ...small, cell }), new Program({ ...small, cell })];
    for (let i = 0; i < 3; i++) {
      gradientFlow(measured);
      expect(measured.trainSegment().loss).toBe(left.trainSegment().loss);
    }
  });
});

test("the first lag below a share, in terms of lag 0", () => {
  expect(lagBelow([200, 20, 2, 1.9, 0.1], 0.01)).toBe(3);
  expect(lagBelow([1, 0.5, 0.02], 0.01)).toBeNull();
  expect(lagBelow([1, Number.NaN, 0.001], 0.01)).toBe(2);
});
