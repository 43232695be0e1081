/** @module The lesson: the same in both languages, on settings that run, and true of the program. */
import { describe, expect, test } from "vitest";
import { gradientFlow, lagBelow } from "../../../src/note/gradientFlow.ts";
import { Program, trainLosses } from "../../../src/note/program.ts";
import {
  cellNames,
  checkSettings,
  lstmProgram,
  rnnProgram,
  type Settings,
} from "../../../src/note/settings.ts";
import { median } from "../../../src/note/statistics.ts";
import { langs } from "../../../src/text/lang.ts";
import { type Measure, measureNames, measureOf } from "../../../studio/note/lab/measure.ts";
import type { ProbeOptions } from "../../../studio/note/lab/probe.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { type Claim, claims, finalMedians } from "../../../studio/note/lesson/claims.ts";
import { changedRuns, lessonIds, lessonSteps } from "../../../studio/note/lesson/steps.ts";
import { type LessonText, lessonTexts } from "../../../studio/note/lesson/texts.ts";
import { words } from "../../../studio/note/words/words.ts";

const each = langs.flatMap((lang) => lessonIds.map((id) => ({ lang, id, text: lessonTexts[lang][id] })));
const triesOf = ({ tries }: LessonText): string[] =>
  Object.values(tries).flatMap(({ label, look }) => [label, look]);
const partsOf = (text: LessonText): string[] => [text.title, ...text.body, ...quizOf(text), ...triesOf(text)];
const quizOf = ({ quiz: { question, answers, measured, why } }: LessonText): string[] => [
  question,
  ...answers,
  measured,
  why,
];
const hanIn = (text: string): number => text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
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
      expect(zh.quiz.answers).toHaveLength(en.quiz.answers.length);
      expect(en.quiz.answers.length).toBeGreaterThanOrEqual(2);
    }
  });

  test.each(each)("$lang $id: nothing is empty, and nothing too long", ({ lang, text }) => {
    for (const part of partsOf(text)) expect(part.trim()).not.toBe("");
    expect(text.title.length).toBeLessThan(45);
    expect(text.body.length).toBeLessThanOrEqual(4);
    expect(text.quiz.answers.length).toBeLessThanOrEqual(4);
    const body = text.body.join(" ");
    const length = lang === "en" ? body.split(/\s+/).length : hanIn(body) / 2; // two characters make a word
    expect(length).toBeLessThanOrEqual(110);
    for (const { label, look } of Object.values(text.tries)) {
      expect(label.length).toBeLessThan(32);
      expect(look.length).toBeLessThan(150);
    }
  });

  test.each(each)("$lang $id: marks are closed, and what stands in asterisks is on the page", (one) => {
    if (one.lang === "en") expect(partsOf(one.text).join("")).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/);
    const onPage = stringsOf(words[one.lang]);
    for (const paragraph of partsOf(one.text)) {
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
  for (const step of lessonSteps) {
    const changes = [step.quiz.change, ...step.tries.map(({ change }) => change)];
    for (const order of [step.runs, ...changes.map((change) => changedRuns(step, change))]) {
      expect(order.length).toBeLessThanOrEqual(3);
      for (const settings of order) {
        checkSettings(settings);
        const program = new Program(settings);
        expect(program.trainSegment().loss).toBeLessThan(3);
      }
    }
  }
});

