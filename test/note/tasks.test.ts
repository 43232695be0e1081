import { describe, expect, test } from "vitest";
import { gradientFlow } from "../../src/note/gradientFlow.ts";
import { Program, trainLosses } from "../../src/note/program.ts";
import { memoryProgram, rnnProgram, type Settings, taskNames } from "../../src/note/settings.ts";
import { median } from "../../src/note/statistics.ts";
import { drawSamples, segmentData, tasks } from "../../src/note/tasks.ts";

/** The first of 32 sequences of six steps, as PyTorch 2 prints them. */
const golden = {
  symbols: [5, 1, 2, 4, 1, 0],
  bits: [1, 1, 0, 0, 1, 0],
  values: [
    0.8650801777839661, 0.33910804986953735, 0.8718148469924927, 0.00718998908996582, 0.7944326996803284,
    0.7775306701660156,
  ],
  marks: [0, 0, 1, 1, 0, 0],
  sum: 0.8790048360824585,
};

const drawn = (task: Settings["task"], timeStep: number, index = 0) =>
  drawSamples(index, { ...memoryProgram, task, timeStep });

describe("what is read and what must be answered", () => {
  test("cosine: a segment of the curve", () => {
    const { x, y, t } = drawSamples(3, rnnProgram);
    const data = segmentData(3, rnnProgram);
    expect([x.shape, y.shape]).toEqual([
      [1, 10, 1],
      [1, 10, 1],
    ]);
    expect([x.data, y.data, t]).toEqual([data.input, data.target, data.t]);
  });

  test("echo: one symbol at each step, and the first is the answer", () => {
    const { x, y } = drawn("echo", 12);
    expect([x.shape, y.shape]).toEqual([
      [32, 12, 8],
      [32, 1],
    ]);
    for (let at = 0; at < 32 * 12; at++) {
      const symbols = x.data.subarray(8 * at, 8 * at + 8);
      expect(symbols.reduce((sum, value) => sum + value, 0)).toBe(1);
      if (at % 12 === 0) expect(y.data[at / 12]).toBe(symbols.indexOf(1));
    }
  });

  test("adding: two numbers are marked, one in each half", () => {
    const { x, y } = drawn("adding", 9);
    expect([x.shape, y.shape]).toEqual([
      [32, 9, 2],
      [32, 1, 1],
    ]);
    for (let b = 0; b < 32; b++) {
      const steps = Array.from({ length: 9 }, (_, i) =>
        x.data.subarray(2 * (9 * b + i), 2 * (9 * b + i) + 2),
      );
      const marked = steps.flatMap(([, mark], i) => (mark === 1 ? [i] : []));
      expect(marked).toHaveLength(2);
      expect(marked[0]).toBeLessThan(4);
      expect(marked[1]).toBeGreaterThanOrEqual(4);
      expect(y.data[b]).toBe(Math.fround(steps[marked[0]][0] + steps[marked[1]][0]));
    }
  });

  test("parity: whether the ones so far are odd", () => {
    const { x, y, t } = drawn("parity", 7, 5);
    expect([x.shape, y.shape, t.length]).toEqual([[32, 7, 1], [32, 7], 7]);
    for (let b = 0; b < 32; b++) {
      let ones = 0;
      for (let i = 0; i < 7; i++) {
        ones += x.data[7 * b + i];
        expect(y.data[7 * b + i]).toBe(ones % 2);
      }
    }
    expect(t[6]).toBe(6);
  });

  test("a batch depends on its seed and number alone", () => {
    expect(drawn("echo", 5, 3).x.data).toEqual(drawn("echo", 5, 3).x.data);
    expect(drawn("echo", 5, 3).x.data).not.toEqual(drawn("echo", 5, 4).x.data);
    expect(drawn("adding", 1).x.data.filter((_, i) => i % 2 === 1)).toEqual(new Float32Array(32).fill(1));
  });

  test("PyTorch draws the same: torch.manual_seed(1_000_002), then randint and rand", () => {
    const symbols = (data: Float32Array, count: number) =>
      Array.from({ length: count }, (_, i) => data.subarray(8 * i, 8 * i + 8).indexOf(1));
    expect(symbols(drawn("echo", 6, 2).x.data, 6)).toEqual(golden.symbols);
    expect([...drawn("parity", 6, 2).x.data.subarray(0, 6)]).toEqual(golden.bits);
    const { x, y } = drawn("adding", 6, 2);
    expect([...x.data.subarray(0, 12)]).toEqual(
      golden.values.flatMap((value, i) => [value, golden.marks[i]]),
    );
    expect(y.data[0]).toBe(golden.sum);
  });
});

