/** @module The findings state the numbers, whatever they are; each has a sentence in both languages. */
import { describe, expect, test } from "vitest";
import type { Comparison } from "../../../src/note/comparison.ts";
import {
  cellStateFindings,
  type Finding,
  type FindingKind,
  type FindingNumbers,
  gradientFindings,
  lossFindings,
} from "../../../src/note/report/findings.ts";
import { verdict } from "../../../src/note/report/verdict.ts";
import { langs } from "../../../src/text/lang.ts";
import { comparisonOf, decaying, type Factors } from "../madeUp.ts";

const finals = { rnn: [0.1, 0.2, 0.3], lstm: [0.15, 0.25, 0.35], gru: [0.01, 0.02, 0.03] };
const same = (before: number, after: number): Factors => ({
  rnn: [before, after],
  lstm: [before, after],
  gru: [before, after],
});

/** The numbers of all findings of a kind. */
function numbersOf<Kind extends FindingKind>(
  findings: readonly Finding[],
  kind: Kind,
): FindingNumbers[Kind][] {
  return findings
    .filter((finding) => finding.kind === kind)
    .map(({ numbers }) => numbers as FindingNumbers[Kind]);
}

const kindsOf = (findings: readonly Finding[]): string[] => findings.map(({ kind }) => kind);

/** A comparison whose LSTM has these gradients after training, at every length. */
function withLstm(base: Comparison, hidden: readonly number[], cell: readonly number[] | null): Comparison {
  const gradients = base.gradients.map(({ timeStep, cells }) => ({
    timeStep,
    cells: { ...cells, lstm: { ...cells.lstm, after: { hidden, cell } } },
  }));
  return { ...base, gradients };
}

describe("final losses", () => {
  const losses = (of: typeof finals): Finding[] => lossFindings(comparisonOf(of, same(0.5, 0.9)));
  const length = { timeStep: 20, segments: 3 };

  test("one is below both, which overlap", () => {
    const found = losses(finals);
    expect(kindsOf(found)).toEqual(["lowestApart", "pairOverlaps", "medians"]);
    expect(found[0].numbers).toEqual({ cell: "gru", apart: ["rnn", "lstm"] });
    expect(found[2].numbers).toMatchObject({ ...length, seeds: 3 });
    const [{ losses: ranked }] = numbersOf(found, "medians");
    expect(ranked.map(({ cell, median }) => [cell, median])).toEqual([
      ["gru", 0.02],
      ["rnn", 0.2],
      ["lstm", 0.25],
    ]);
    const quartiles = ranked.flatMap(({ q1, q3 }) => [q1, q3]);
    [0.015, 0.025, 0.15, 0.25, 0.2, 0.3].forEach((value, i) => {
      expect(quartiles[i]).toBeCloseTo(value, 12);
    });
  });

  test("the lowest overlaps one of the others, or both", () => {
    const near = { rnn: [0.01, 0.02, 0.03], lstm: [0.015, 0.025, 0.035] };
    const [mixed, ...rest] = losses({ ...near, gru: [1, 2, 3] });
    expect(mixed).toEqual({
      kind: "lowestMixed",
      numbers: { cell: "rnn", apart: ["gru"], overlapping: ["lstm"] },
    });
    expect(kindsOf(rest)).toEqual(["medians"]);
    const [all] = losses({ ...near, gru: [0.02, 0.03, 0.04] });
    expect(all).toEqual({ kind: "lowestOverlaps", numbers: { cell: "rnn", overlapping: ["lstm", "gru"] } });
  });

  test("RNN and LSTM apart, below them the GRU", () => {
    const found = losses({ rnn: [0.1, 0.2, 0.3], lstm: [0.01, 0.02, 0.03], gru: [0.001, 0.002, 0.003] });
    expect(found[1]).toEqual({ kind: "pairApart", numbers: { lower: "lstm", higher: "rnn" } });
  });

  test("a cell with a diverged run is not ranked", () => {
    const found = losses({ ...finals, gru: [0.01, Number.NaN, 0.03] });
    expect(kindsOf(found)).toEqual(["lowestOverlaps", "medians", "diverged"]);
    expect(found[0].numbers).toEqual({ cell: "rnn", overlapping: ["lstm"] });
    expect(numbersOf(found, "medians")[0].losses.map(({ cell }) => cell)).toEqual(["rnn", "lstm"]);
    expect(found[2].numbers).toEqual({ cell: "gru", diverged: 1, runs: 3 });
  });

  test("all diverged", () => {
    const nan = [Number.NaN, Number.POSITIVE_INFINITY];
    const found = losses({ rnn: nan, lstm: nan, gru: nan });
    expect(found).toEqual([
      { kind: "noMedian", numbers: length },
      ...(["rnn", "lstm", "gru"] as const).map((cell) => ({
        kind: "diverged",
        numbers: { cell, diverged: 2, runs: 2 },
      })),
    ]);
  });

  test("one seed has no spread and no ranking", () => {
    const found = losses({ rnn: [0.3], lstm: [0.1], gru: [0.2] });
    expect(kindsOf(found)).toEqual(["oneSeed"]);
    const [{ losses: ranked, ...rest }] = numbersOf(found, "oneSeed");
    expect(rest).toEqual({ ...length, seed: 1 });
    expect(ranked.map(({ cell, median }) => [cell, median])).toEqual([
      ["lstm", 0.1],
      ["gru", 0.2],
      ["rnn", 0.3],
    ]);
  });
});