// The numbers hold for both binaries of the kernels. Long RNN runs are chaotic: there, only what survives rounding.
describe("what it says is true", () => {
  test.each(claims)("$step: $says ($measure)", ({ step, says, settings, measure, seeds }) => {
    const text = partsOf(lessonTexts.en[step]).join(" ");
    expect(text).toContain(says);
    expect(partsOf(lessonTexts.zh[step]).join("")).toContain(says.replace(",", ""));
    const all = Array.from({ length: seeds ?? 1 }, (_, i) =>
      observe(seeds === undefined ? settings : { ...settings, seed: i + 1 }, measure),
    );
    const digits = says.replace(/e.*|[,.]/g, "").replace(/^0+/, "").length;
    expect(rounded(median(all), digits)).toBe(Number(says.replace(",", "")));
  });

  test.each(finalMedians)(
    "length: medians at learning rate $lr, $timeStep steps",
    ({ lr, timeStep, says }) => {
      for (const cell of cellNames) {
        const settings: Settings = { ...rnnProgram, cell, lr, timeStep, endpoint: true };
        const found = median(seeds.map((seed) => observe({ ...settings, seed }, "finalLoss")));
        expect(Math.abs(found / Number(says[cell]) - 1), `${cell}: ${found}`).toBeLessThan(0.15);
      }
    },
  );

  // The memory tasks take long: lessonMemory.test.ts.
  test.each(lessonSteps.filter(({ id }) => id !== "memory"))("$id: its runs bear out the answer", (step) => {
    const right = { data: 2, model: 0, training: 2, state: 1, detach: 0, lstm: 1, comparison: 1, length: 2 };
    const expected = { ...right, forget: 2, yours: 1, memory: 2 }[step.id];
    const measured = changedRuns(step, step.quiz.change).map((each) =>
      measureOf(ended(each), step.quiz.measure),
    );
    expect(step.quiz.judge(measured), measured.join()).toBe(expected);
    const answers = lessonTexts.en[step.id].quiz.answers;
    const all = [0, 0.2, 0.3, 0.7, 1, 1.5, 6000, 60_000].map((value) =>
      step.quiz.judge([value, value, value]),
    );
    for (const answer of all) expect(answers[answer]).toBeDefined();
  });

  test("data and model: the two sides of sin, the printed network, and its shapes", () => {
    expect(rounded(Math.cos(Math.asin(0.5)), 2)).toBe(0.87);
    const { model, state } = trainedOnce(rnnProgram);
    expect(lessonTexts.en.model.code?.replace(/^# /gm, "")).toContain(`print(rnn)\n${model}`);
    expect(state?.[0].shape).toEqual([1, 1, 32]);
    expect(trainedOnce({ ...rnnProgram, layers: 2 }).state?.[0].shape).toEqual([2, 1, 32]);
    const named = new Map(model.namedParameters());
    const shapes = ["rnn.weight_ih_l0", "rnn.weight_hh_l0", "out.weight"].map(
      (name) => named.get(name)?.shape,
    );
    expect(shapes.map(String)).toEqual(["32,1", "32,32", "1,32"]);
    expect(new Program(lstmProgram).model.parameters()[0].shape).toEqual([128, 1]);
  });

  test("training: at learning rate 0.2 nearly all units are saturated", () => {
    expect(shareOf(ended({ ...rnnProgram, lr: 0.2 }), (h) => Math.abs(h) > 0.99)).toBeGreaterThan(0.9);
    expect(shareOf(ended(rnnProgram), (h) => Math.abs(h) > 0.99)).toBeLessThan(0.5);
  });

  test("state: without it, the first sample of each segment is guessed, and no other", () => {
    const program = new Program({ ...rnnProgram, carry: false });
    trainLosses(program);
    const { prediction, target } = program.trainSegment();
    expect(Math.abs(prediction[0])).toBeLessThan(0.05);
    for (let i = 1; i < 10; i++) expect(prediction[i]).toBeCloseTo(target[i], 1);
  });

  test("detach: its price is that gradients end at the border, which values cross", () => {
    const program = trainedOnce(rnnProgram);
    expect(gradientFlow(program).hidden).toHaveLength(10);
    const other = { ...program, model: program.model, settings: program.settings, state: null };
    expect(gradientFlow(program).hidden).not.toEqual(gradientFlow({ ...other, trained: 1 }).hidden);
    const kept = trainedOnce({ ...rnnProgram, detach: false, retainGraph: true });
    expect(() => kept.trainSegment()).toThrow("modified by an inplace operation");
    const cut = trainedOnce({ ...rnnProgram, detach: false });
    expect(() => cut.trainSegment()).toThrow("Trying to backward through the graph a second time");
  });

  test.each(cellNames)(
    "length: before training, the gradient of %s vanishes within 6 to 9 steps at any length",
    (cell) => {
      for (const timeStep of [20, 50]) {
        const lags = seeds.map((seed) => {
          const program = new Program({ ...rnnProgram, cell, timeStep, endpoint: true, seed });
          return lagBelow(gradientFlow(program).hidden, 0.01) ?? timeStep;
        });
        expect([6, 7, 8, 9]).toContain(Math.round(median(lags)));
      }
    },
  );

  test("length: at learning rate 0.02 the states run into ±1, at 0.005 they do not", () => {
    const radiusOf = (run: Run): number => run.insight(null, 0)?.inside?.layer.radii[0].radius ?? Number.NaN;
    const at50 = { ...rnnProgram, timeStep: 50, endpoint: true };
    const [fast, slow] = [0.02, 0.005].map((lr) => ended({ ...at50, lr }));
    expect([rounded(radiusOf(fast), 2), rounded(radiusOf(slow), 2)]).toEqual([2.8, 1]);
    expect(shareOf(fast, (h) => Math.abs(h) > 0.99)).toBeGreaterThan(0.3);
    expect(shareOf(slow, (h) => Math.abs(h) > 0.99)).toBe(0);
  });

  test("yours: keeping time, starting cold, another frequency", () => {
    const note = probing(rnnProgram);
    const plain = note({});
    expect([rounded(plain.error), rounded(plain.zeroError)]).toEqual([0.04, 0.5]);
    expect(rounded(note({ frequency: 2 }).error)).toBe(1);
    expect(note({ cold: true }).error).toBeGreaterThan(1.2 * plain.error);
    expect(note({ cold: true }).lateError).toBeCloseTo(plain.lateError, 3);
    for (const better of [{ lr: 0.002 }, { cell: "gru", steps: 1000 } as const])
      expect(probing({ ...rnnProgram, ...better })({ freeRun: true }).lateError).toBeLessThan(0.01);
  });
});

/** A claim's measurement. */
function observe(settings: Settings, measure: Claim["measure"]): number {
  if (isMeasure(measure)) return measureOf(ended(settings), measure);
  const losses = trainLosses(new Program(settings));
  return {
    firstLoss: losses[0],
    secondLoss: losses[1],
    finalLoss: losses.at(-1) ?? Number.NaN,
    "below0.1": 1 + losses.findIndex((loss) => loss < 0.1),
  }[measure];
}

function isMeasure(name: string): name is Measure {
  return measureNames.some((each) => each === name);
}

/** The share of all units and steps of the last segment whose state is such. */
function shareOf(run: Run, isSuch: (h: number) => boolean): number {
  const states = run.insight(null, 0)?.inside?.layer.hidden ?? new Float32Array();
  return states.filter(isSuch).length / states.length;
}

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
  const run = ended(settings);
  const plain = { frequency: 1, phase: 0, amplitude: 1, noise: 0, cold: false, freeRun: false };
  return (options) => run.probe({ ...plain, ...options }, null);
}

function ended(settings: Settings): Run {
  const run = new Run(settings);
  while (run.ending === null) run.advance();
  return run;
}