test.each(taskNames)("%s: the floor is the loss of the best constant answer", (task) => {
  const { outputs, floor } = tasks[task];
  const batches = Array.from({ length: task === "cosine" ? 4 : 200 }, (_, i) => drawn(task, 20, i));
  const answers = batches.flatMap(({ y }) => [...y.data]);
  const shares = Array.from(
    { length: outputs },
    (_, c) => answers.filter((a) => a === c).length / answers.length,
  );
  const center = task === "adding" ? 1 : 0;
  const loss =
    outputs === 1
      ? answers.reduce((sum, answer) => sum + (answer - center) ** 2, 0) / answers.length
      : -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
  expect(loss).toBeCloseTo(floor, task === "cosine" ? 6 : 2);
});

describe("a memory", () => {
  const lastLoss = (settings: Settings): number => {
    const losses = trainLosses(new Program(settings)).slice(-20);
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  const echo = { ...memoryProgram, steps: 400 };

  test("echo of 20 steps: with a forget-gate bias of 3 an LSTM holds it; with PyTorch's 0, and as an RNN, it guesses", () => {
    expect(lastLoss(echo)).toBeLessThan(0.01);
    expect(lastLoss({ ...echo, forgetBias: 0 })).toBeGreaterThan(2);
    expect(lastLoss({ ...echo, cell: "rnn" })).toBeGreaterThan(0.3);
  });

  test("accuracy is the share of right answers", () => {
    const program = new Program({ ...echo, hidden: 16, timeStep: 3 });
    const { accuracy, prediction, target } = program.trainSegment();
    expect((accuracy ?? 0) * 32).toBe(Math.round((accuracy ?? 0) * 32));
    expect([prediction.length, target.length]).toEqual([1, 1]);
    while (program.trained < 200) program.trainSegment();
    expect(program.trainSegment().accuracy).toBe(1);
    expect(new Program(rnnProgram).trainSegment().accuracy).toBeNull();
  });

  test("parity: a prediction is the probability of odd", () => {
    const program = new Program({ ...memoryProgram, task: "parity", timeStep: 6, lr: 0.02, forgetBias: 0 });
    while (program.trained < 400) program.trainSegment();
    const { prediction, target, accuracy } = program.trainSegment();
    expect(accuracy).toBe(1);
    target.forEach((odd, i) => {
      expect(Math.abs(prediction[i] - odd)).toBeLessThan(0.1);
    });
  });

  test("the forget-gate bias decides how far back the gradient of the last answer reaches, untrained", () => {
    const reach = (forgetBias: number): number => {
      const shares = Array.from({ length: 10 }, (_, i) => {
        const program = new Program({ ...rnnProgram, cell: "lstm", timeStep: 50, forgetBias, seed: i + 1 });
        const { cell } = gradientFlow(program);
        return (cell?.at(-1) ?? Number.NaN) / (cell?.[1] ?? Number.NaN);
      });
      return median(shares);
    };
    const [none, one, three] = [0, 1, 3].map(reach);
    expect(Math.log10(none)).toBeCloseTo(-9.5, 0);
    expect(Math.log10(one)).toBeCloseTo(-3.3, 0);
    expect(three).toBeGreaterThan(1);
    expect(three).toBeLessThan(1.5);
  });

  test("it is added to the bias of f or z in every layer, and to nothing of an RNN", () => {
    for (const cell of ["lstm", "gru", "rnn"] as const) {
      const [plain, more] = [0, 2.5].map(
        (forgetBias) => new Program({ ...rnnProgram, cell, hidden: 3, layers: 2, forgetBias }).model,
      );
      const before = new Map(plain.namedParameters());
      for (const [name, { data }] of more.namedParameters()) {
        const isBias = cell !== "rnn" && /bias_ih_l[01]/.test(name);
        const added = before.get(name)?.data.map((value, i) => value + (isBias && i >= 3 && i < 6 ? 2.5 : 0));
        expect([name, data]).toEqual([name, added]);
      }
    }
    expect(() => new Program({ ...rnnProgram, forgetBias: Number.NaN })).toThrow(
      /forgetBias must be a finite number/,
    );
  });
});
