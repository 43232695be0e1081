/** @module The findings state the numbers, whatever they are; each has a sentence in both languages. */
import { describe, expect, test } from "vitest";
import type { Comparison } from "../../../src/note/comparison.ts";
import {
  type Finding,
  type FindingKind,
  type FindingNumbers,
  lossFindings,
} from "../../../src/note/report/findings.ts";
import { gradientFindings, memoryFindings } from "../../../src/note/report/gradientFindings.ts";
import { lengthFindings } from "../../../src/note/report/lengthFindings.ts";
import { verdict } from "../../../src/note/report/verdict.ts";
import { langs } from "../../../src/text/lang.ts";
import { comparisonOf, comparisonResult, decaying, type Factors, reach, trainingsAt } from "../madeUp.ts";

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

describe("final losses", () => {
  const losses = (of: typeof finals): Finding[] => lossFindings(comparisonOf(of, same(0.5, 0.9)));
  const length = { timeStep: 20, segments: 3 };
  const at = { timeStep: 20, lr: 0.02 };

  test("one is below both, which overlap", () => {
    const found = losses(finals);
    expect(kindsOf(found)).toEqual(["lowestApart", "pairOverlaps"]);
    expect(found[0].numbers).toEqual({ cell: "gru", ...at, median: 0.02, apart: ["rnn", "lstm"] });
  });

  test("the lowest overlaps one of the others, or both", () => {
    const near = { rnn: [0.01, 0.02, 0.03], lstm: [0.015, 0.025, 0.035] };
    const [mixed, ...rest] = losses({ ...near, gru: [1, 2, 3] });
    expect(mixed).toEqual({
      kind: "lowestMixed",
      numbers: { cell: "rnn", ...at, median: 0.02, apart: ["gru"], overlapping: ["lstm"] },
    });
    expect(rest).toEqual([]);
    const [all] = losses({ ...near, gru: [0.02, 0.03, 0.04] });
    const numbers = { cell: "rnn", ...at, median: 0.02, overlapping: ["lstm", "gru"] };
    expect(all).toEqual({ kind: "lowestOverlaps", numbers });
  });

  test("RNN and LSTM apart, below them the GRU", () => {
    const found = losses({ rnn: [0.1, 0.2, 0.3], lstm: [0.01, 0.02, 0.03], gru: [0.001, 0.002, 0.003] });
    expect(found[1]).toEqual({ kind: "pairApart", numbers: { lower: "lstm", higher: "rnn" } });
  });

  test("a cell with a diverged run is not ranked", () => {
    const found = losses({ ...finals, gru: [0.01, Number.NaN, 0.03] });
    expect(kindsOf(found)).toEqual(["lowestOverlaps", "diverged"]);
    expect(found[0].numbers).toEqual({ cell: "rnn", ...at, median: 0.2, overlapping: ["lstm"] });
    expect(found[1].numbers).toEqual({ cell: "gru", diverged: 1, runs: 3 });
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
  const untrained = (factors: Factors): FindingNumbers["vanishingBefore"] =>
    numbersOf(found(factors), "vanishingBefore")[0];
  const trained = (factors: Factors): unknown => numbersOf(found(factors), "vanishingAfter")[0];
  const lags = (rnn: number | null, lstm: number | null, gru: number | null): unknown => [
    { cell: "rnn", lag: rnn },
    { cell: "lstm", lag: lstm },
    { cell: "gru", lag: gru },
  ];

  test("all vanish, before training at any length, and after it", () => {
    expect(found(same(0.5, 0.6))).toEqual([
      { kind: "vanishingBefore", numbers: { timeStep: null, cells: lags(7, 7, 7) } },
      { kind: "vanishingAfter", numbers: [{ timeStep: 20, cells: lags(10, 10, 10) }] },
      { kind: "noExplosion", numbers: null },
    ]);
  });

  test("none vanish", () => {
    expect(untrained(same(0.95, 0.99)).cells).toEqual(lags(null, null, null));
    expect(trained(same(0.95, 0.99))).toEqual([{ timeStep: 20, cells: lags(null, null, null) }]);
  });

  test("training mends some, or does harm", () => {
    const some = { rnn: [0.5, 0.99], lstm: [0.5, 0.6], gru: [0.5, 0.95] } as const;
    expect(untrained(some).cells).toEqual(lags(7, 7, 7));
    expect(trained(some)).toEqual([{ timeStep: 20, cells: lags(null, 10, null) }]);
    expect(untrained(same(0.99, 0.5)).cells).toEqual(lags(null, null, null));
    expect(trained(same(0.99, 0.5))).toEqual([{ timeStep: 20, cells: lags(7, 7, 7) }]);
  });

  test("one explodes, maybe to infinity", () => {
    const all = found({ rnn: [0.95, 1.2], lstm: [0.95, 0.95], gru: [0.95, 0.95] });
    expect(numbersOf(all, "explosion")).toEqual([
      [{ cell: "rnn", timeStep: 20, when: "after", ratio: expect.closeTo(1.2 ** 19, 9) }],
    ]);
    expect(kindsOf(all)).not.toContain("noExplosion");
    const infinite = found({ rnn: [0.95, 0.95], lstm: [0.95, 1e200], gru: [0.95, 0.95] }, [20]);
    expect(numbersOf(infinite, "explosion")).toEqual([
      [{ cell: "lstm", timeStep: 20, when: "after", ratio: Number.POSITIVE_INFINITY }],
    ]);
  });

  test("a gradient that is not a number is stated", () => {
    const some = { rnn: [0.5, Number.NaN], lstm: [0.5, 0.5], gru: [0.5, 0.5] } as const;
    expect(trained(some)).toEqual([{ timeStep: 20, cells: lags(Number.NaN, 7, 7) }]);
  });

  test("untested without a length above 10; the lengths that there are take their place", () => {
    const short = found(same(0.5, 0.9), [5, 10]);
    expect(short[0].kind).toBe("claimUntested");
    expect(numbersOf(short, "vanishingAfter")[0].map(({ timeStep }) => timeStep)).toEqual([5, 10]);
  });

  test("the length is named where it matters", () => {
    const base = comparisonOf(finals, same(0.5, 0.9), [10, 20]);
    const [short, long] = base.gradients;
    const other = { ...short.cells.rnn, before: decaying(10, 0.3) };
    const changed = { ...base, gradients: [{ ...short, cells: { ...short.cells, rnn: other } }, long] };
    const lengthOf = (comparison: Comparison): number | null =>
      numbersOf(gradientFindings(comparison), "vanishingBefore")[0].timeStep;
    expect(lengthOf(base)).toBeNull();
    expect(lengthOf(changed)).toBe(20);
    expect(lengthOf(comparisonOf(finals, same(0.5, 0.9), [20]))).toBe(20);
  });
});

const learnt = { rnn: [0.01], lstm: [0.004], gru: [0.002] };
const failed = { rnn: [0.5], lstm: [0.3], gru: [0.001] };

describe("length and learning rate", () => {
  const base = comparisonOf(finals, same(0.5, 0.9), [10, 20, 50]);
  const found = (...trainings: Comparison["trainings"]): Finding[] =>
    lengthFindings({ ...base, trainings }, true);
  const failing = [
    { cell: "rnn", median: 0.5 },
    { cell: "lstm", median: 0.3 },
  ];

  test("too large a rate: the largest of those at which all that failed learn, and what became of the RNN", () => {
    const all = found(
      trainingsAt(0.02, 50, failed),
      trainingsAt(0.01, 50, { ...learnt, lstm: [0.2] }),
      trainingsAt(0.005, 50, learnt),
      trainingsAt(0.002, 50, learnt),
    );
    expect(numbersOf(all, "rateTooLarge")).toEqual([
      {
        timeStep: 50,
        lr: 0.02,
        failing,
        smaller: 0.005,
        learning: [
          { cell: "rnn", median: 0.01 },
          { cell: "lstm", median: 0.004 },
        ],
      },
    ]);
    expect(numbersOf(all, "ending")).toEqual([
      {
        lr: 0.02,
        smaller: 0.005,
        large: { radius: 2, saturated: 0.4 },
        small: { radius: 0.5, saturated: 0.1 },
      },
    ]);
  });

  test("an LSTM alone that fails says nothing of the RNN", () => {
    const all = found(trainingsAt(0.02, 50, { ...learnt, lstm: [0.3] }), trainingsAt(0.005, 50, learnt));
    expect(kindsOf(all)).toEqual(["rateTooLarge"]);
  });

  test("no rate helps; none was tried; a loss that is not a number has not learnt", () => {
    const all = found(trainingsAt(0.02, 50, failed), trainingsAt(0.005, 50, failed));
    expect(all).toEqual([
      { kind: "nothingLearnt", numbers: { timeStep: 50, rates: [0.02, 0.005], failing } },
    ]);
    expect(found(trainingsAt(0.02, 50, failed))).toEqual([]);
    const nan = found(
      trainingsAt(0.02, 50, { ...learnt, gru: [Number.NaN] }),
      trainingsAt(0.005, 50, learnt),
    );
    expect(kindsOf(nan)).toEqual(["rateTooLarge"]);
  });

  test("all learn, whether their gradients vanish or not", () => {
    const training = trainingsAt(0.02, 50, learnt);
    const numbers = { timeStep: 50, lr: 0.02, vanishing: true };
    expect(found(training)).toEqual([{ kind: "allLearn", numbers }]);
    const open = comparisonOf(finals, same(0.99, 0.9), [50]);
    const kept = lengthFindings({ ...open, trainings: [training] }, true);
    expect(kept).toEqual([{ kind: "allLearn", numbers: { ...numbers, vanishing: false } }]);
  });

  test("an RNN that ends lower at 20 steps than at 10", () => {
    const better = [trainingsAt(0.02, 10, failed), trainingsAt(0.02, 20, learnt)];
    expect(numbersOf(found(...better), "longerIsBetter")).toEqual([
      {
        lr: 0.02,
        endpoint: true,
        short: { timeStep: 10, median: 0.5 },
        long: { timeStep: 20, median: 0.01 },
      },
    ]);
    const worse = found(trainingsAt(0.02, 10, learnt), trainingsAt(0.02, 20, failed));
    expect(kindsOf(worse)).not.toContain("longerIsBetter");
  });
});

test("an LSTM's memory is stated if it is known", () => {
  expect(memoryFindings(reach)).toEqual([{ kind: "memory", numbers: reach }]);
  expect(memoryFindings({ ...reach, ratios: [{ bias: 0, ratio: Number.NaN }] })).toEqual([]);
});

const nan = [Number.NaN, Number.POSITIVE_INFINITY];
const some: Factors = { rnn: [0.5, 0.99], lstm: [0.5, 0.6], gru: [0.5, 1.2] };
const near = { rnn: [0.01, 0.02, 0.03], lstm: [0.015, 0.025, 0.035] };
const rates = (...trainings: Comparison["trainings"]): Comparison => ({
  ...comparisonOf(finals, same(0.5, 0.6), [10, 20, 50]),
  trainings,
});

/** Comparisons that have every kind of finding between them. */
const examples: readonly Comparison[] = [
  comparisonOf(finals, same(0.5, 0.6)),
  comparisonOf(finals, some, [20]),
  comparisonOf({ ...near, gru: [1, 2, 3] }, some, [5, 10]),
  comparisonOf({ ...near, gru: [0.02, 0.03, 0.04] }, { ...some, rnn: [0.95, 0.5] }),
  comparisonOf({ rnn: [0.1, 0.2], lstm: [0.01, 0.02], gru: [0.001, 0.002] }, same(0.95, 0.99)),
  comparisonOf({ rnn: nan, lstm: nan, gru: nan }, same(0.5, Number.NaN)),
  comparisonOf({ rnn: [0.3], lstm: [0.1], gru: [0.2] }, same(0.5, 0.9)),
  rates(trainingsAt(0.02, 50, failed), trainingsAt(0.005, 50, learnt)),
  rates(trainingsAt(0.02, 50, failed), trainingsAt(0.005, 50, failed)),
  rates(trainingsAt(0.02, 10, failed), trainingsAt(0.02, 20, learnt)),
];

test("every kind of finding is among the examples", () => {
  const kinds = examples.flatMap((comparison) => [
    ...kindsOf(lossFindings(comparison)),
    ...kindsOf(gradientFindings(comparison)),
    ...kindsOf(lengthFindings(comparison, true)),
    ...kindsOf(memoryFindings(reach)),
  ]);
  expect([...new Set(kinds)].sort()).toMatchSnapshot();
});

test.each(langs)("the sentences, in %s", (lang) => {
  const verdicts = examples.map((example) => verdict({ ...comparisonResult, ...example }, lang));
  for (const { brief, losses, gradients, length, memory } of verdicts) {
    for (const sentence of [...losses, ...gradients, ...length, ...memory]) {
      expect(sentence.match(lang === "en" ? /[.?](?= |$)/g : /[。？]/g)?.length).toBeLessThanOrEqual(2);
      expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(46);
    }
    expect(brief.length).toBeLessThanOrEqual(5);
  }
  expect(verdicts).toMatchSnapshot();
});
