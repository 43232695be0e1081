/** @module The picture of the network, its worked numbers and the what-if pass, against the kernels. */
import { describe, expect, test } from "vitest";
import { gradientFlow } from "../../../src/note/gradientFlow.ts";
import { cellNames, rnnProgram, type Settings, taskNames } from "../../../src/note/settings.ts";
import { sumNames } from "../../../studio/note/lab/networkCell.ts";
import {
  backwardPass,
  forwardPass,
  type Intervention,
  networkOf,
  outputAt,
  startOf,
} from "../../../studio/note/lab/networkPass.ts";
import type { NetworkPicture, PictureRequest } from "../../../studio/note/lab/networkPicture.ts";
import type { Spot, SpotKind, WorkedLine } from "../../../studio/note/lab/networkWorked.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { layerTraces } from "../../../studio/note/lab/traces.ts";

const small: Settings = { ...rnnProgram, timeStep: 7, hidden: 5, layers: 2, initialState: "random" };
const plain: PictureRequest = { layer: 0, spot: null, matrix: null, intervention: null };

function trainedRun(some: Partial<Settings>, segments = 6): Run {
  const run = new Run({ ...small, ...some });
  for (let i = 0; i < segments; i++) run.advance();
  return run;
}

function pictured(run: Run, some: Partial<PictureRequest> = {}): NetworkPicture {
  const picture = run.network(null, { ...plain, ...some });
  if (picture === null) throw new Error("no picture");
  return picture;
}

/** The largest difference, as a share of the largest value where that is above 1. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a).toHaveLength(b.length);
  const most = Math.max(1, ...Array.from(b, Math.abs));
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]) / most));
}

describe.each(cellNames)("%s", (cell) => {
  const run = trainedRun({ cell });
  const { program } = run;

  test("the pass in float64 is the kernels' without a hand on it", () => {
    const network = networkOf(program.model, program.settings);
    const start = startOf(program.state, program.settings);
    const { input } = run.frame().last ?? { input: new Float32Array() };
    const traces = layerTraces({ ...program, trained: program.trained - 1 });
    forwardPass(network, input, start).forEach(({ h, c }, layer) => {
      // seven steps of float32 rounding
      expect(difference(h, traces[layer].hidden)).toBeLessThan(2e-6);
      expect(c === null).toBe(cell !== "lstm");
      if (c) expect(difference(c, traces[layer].cell ?? [])).toBeLessThan(2e-6);
    });
  });

  test("the gradient of all layers together is the kernels'", () => {
    const empty = trainedRun({ cell, carry: false, initialState: "zeros" });
    const [first, second] = [0, 1].map((layer) => pictured(empty, { layer }).gradient);
    const flow = gradientFlow({ ...empty.program, state: null, trained: empty.program.trained - 1 });
    flow.hidden.toReversed().forEach((norm, t) => {
      // float32 sums against float64
      expect(Math.abs(Math.hypot(first.norms[t], second.norms[t]) / norm - 1)).toBeLessThan(1e-4);
    });
    expect(flow.cell === null).toBe(first.cell === null);
    flow.cell?.toReversed().forEach((norm, t) => {
      const both = Math.hypot(first.cell?.[t] ?? 0, second.cell?.[t] ?? 0);
      expect(Math.abs(both - norm)).toBeLessThan(1e-4 * (flow.cell?.[1] ?? 0));
    });
  });

  test.each([0, 1])("every worked number of layer %i adds up to the value shown", (layer) => {
    const kinds: SpotKind[] = [
      "hidden",
      "gradient",
      "norm",
      "output",
      ...(cell === "lstm" ? ["cell" as const] : []),
    ];
    const gates: (string | null)[] = cell === "rnn" ? [] : [...sumNames[cell]];
    const spots = [
      ...kinds.map((kind) => ({ kind, gate: null })),
      ...gates.map((gate) => ({ kind: "gate" as const, gate })),
    ];
    for (const { kind, gate } of spots)
      for (let step = 0; step < 7; step++)
        for (let unit = 0; unit < (kind === "output" ? 1 : 5); unit++) {
          const spot: Spot = { kind, gate, step, unit };
          const { worked, ...picture } = pictured(run, { layer, spot });
          if (worked === null) throw new Error(`${kind} ${step} ${unit}`);
          const { lines, shown } = worked;
          for (const line of lines) expect(Math.abs(addedUp(line) - line.value)).toBeLessThan(1e-12);
          expect(Math.abs((lines.at(-1)?.value ?? Number.NaN) - shown), `${kind} ${gate}`).toBeLessThan(1e-6);
          expect(Math.abs(shown - valueIn(picture, spot)), `${kind} ${gate}`).toBeLessThan(1e-6);
        }
  });

  test("a spot that is not there has no equation", () => {
    expect(pictured(run, { spot: { kind: "hidden", gate: null, step: 7, unit: 0 } }).worked).toBeNull();
    expect(pictured(run, { spot: { kind: "hidden", gate: null, step: 0, unit: 5 } }).worked).toBeNull();
  });
});

/** What a line's printed parts come to. */
function addedUp({ terms, rest, apply, held, value }: WorkedLine): number {
  if (held !== null) return value;
  if (apply) {
    const functions: Record<string, (x: number) => number> = {
      σ: (x) => 1 / (1 + Math.exp(-x)),
      tanh: Math.tanh,
      "√": Math.sqrt,
    };
    return functions[apply.name](apply.argument);
  }
  const products = terms.map(({ factors }) => factors.reduce((a, b) => a * b, 1));
  return [...products, rest?.value ?? 0].reduce((a, b) => a + b, 0);
}

