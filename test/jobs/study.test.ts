/** @module A study: the same trials however many run at once, pruners, TPE beside random search, and its journal. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { JournalWriter, readJournal } from "../../src/jobs/study/journal.ts";
import { isPruned, type PrunerName } from "../../src/jobs/study/pruners.ts";
import { type SamplerName, samplerNames } from "../../src/jobs/study/samplers.ts";
import { type Params, parseDomain, type SearchSpace } from "../../src/jobs/study/space.ts";
import { AHEAD, Study, type StudyEvent } from "../../src/jobs/study/study.ts";
import type { Trial } from "../../src/jobs/study/trial.ts";

const AT = "2026-01-01T00:00:00.000Z";
const spaceOf = (texts: Readonly<Record<string, string>>): SearchSpace =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, parseDomain(name, text)]));
const mixed = spaceOf({ lr: "log:1e-5..1e-1", hidden: "8,16,32,64,128", layers: "1..4" });
const lossOf = ({ lr, hidden, layers }: Params): number =>
  (Math.log10(Number(lr)) + 3) ** 2 +
  0.3 * (Math.log2(Number(hidden)) - 5) ** 2 +
  0.2 * (Number(layers) - 2) ** 2;

/** Runs trials, several at once, in an order of ends that a seed chooses; each reports three times. */
function run(
  study: Study,
  count: number,
  {
    atOnce = 1,
    loss = lossOf,
    order = (k: number) => k,
  }: {
    atOnce?: number;
    loss?: (params: Params) => number;
    order?: (k: number) => number;
  } = {},
): void {
  for (let k = 0; ; k++) {
    while (
      study.trials.length < count &&
      study.canAsk &&
      study.trials.filter(({ state }) => state === "running").length < atOnce
    )
      study.ask(AT);
    const running = study.trials.filter(({ state }) => state === "running");
    const trial = running[order(k) % running.length];
    if (trial === undefined) return;
    const value = loss(trial.params);
    const isGivenUp = [3, 2, 1].some((more, step) => study.report(trial.number, step, value + more));
    study.end(trial.number, isGivenUp ? { state: "pruned" } : { state: "complete", value }, AT);
  }
}

const shown = (study: Study): unknown =>
  study.trials.map(({ params, state, value }) => [params, state, value]);

test.each(
  samplerNames.flatMap((sampler) =>
    (["none", "median", "halving"] as const).map((pruner) => [sampler, pruner]),
  ),
)("%s, %s: the same trials one by one, three or eight at once, in any order", (sampler, pruner) => {
  const space = sampler === "grid" ? spaceOf({ hidden: "8,16,32,64,128", layers: "1..4" }) : mixed;
  const studies = [1, 3, AHEAD, AHEAD].map((atOnce, i) => {
    const study = new Study({
      ...{ name: "s", space, seed: 3 },
      sampler: sampler as SamplerName,
      pruner: pruner as PrunerName,
    });
    const loss = sampler === "grid" ? (params: Params) => lossOf({ lr: 1e-3, ...params }) : lossOf;
    run(study, 40, { atOnce, loss, order: (k) => (i === 3 ? 7 - (k % 8) : k * 5) });
    return study;
  });
  const [one, ...others] = studies.map(shown);
  for (const other of others) expect(other).toEqual(one);
  const states = studies[0]?.trials.map(({ state }) => state) ?? [];
  expect(states.includes("pruned")).toBe(pruner !== "none");
});

test("the next trial waits for those that it depends on", () => {
  const study = new Study({ name: "s", space: mixed, sampler: "random", pruner: "none", seed: 1 });
  for (let i = 0; i < AHEAD; i++) study.ask(AT);
  expect(study.canAsk).toBe(false);
  expect(() => study.ask(AT)).toThrow(`trial ${AHEAD} depends on one that has not ended`);
  study.end(3, { state: "complete", value: 1 }, AT);
  expect(study.canAsk).toBe(false);
  study.end(0, { state: "failed" }, AT);
  expect(study.canAsk).toBe(true);
});