describe("the note's claim about more than 10 steps", () => {
  const found = (factors: Factors, timeSteps?: readonly number[]): Finding[] =>
    gradientFindings(comparisonOf(finals, factors, timeSteps));
  const vanishing = (factors: Factors): FindingNumbers["vanishing"][] =>
    numbersOf(found(factors), "vanishing");
  const lags = (rnn: number | null, lstm: number | null, gru: number | null): unknown => [
    { cell: "rnn", lag: rnn },
    { cell: "lstm", lag: lstm },
    { cell: "gru", lag: gru },
  ];

  test("all vanish, before training at any length, and after it", () => {
    expect(found(same(0.5, 0.6))).toEqual([
      { kind: "claim", numbers: null },
      {
        kind: "vanishing",
        numbers: { when: "before", timeStep: null, answer: "all", cells: lags(7, 7, 7) },
      },
      {
        kind: "vanishing",
        numbers: { when: "after", timeStep: 20, answer: "all", cells: lags(10, 10, 10) },
      },
      { kind: "noExplosion", numbers: null },
    ]);
  });

  test("none vanish", () => {
    const [before, after] = vanishing(same(0.95, 0.99));
    expect(before).toMatchObject({ answer: "none", cells: lags(null, null, null) });
    expect(after).toMatchObject({ answer: "none", cells: lags(null, null, null) });
  });

  test("training mends all, or some; or does harm", () => {
    expect(vanishing(same(0.5, 0.99)).map(({ answer }) => answer)).toEqual(["all", "none"]);
    const some = vanishing({ rnn: [0.5, 0.99], lstm: [0.5, 0.6], gru: [0.5, 0.95] });
    expect(some.map(({ answer }) => answer)).toEqual(["all", "some"]);
    expect(some[1]).toMatchObject({ timeStep: 20, cells: lags(null, 10, null) });
    expect(vanishing(same(0.99, 0.5)).map(({ answer }) => answer)).toEqual(["none", "all"]);
  });

  test("one explodes", () => {
    const all = found({ rnn: [0.95, 1.2], lstm: [0.95, 0.95], gru: [0.95, 0.95] });
    expect(numbersOf(all, "explosion")).toEqual([
      [{ cell: "rnn", timeStep: 20, when: "after", ratio: expect.closeTo(1.2 ** 19, 9) }],
    ]);
    expect(kindsOf(all)).not.toContain("noExplosion");
  });

  test("an infinite gradient explodes too", () => {
    const base = comparisonOf(finals, same(0.95, 0.95), [20]);
    const all = gradientFindings(withLstm(base, [1, Number.POSITIVE_INFINITY], null));
    expect(numbersOf(all, "explosion")).toEqual([
      [{ cell: "lstm", timeStep: 20, when: "after", ratio: Number.POSITIVE_INFINITY }],
    ]);
  });

  test("a gradient that is not a number is stated, and not counted", () => {
    const [, after] = vanishing({ rnn: [0.5, Number.NaN], lstm: [0.5, 0.5], gru: [0.5, 0.5] });
    expect(after).toMatchObject({ answer: "all", cells: lags(Number.NaN, 7, 7) });
    const answers = (before: number, trained: number): string[] =>
      vanishing(same(before, trained)).map(({ answer }) => answer);
    expect(answers(Number.NaN, Number.NaN)).toEqual(["unknown", "unknown"]);
    expect(answers(0.5, Number.NaN)).toEqual(["all", "unknown"]);
  });

  test("untested without a length above 10; the lengths that there are take their place", () => {
    const short = found(same(0.5, 0.9), [5, 10]);
    expect(short[0].kind).toBe("claimUntested");
    expect(numbersOf(short, "vanishing").map(({ when, timeStep }) => [when, timeStep])).toEqual([
      ["before", null],
      ["after", 5],
      ["after", 10],
    ]);
  });

  test("the length is named where it matters", () => {
    const base = comparisonOf(finals, same(0.5, 0.9), [10, 20]);
    const [short, long] = base.gradients;
    const other = { ...short.cells.rnn, before: decaying(10, 0.3) };
    const changed = { ...base, gradients: [{ ...short, cells: { ...short.cells, rnn: other } }, long] };
    const lengthOf = (comparison: Comparison): number | null =>
      numbersOf(gradientFindings(comparison), "vanishing")[0].timeStep;
    expect(lengthOf(base)).toBeNull();
    expect(lengthOf(changed)).toBe(20);
    expect(lengthOf(comparisonOf(finals, same(0.5, 0.9), [20]))).toBe(20);
  });
});