/** The value that the picture draws at a spot; its own equation for the components of a gradient, which are not drawn. */
function valueIn(picture: Omit<NetworkPicture, "worked">, { kind, gate, step, unit }: Spot): number {
  const { hidden, cell, gates, output, gradient } = picture;
  const at = step * 5 + unit;
  if (kind === "hidden") return hidden[at];
  if (kind === "cell") return cell?.[at] ?? Number.NaN;
  if (kind === "gate") return gates[gate ?? ""][at];
  if (kind === "output") return output[step];
  if (kind === "norm") return gradient.norms[step];
  return gradient.components[at];
}

describe("a hand on the network", () => {
  const run = trainedRun({ cell: "lstm", layers: 1, initialState: "zeros" }, 12);
  const hands = (some: Partial<Intervention>): Intervention => ({
    layer: 0,
    gate: null,
    scale: 1,
    unit: null,
    ...some,
  });
  const nearly: Intervention = hands({ scale: 1 + 1e-12 });

  test("that changes nothing leaves curve, state and gradient as the kernels have them", () => {
    const { whatIf: found } = pictured(run, { intervention: nearly });
    expect(found?.x).toHaveLength(8 * 7);
    expect(difference(found?.with ?? [], found?.without ?? [])).toBeLessThan(1e-5); // 70 steps of float32
    expect(found?.loss.with).toBeCloseTo(found?.loss.without ?? 0, 5);
  });

  test("never changes the network: training continues with the same bits", () => {
    const [touched, left] = [trainedRun({ cell: "gru" }), trainedRun({ cell: "gru" })];
    pictured(touched, { intervention: hands({ gate: { name: "z", value: 1 }, scale: 0, unit: 2 }) });
    touched.advance();
    left.advance();
    expect(touched.frame().loss).toBe(left.frame().loss);
  });

  test("a closed forget gate forgets c; a knocked-out unit is 0 and takes no gradient", () => {
    const {
      cell,
      gates,
      whatIf: closed,
    } = pictured(run, { intervention: hands({ gate: { name: "f", value: 0 } }) });
    expect(gates.f.every((value) => value === 0)).toBe(true);
    expect(
      difference(
        cell ?? [],
        gates.i.map((value, at) => value * gates.g[at]),
      ),
    ).toBeLessThan(1e-6);
    expect(closed?.loss.with).not.toBe(closed?.loss.without);
    const out = pictured(run, {
      intervention: hands({ unit: 3 }),
      spot: { kind: "gradient", gate: null, step: 2, unit: 3 },
    });
    expect(out.hidden.filter((_, at) => at % 5 === 3)).toEqual(new Float32Array(7));
    expect(out.worked?.lines[0].held).toBe("knockedOut");
    expect(out.worked?.lines[0].value).toBe(0);
  });

  test("an open forget gate carries the gradient of c unweakened by it", () => {
    const open = pictured(run, { intervention: hands({ gate: { name: "f", value: 1 }, scale: 0 }) });
    // Without W the only way back is c: with f = 1 it is the same at each step but the last two.
    const cells = open.gradient.cell ?? new Float64Array();
    for (let t = 0; t < 5; t++) expect(cells[t]).toBeCloseTo(cells[5], 12);
  });

  test.each(cellNames)("its gradient is the central difference: %s", (cell) => {
    const { model, settings } = trainedRun({ cell }).program;
    const network = networkOf(model, settings);
    const gate = { rnn: null, lstm: { name: "f", value: 0.7 }, gru: { name: "r", value: 0.4 } }[cell];
    const intervention: Intervention = { layer: 0, gate, scale: 1.3, unit: 1 };
    const x = Float64Array.of(0.3, -0.2, 0.9, 0.1);
    const start = startOf(null, settings);
    const passes = forwardPass(network, x, start, intervention);
    const { dh0 } = backwardPass(network, passes, [1], intervention)[0];
    for (let unit = 0; unit < 5; unit++) {
      const moved = (by: number): number => {
        const h = Float64Array.from({ length: 5 }, (_, i) => (i === unit ? by : 0));
        const there = [{ h, c: start[0].c }, start[1]];
        return outputAt(network, forwardPass(network, x, there, intervention)[1], 3)[0];
      };
      expect(dh0[unit]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
    }
  });
});

describe("tasks of memory", () => {
  test.each(taskNames)("%s: the picture has inputs, answers and a gradient", (task) => {
    const run = trainedRun({ task, cell: "gru", initialState: "zeros", layers: 1 }, 3);
    const intervention: Intervention = { layer: 0, gate: { name: "z", value: 0.5 }, scale: 1, unit: null };
    const { x, output, target, firstAnswered, gradient, whatIf: found } = pictured(run, { intervention });
    const inputs = { cosine: 1, echo: 8, adding: 2, parity: 1 }[task];
    const outputs = { cosine: 1, echo: 8, adding: 1, parity: 2 }[task];
    expect(x).toHaveLength(7 * inputs);
    expect(firstAnswered).toBe(task === "cosine" || task === "parity" ? 0 : 6);
    expect(output).toHaveLength((7 - firstAnswered) * outputs);
    expect(target).toHaveLength(7 - firstAnswered);
    expect(gradient.norms.every((norm) => norm > 0)).toBe(true);
    expect(found?.target).toHaveLength({ cosine: 3 * 7, echo: 32, adding: 32, parity: 32 * 7 }[task]);
    expect(found?.accuracy === null).toBe(task === "cosine" || task === "adding");
    const { whatIf: same } = pictured(run, {
      intervention: { ...intervention, gate: null, scale: 1 + 1e-12 },
    });
    expect(same?.loss.with).toBeCloseTo(same?.loss.without ?? 0, 5);
    expect(same?.accuracy?.with).toBe(same?.accuracy?.without);
  });

  test("a matrix is PyTorch's parameter, whole", () => {
    const run = trainedRun({ cell: "lstm" });
    const named = new Map(run.program.model.namedParameters());
    for (const letter of ["U", "W", "V"] as const) {
      const { matrix } = pictured(run, { matrix: letter, layer: 1 });
      expect(matrix?.values).toEqual(named.get(matrix?.name ?? "")?.data);
      expect(matrix?.shape).toEqual(named.get(matrix?.name ?? "")?.shape);
    }
  });
});

test("earlier moments are those of a run that stopped there", () => {
  const [far, near] = [trainedRun({}, 40), trainedRun({}, 20)];
  const { hidden, gradient } = pictured(near);
  const earlier = far.network(20, plain);
  expect(earlier?.hidden).toEqual(hidden);
  expect(earlier?.gradient.norms).toEqual(gradient.norms);
  expect(far.network(0, plain)).toBeNull();
});
