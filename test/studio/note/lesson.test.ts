/** @module The lesson: the same in both languages, on settings that run, and true of the program. */
import { describe, expect, test } from "vitest";
import { gradientFlow, lagBelow } from "../../../src/note/gradientFlow.ts";
import { Program, trainLosses } from "../../../src/note/program.ts";
import { checkSettings, lstmProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { mean, median } from "../../../src/note/statistics.ts";
import { langs } from "../../../src/text/lang.ts";
import type { ProbeOptions } from "../../../studio/note/lab/probe.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { lessonIds, lessonSteps } from "../../../studio/note/lesson/steps.ts";
import { type LessonText, lessonTexts } from "../../../studio/note/lesson/texts.ts";
import { words } from "../../../studio/note/words/words.ts";

const each = langs.flatMap((lang) => lessonIds.map((id) => ({ lang, id, text: lessonTexts[lang][id] })));
const partsOf = ({ title, body, tries }: LessonText): string[] => [title, ...body, ...Object.values(tries)];
const hanIn = (text: string): number => text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
const rounded = (value: number, digits = 1): number => Number(value.toPrecision(digits));

describe("its texts", () => {
  test("have the same steps, paragraphs, buttons and code in both languages", () => {
    for (const lang of langs) expect(Object.keys(lessonTexts[lang])).toEqual([...lessonIds]);
    for (const { id, tries } of lessonSteps) {
      const [en, zh] = [lessonTexts.en[id], lessonTexts.zh[id]];
      expect(Object.keys(en.tries)).toEqual(tries.map((button) => button.id));
      expect(Object.keys(zh.tries)).toEqual(tries.map((button) => button.id));
      expect(zh.body).toHaveLength(en.body.length);
      expect(zh.code).toBe(en.code);
    }
  });

  test.each(each)("$lang $id: nothing is empty, and nothing too long", ({ lang, text }) => {
    for (const part of partsOf(text)) expect(part.trim()).not.toBe("");
    expect(text.title.length).toBeLessThan(45);
    expect(text.body.length).toBeLessThanOrEqual(4);
    const body = text.body.join(" ");
    const length = lang === "en" ? body.split(/\s+/).length : hanIn(body) / 2; // two characters make a word
    expect(length).toBeLessThanOrEqual(110);
    for (const label of Object.values(text.tries)) expect(label.length).toBeLessThan(32);
  });

  test.each(each)("$lang $id: marks are closed, and what stands in asterisks is on the page", (one) => {
    if (one.lang === "en") expect(partsOf(one.text).join("")).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/);
    const onPage = stringsOf(words[one.lang]);
    for (const paragraph of one.text.body) {
      expect(paragraph.match(/`/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
      const prose = paragraph.replace(/`[^`]+`/g, "");
      for (const [, name] of prose.matchAll(/\*([^*]+)\*/g)) expect(onPage).toContain(name);
      expect(prose.replace(/\*[^*]+\*/g, "")).not.toMatch(/[*<>]/);
    }
  });

  test.each(each.filter(({ lang }) => lang === "zh"))("zh $id: is Chinese", ({ text }) => {
    for (const part of partsOf(text)) {
      const prose = part.replace(/`[^`]+`|“[^”]+”/g, "");
      expect(prose).not.toMatch(/[A-Za-z]+ [A-Za-z]+ [A-Za-z]{3,}/);
      expect(prose).not.toMatch(/[\u4e00-\u9fff][,.:;?]/); // half-width punctuation after a character
    }
    const body = text.body.join("").replace(/`[^`]+`|“[^”]+”/g, "");
    expect(hanIn(body) / body.replace(/\s/g, "").length).toBeGreaterThan(0.6);
  });
});

test("every step and button has settings that run", () => {
  for (const { runs, tries } of lessonSteps) {
    const [first] = runs;
    const tried = tries.map(({ change }) => ("runs" in change ? change.runs : [{ ...first, ...change }]));
    for (const order of [runs, ...tried]) {
      expect(order.length).toBeLessThanOrEqual(3);
      for (const settings of order) {
        checkSettings(settings);
        const program = new Program(settings);
        expect(program.trainSegment().loss).toBeLessThan(2);
      }
    }
  }
});

// The numbers hold for both binaries of the kernels. Long RNN runs are chaotic: there, only what survives rounding.
describe("what it says is true", () => {
  const losses = (change: Partial<Settings>): number[] =>
    trainLosses(new Program({ ...rnnProgram, ...change }));
  const lastTen = (change: Partial<Settings>): number => rounded(mean(losses(change).slice(-10)));
  const at20 = { timeStep: 20, endpoint: true };
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

  test("data: one sample and no memory", () => {
    expect(rounded(Math.cos(Math.asin(0.5)), 2)).toBe(0.87);
    expect(lastTen({ timeStep: 1, carry: false })).toBe(1);
  });

  test("model: as it is printed, and its shapes", () => {
    const { model, state } = trainedOnce(rnnProgram);
    expect(lessonTexts.en.model.code?.replace(/^# /gm, "")).toBe(`print(rnn)\n${model}`);
    expect(state?.[0].shape).toEqual([1, 1, 32]);
    expect(trainedOnce({ ...rnnProgram, layers: 2 }).state?.[0].shape).toEqual([2, 1, 32]);
  });

  test("training: where the losses start and end", () => {
    const [note, slow, fast] = [0.02, 0.002, 0.2].map((lr) => losses({ lr }));
    expect(rounded(note[0], 2)).toBe(0.53);
    expect([note, slow].map((run) => 1 + run.findIndex((loss) => loss < 0.1))).toEqual([10, 19]);
    expect([lastTen({}), lastTen({ lr: 0.002 })]).toEqual([0.04, 0.0007]);
    expect([rounded(fast[1], 2), rounded(fast[99])]).toEqual([4.6, 0.5]);
  });

  test("state: without it, one sample of each segment is guessed", () => {
    expect(lastTen({ carry: false })).toBe(1 / 10);
    expect(lastTen({ carry: false, steps: 1000 })).toBe(1 / 10);
    expect(lastTen({ carry: false, timeStep: 5 })).toBe(1 / 5);
    const program = new Program({ ...rnnProgram, carry: false });
    trainLosses(program);
    const { prediction, target } = program.trainSegment();
    expect(Math.abs(prediction[0])).toBeLessThan(0.05);
    for (let i = 1; i < 10; i++) expect(prediction[i]).toBeCloseTo(target[i], 1);
  });

  test("detach: the error in the second segment, and none when the graph is retained", () => {
    const program = trainedOnce({ ...rnnProgram, detach: false });
    expect(() => program.trainSegment()).toThrow("Trying to backward through the graph a second time");
    expect(losses({ detach: false, retainGraph: true })).toHaveLength(100);
  });

  test("sharing and lstm: shapes and counts", () => {
    const counts = [rnnProgram, { ...rnnProgram, timeStep: 50 }, lstmProgram].map((settings) =>
      new Program(settings).model.parameters().reduce((sum, { data }) => sum + data.length, 0),
    );
    expect(counts).toEqual([1153, 1153, 4513]);
    const rnn = new Map(new Program(rnnProgram).model.namedParameters());
    const shapes = ["rnn.weight_ih_l0", "rnn.weight_hh_l0", "out.weight"].map((name) => rnn.get(name)?.shape);
    expect(shapes.map(String)).toEqual(["32,1", "32,32", "1,32"]);
    expect(new Program(lstmProgram).model.parameters()[0].shape).toEqual([128, 1]);
  });

  test("comparison: two seeds that disagree, and an RNN at 50 steps", () => {
    const pair = (seed: number): number[] =>
      (["rnn", "lstm"] as const).map((cell) => lastTen({ ...at20, seed, cell }));
    expect([...pair(1), ...pair(10)]).toEqual([0.008, 0.03, 0.6, 0.0009]);
    const finals = seeds.map((seed) => losses({ ...at20, timeStep: 50, seed }).at(-1) ?? Number.NaN);
    expect(rounded(median(finals))).toBe(0.5);
  });

  test.each([
    { cell: "rnn", final: 0.006 },
    { cell: "lstm", final: 0.006 },
    { cell: "gru", final: 0.0006 },
  ] as const)("comparison: $cell over 20 seeds", ({ cell, final }) => {
    const runs = seeds.map((seed) => {
      const program = new Program({ ...rnnProgram, ...at20, cell, seed });
      const before = gradientFlow(program).hidden;
      const loss = trainLosses(program).at(-1) ?? Number.NaN;
      return { before, loss, after: gradientFlow(program).hidden };
    });
    expect(Math.abs(median(runs.map(({ loss }) => loss)) / final - 1)).toBeLessThan(0.15);
    const [before, after] = (["before", "after"] as const).map((when) =>
      median(runs.map((run) => lagBelow(run[when], 0.01) ?? 20)),
    );
    expect([6, 7, 8, 9]).toContain(Math.round(before));
    expect(after).toBeGreaterThan(before);
    for (const flow of runs.flatMap((run) => [run.before, run.after]))
      expect(Math.max(...flow)).toBeLessThan(10 * flow[0]);
  });

  test("yours: drifting, keeping time, starting cold, another frequency", () => {
    const note = probing(rnnProgram);
    const plain = note({});
    expect([rounded(plain.error), rounded(plain.zeroError)]).toEqual([0.04, 0.5]);
    expect(rounded(note({ freeRun: true }).lateError)).toBe(0.8);
    expect(rounded(note({ frequency: 2 }).error)).toBe(1);
    expect(note({ cold: true }).error).toBeGreaterThan(1.2 * plain.error);
    expect(note({ cold: true }).lateError).toBeCloseTo(plain.lateError, 3);
    for (const better of [{ lr: 0.002 }, { cell: "gru", steps: 1000 } as const])
      expect(probing({ ...rnnProgram, ...better })({ freeRun: true }).lateError).toBeLessThan(0.01);
  });
});

/** All strings in the words of the page. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

function trainedOnce(settings: Settings): Program {
  const program = new Program(settings);
  program.trainSegment();
  return program;
}

/** Trains to the end; then any test of that network. */
function probing(settings: Settings): (options: Partial<ProbeOptions>) => ReturnType<Run["probe"]> {
  const run = new Run(settings);
  while (run.ending === null) run.advance();
  const plain = { frequency: 1, phase: 0, amplitude: 1, noise: 0, cold: false, freeRun: false };
  return (options) => run.probe({ ...plain, ...options }, null);
}