describe("the LSTM's cell state", () => {
  const base = comparisonOf(finals, same(0.5, 0.9), [20]);
  const cellState = (hidden: number, cell: number): FindingNumbers["cellState"][] =>
    numbersOf(cellStateFindings(withLstm(base, [1, 0.5, hidden], [0, 0.5, cell])), "cellState");

  test("further back than h, less far, or neither", () => {
    expect(cellState(0.005, 0.25)).toEqual([{ further: "c", timeStep: 20, hidden: 0.01, cell: 0.5 }]);
    expect(cellState(0.25, 0.005)).toMatchObject([{ further: "h" }]);
    expect(cellState(0.1, 0.2)).toMatchObject([{ further: "neither" }]);
  });

  test("at the greatest length where anything is left", () => {
    const long = { timeStep: 50, cells: base.gradients[0].cells };
    const left = withLstm({ ...base, gradients: [...base.gradients, long] }, [1, 0.5, 0.1], [0, 0.5, 0.2]);
    expect(numbersOf(cellStateFindings(left), "cellState")).toMatchObject([{ timeStep: 50 }]);
    const [at20, at50] = left.gradients;
    const none = { hidden: [1, 0.5, 1e-9], cell: [0, 0.5, 1e-9] };
    const lost = { ...at50, cells: { ...at50.cells, lstm: { ...at50.cells.lstm, after: none } } };
    const found = cellStateFindings({ ...left, gradients: [at20, lost] });
    expect(numbersOf(found, "cellState")).toMatchObject([{ timeStep: 20 }]);
  });

  test("nothing is stated without a cell, without a number, or with nothing left", () => {
    expect(numbersOf(cellStateFindings(base), "cellState")).toEqual([]);
    expect(cellState(0.1, Number.NaN)).toEqual([]);
    expect(cellState(1e-6, 1e-9)).toEqual([]);
  });
});

const nan = [Number.NaN, Number.POSITIVE_INFINITY];
const some: Factors = { rnn: [0.5, 0.99], lstm: [0.5, 0.6], gru: [0.5, 1.2] };
const near = { rnn: [0.01, 0.02, 0.03], lstm: [0.015, 0.025, 0.035] };

/** Comparisons that have every kind of finding between them. */
const examples: readonly Comparison[] = [
  comparisonOf(finals, same(0.5, 0.6)),
  withLstm(comparisonOf(finals, some, [20]), [1, 0.5, 0.005], [0, 0.5, 0.25]),
  withLstm(comparisonOf({ ...near, gru: [1, 2, 3] }, some, [5, 10]), [1, 0.5, 0.25], [0, 0.5, 0.005]),
  withLstm(comparisonOf({ ...near, gru: [0.02, 0.03, 0.04] }, some), [1, 0.5, 0.1], [0, 0.5, 0.2]),
  comparisonOf({ rnn: [0.1, 0.2], lstm: [0.01, 0.02], gru: [0.001, 0.002] }, same(0.95, 0.99)),
  comparisonOf({ rnn: nan, lstm: nan, gru: nan }, same(0.5, Number.NaN)),
  comparisonOf({ rnn: [0.3], lstm: [0.1], gru: [0.2] }, same(0.5, 0.9)),
];

test("every kind of finding is among the examples", () => {
  const kinds = examples.flatMap((comparison) => [
    ...kindsOf(lossFindings(comparison)),
    ...kindsOf(gradientFindings(comparison)),
    ...kindsOf(cellStateFindings(comparison)),
  ]);
  expect([...new Set(kinds)].sort()).toMatchSnapshot();
});

test.each(langs)("the sentences, in %s", (lang) => {
  const verdicts = examples.map((comparison) => verdict(comparison, lang));
  for (const { losses, gradients, cellState } of verdicts) {
    for (const sentence of [...losses, ...gradients, ...cellState]) {
      expect(sentence.match(lang === "en" ? /[.?](?= |$)/g : /[。？]/g)?.length).toBeLessThanOrEqual(2);
      expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(46);
    }
    expect(gradients.length).toBeLessThanOrEqual(5);
  }
  expect(verdicts).toMatchSnapshot();
});
