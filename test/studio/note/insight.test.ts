/** @module What the panels show, against the layers themselves and against numbers worked out by hand. */
import { describe, expect, test } from "vitest";
import { Program } from "../../../src/note/program.ts";
import { cellNames, rnnProgram } from "../../../src/note/settings.ts";
import { spectralRadius } from "../../../src/note/spectralRadius.ts";
import { column, segmentData } from "../../../src/note/tasks.ts";
import { noGrad } from "../../../src/tensor/tape.ts";
import { insightOf } from "../../../studio/note/lab/insight.ts";
import { probe } from "../../../studio/note/lab/probe.ts";
import { layerTraces } from "../../../studio/note/lab/traces.ts";

describe("spectral radius", () => {
  test.each([
    ["a diagonal", [3, 0, 0, -5], 2, 5],
    ["a turn by 90°, a complex pair", [0, -2, 2, 0], 2, 2],
    ["a Jordan block", [0.5, 1, 0, 0.5], 2, 0.5],
    ["nothing but a shift", [0, 1, 0, 0], 2, 0],
    ["one number", [-0.25], 1, 0.25],
  ])("of %s", (_, values, n, radius) => {
    // ‖Wᵏ‖^(1/k) of a Jordan block of size m is off by log(k^(m−1))/k, k = 2²⁴: 1e-6.
    expect(Math.abs(spectralRadius(values, n) - radius)).toBeLessThan(3e-6);
  });
  test("NaN stays NaN", () => expect(spectralRadius([Number.NaN], 1)).toBeNaN());
});

const settings = { ...rnnProgram, timeStep: 7, hidden: 5, layers: 2, initialState: "random" } as const;

describe.each(cellNames)("the traces of %s", (cell) => {
  const program = new Program({ ...settings, cell });
  for (let i = 0; i < 3; i++) program.trainSegment();
  const traces = layerTraces(program);
  const [output, states] = noGrad(() =>
    program.model.recur(column(segmentData(3, program.settings).input), program.state),
  );

  test("are the layer's own outputs and states", () => {
    // float32 sums of at most 10 products, in another order
    const close = (a: ArrayLike<number>, b: ArrayLike<number>) => {
      expect(a).toHaveLength(b.length);
      for (let i = 0; i < a.length; i++) expect(Math.abs(a[i] - b[i])).toBeLessThan(1e-6);
    };
    close(traces[1].hidden, output.data);
    traces.forEach(({ hidden, cell: c }, layer) => {
      close(hidden.slice(-5), states[0].data.slice(layer * 5, layer * 5 + 5));
      if (cell === "lstm") close(c?.slice(-5) ?? [], states[1].data.slice(layer * 5, layer * 5 + 5));
      else expect(c).toBeNull();
    });
  });

  test("name the gates that open and close", () => {
    const names = { rnn: [], lstm: ["i", "f", "o"], gru: ["r", "z"] }[cell];
    expect(Object.keys(traces[0].gates)).toEqual(names);
    for (const openings of Object.values(traces[0].gates))
      expect(openings.every((opening) => opening > 0 && opening < 1)).toBe(true);
  });

  test("the insight has every parameter with its start, a radius a gate, and a gradient a step", () => {
    const start = program.model.parameters().map(({ data }) => data.slice());
    const before = program.state;
    const last = program.trainSegment();
    const insight = insightOf({ program, before, last, start }, 0);
    const parameters = insight.inside?.parameters ?? [];
    expect(parameters.map(({ name }) => name)).toEqual(program.model.namedParameters().map(([name]) => name));
    expect(parameters[0].start).toBe(start[0]);
    expect(parameters[0].values).not.toEqual(start[0]);
    expect(insight.inside?.layer.radii).toHaveLength({ rnn: 1, lstm: 4, gru: 3 }[cell]);
    expect(insight.gradient.hidden).toHaveLength(7);
    for (const [gate, { closed, open, mean }] of Object.entries(insight.inside?.layer.openings ?? {})) {
      const values = insight.inside?.layer.gates[gate] ?? [];
      expect(mean).toBeCloseTo(Array.from(values).reduce((a, b) => a + b) / values.length, 12);
      expect(closed + open).toBeGreaterThanOrEqual(0);
      expect(closed + open).toBeLessThanOrEqual(1);
    }
  });
});

describe("a trained network put to the test", () => {
  const program = new Program({ ...rnnProgram, steps: 400 });
  for (let i = 0; i < 400; i++) program.trainSegment();
  const plain = { frequency: 1, phase: 0, amplitude: 1, noise: 0, cold: false, freeRun: false };

  test("goes on as it was trained", () => {
    const { t, error, zeroError, freeFrom } = probe(program, plain);
    expect(t).toHaveLength(80);
    expect(t[0]).toBeCloseTo(400 * Math.PI, 9);
    expect(error).toBeLessThan(0.01);
    expect(zeroError).toBeCloseTo(0.5, 5); // the mean of cos²
    expect(freeFrom).toBeNull();
  });

  test("has to find its way from an empty state", () => {
    const cold = probe(program, { ...plain, cold: true });
    const warm = probe(program, plain);
    expect((cold.prediction[0] - cold.target[0]) ** 2).toBeGreaterThan(
      (warm.prediction[0] - warm.target[0]) ** 2,
    );
  });

  test("reads its own output of a quarter period before, once it is left alone", () => {
    const { input, prediction, freeFrom } = probe(program, { ...plain, freeRun: true });
    expect(freeFrom).toBe(20);
    for (let i = 20; i < 80; i++) expect(input[i]).toBe(prediction[i - 5]);
  });

  test("sees noise of the strength asked for, the same each time", () => {
    const noisy = probe(program, { ...plain, noise: 0.2 });
    const clean = probe(program, plain);
    const squares = noisy.input.map((value, i) => (value - clean.input[i]) ** 2);
    // the standard error of a deviation from 80 values is 0.2 / √160 = 0.016
    expect(Math.sqrt(squares.reduce((a, b) => a + b) / 80)).toBeCloseTo(0.2, 1);
    expect(probe(program, { ...plain, noise: 0.2 }).input).toEqual(noisy.input);
  });
});