test("delivered twice, it counts once; what has ended does not change; a score of NaN is a failure", () => {
  const study = new Study({ name: "s", space: mixed, sampler: "random", pruner: "none", seed: 1 });
  for (let i = 0; i < 3; i++) study.ask(AT);
  study.end(0, { state: "complete", value: 2 }, AT);
  study.end(0, { state: "complete", value: 1 }, AT);
  study.report(0, 9, 0);
  study.end(1, { state: "complete", value: Number.NaN }, AT);
  study.end(2, { state: "complete", value: Number.POSITIVE_INFINITY }, AT);
  expect(study.trials.map(({ state, value, reports }) => [state, value, reports.size])).toEqual([
    ["complete", 2, 0],
    ["failed", null, 0],
    ["complete", Number.POSITIVE_INFINITY, 0],
  ]);
  expect(study.best?.number).toBe(0);
});

const functions: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  (x: number, y: number) => number,
])[] = [
  ["sphere", { x: "-5.0..5.0", y: "-5.0..5.0" }, (x, y) => (x - 1) ** 2 + (y + 2) ** 2],
  [
    "Branin",
    { x: "-5.0..10.0", y: "0.0..15.0" },
    (x, y) =>
      (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10,
  ],
  ["Rosenbrock", { x: "-2.0..2.0", y: "-1.0..3.0" }, (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2],
];

test.each(functions)(
  "%s: TPE's best of 50 trials is better than random search's, median of 20 seeds",
  (_, texts, f) => {
    const median = (sampler: SamplerName): number => {
      const bests = Array.from({ length: 20 }, (_, seed) => {
        const study = new Study({ name: "s", space: spaceOf(texts), sampler, pruner: "none", seed });
        run(study, 50, { loss: ({ x, y }) => f(Number(x), Number(y)) });
        return study.best?.value ?? Number.NaN;
      });
      return bests.sort((a, b) => a - b)[10] ?? Number.NaN;
    };
    expect(median("tpe")).toBeLessThan(0.7 * median("random"));
  },
);

test("pruners, by hand", () => {
  const trial = (state: Trial["state"], ...values: number[]): Trial => ({
    ...{ number: 0, state, value: null, params: {}, notes: {}, started: null, ended: null },
    reports: new Map(values.map((value, k) => [k + 1, value])),
  });
  const five = [1, 2, 3, 4, 5].map((value) => trial("complete", 9, value));
  const median = (...values: number[]): boolean => isPruned("median", trial("running", ...values), five);
  expect(median(9, 3)).toBe(false);
  expect(median(9, 3.1)).toBe(true);
  expect(median(2, 8)).toBe(false); // its best so far counts
  expect(median(Number.NaN)).toBe(true);
  expect(median(9, 9, 9)).toBe(false); // nothing to compare with at step 3
  expect(isPruned("median", trial("running", 9, 9), five.slice(1))).toBe(false);
  const eight = [1, 2, 3, 4, 5, 6, 7, 8].map((value) => trial("complete", value, 1, 1, value));
  const halving = (...values: number[]): boolean => isPruned("halving", trial("running", ...values), eight);
  expect(halving(2)).toBe(false); // 1, 2 | 2, 3, …: two of nine go on
  expect(halving(2.5)).toBe(true);
  expect(halving(1, 9, 9)).toBe(false); // the next rung is step 4
  expect(halving(1, 9, 9, 9)).toBe(true);
  expect(isPruned("halving", trial("running", 9), [])).toBe(false);
});

test("a journal of Optuna 5.0: parameters of every kind, infinite, pruned and failed", () => {
  const [study, ...more] = readJournal(readFileSync(new URL("optuna.log", import.meta.url), "utf8"));
  expect(more).toEqual([]);
  expect(study).toMatchObject({ name: "s", isMinimized: true, notes: { data: "a.csv" } });
  expect(study?.space).toEqual(
    spaceOf({
      lr: "log:1e-4..1e-1",
      hidden: "16,32,64",
      layers: "1..4",
      drop: "0..0.5:0.1",
      model: "gru,lstm,none,true",
    }),
  );
  const [first, second, , fourth, fifth] = study?.trials ?? [];
  expect(first).toMatchObject({
    state: "complete",
    value: 0.0708860039234923,
    params: { lr: 0.004430375245218269, hidden: 16, layers: 2, drop: 0.30000000000000004, model: null },
    notes: { seed: 3 },
  });
  expect(first?.reports).toEqual(new Map([16, 16.004430375245217, 16.008860750490438].entries()));
  expect(second).toMatchObject({ value: Number.POSITIVE_INFINITY, params: { model: true } });
  expect(fourth).toMatchObject({ state: "failed", value: null });
  expect(fifth).toMatchObject({ state: "pruned", value: 32, params: { drop: 0.4 } });
});

test("our journal comes back: whole, or killed within a line, resumed to the same trials", () => {
  const options = { name: 'µ "n"', space: mixed, sampler: "tpe", pruner: "median", seed: 2 } as const;
  const writer = new JournalWriter(mixed, "w");
  const events: StudyEvent[] = [];
  const study = new Study(options, (event) => events.push(event));
  study.ask(AT);
  study.apply({ type: "note", number: 0, key: "NaN", value: [1, "Infinity", { a: null }] });
  study.report(0, 0, Number.NaN);
  study.end(0, { state: "complete", value: Number.NEGATIVE_INFINITY }, AT);
  run(study, 30);
  const text = writer.head(options.name, { a: 1 }) + events.map((event) => writer.linesOf(event)).join("");
  const [read] = readJournal(text);
  expect(read).toMatchObject({ name: options.name, notes: { a: 1 }, space: mixed });
  const withOffsets = study.trials.map((trial) => ({
    ...trial,
    started: "2026-01-01T00:00:00.000+00:00",
    ended: "2026-01-01T00:00:00.000+00:00",
  }));
  expect(read?.trials).toEqual(withOffsets);
  expect(readJournal(text.slice(0, -5))[0]?.trials.at(-1)?.state).toBe("running");
  // whichever line was the last: an ended trial, one without its settings, one with some of its reports
  const all = text.split("\n");
  for (const last of [60, 113, 114, 115, 116, 117, 118, 119, 120, 150]) {
    const added: string[] = [];
    const part = `${all.slice(0, last).join("\n")}\n`;
    const trials = readJournal(part)[0]?.trials ?? [];
    const half = Study.resumed(options, trials, (event) => added.push(writer.linesOf(event)));
    run(half, 30);
    expect(shown(half)).toEqual(shown(study));
    const again = readJournal(part + added.join(""))[0]?.trials;
    expect(again?.map(({ params, value }) => [params, value])).toEqual(
      study.trials.map(({ params, value }) => [params, value]),
    );
  }
});

test.each([
  ["{}\n", 1],
  ['{"op_code":0,"study_name":"s","directions":[1]}\n[]\n', 2],
  ['{"op_code":0,"study_name":"s","directions":[1]}\nnot JSON\n', 2],
  ['{"op_code":"4"}\n', 1],
])("no journal: %j", (text, line) => {
  expect(() => readJournal(text)).toThrow(`journal: line ${line} is not an operation of Optuna's journal`);
});

test("a journal of 10,000 trials", () => {
  const writer = new JournalWriter(mixed, "w");
  const lines = [writer.head("s", {})];
  for (let number = 0; number < 10_000; number++) {
    lines.push(writer.linesOf({ type: "trial", number, at: AT, params: { lr: 1e-3, hidden: 8, layers: 1 } }));
    lines.push(writer.linesOf({ type: "end", number, at: AT, state: "complete", value: number }));
  }
  const [study] = readJournal(lines.join(""));
  expect(study?.trials).toHaveLength(10_000);
  expect(study?.trials.at(-1)).toMatchObject({ number: 9999, value: 9999, params: { hidden: 8 } });
});
