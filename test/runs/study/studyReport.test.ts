/** @module The report of a study, its figures and findings: complete, self-contained, in two languages, with the right numbers. */
import { expect, test } from "vitest";
import { bestSoFar, isClearlyBetter, rankedSettings, spreadOf } from "../../../src/jobs/study/findings.ts";
import { readJournal } from "../../../src/jobs/study/journal.ts";
import type { Trial } from "../../../src/jobs/study/trial.ts";
import { parallelPlot, parallelShapes, parallelSize } from "../../../src/runs/study/parallel.ts";
import { historyFigure } from "../../../src/runs/study/studyFigures.ts";
import { findingsOf, type StudyRecord, studyRecord } from "../../../src/runs/study/studyRecord.ts";
import { renderStudyReport } from "../../../src/runs/study/studyReport.ts";
import {
  article,
  expectBalanced,
  expectDarkColors,
  expectSelfContained,
  expectWhole,
} from "../../report/htmlChecks.ts";
import { GrowingStudy } from "../madeUpStudy.ts";

function recordOf(growing: GrowingStudy): StudyRecord {
  const [study] = readJournal(growing.text);
  if (study === undefined) throw new Error("no study");
  return studyRecord(study);
}

const growing = new GrowingStudy(null);
growing.run(40);
const best = growing.study.best?.number ?? -1;
growing.note("repeats", { seeds: [4, 5], of: [{ number: best, values: [0.53, 0.55] }] });
growing.note("ended", "done");
const record = recordOf(growing);
const command = "unrolled train 'a b.csv' --from-study runs/x";
const html = renderStudyReport({ record, command, unrolled: "0.0.0" }, { lang: "en" });

test("the page is well-formed and whole, and needs nothing else", () => {
  expectBalanced(html);
  expectWhole(html);
  expectSelfContained(html);
  expectDarkColors(html);
});

test("it says what was found, in both languages", () => {
  const [en, zh] = [article(html, "en"), article(html, "zh")];
  const value = growing.study.best?.value ?? Number.NaN;
  const { mean, sd } = spreadOf([value, 0.53, 0.55]);
  expect(findingsOf(record).best).toEqual({ mean, sd, count: 3 });
  expect(en).toContain(
    "40 trials of lr, model, hidden (sampler random, pruner none): 34 complete, 5 given up, 1 failed.",
  );
  expect(en).toContain("The test set was not read.");
  expect(en).toMatch(/With 3 seeds: 0\.5\d\d ± 0\.0\d+ \(mean ± standard deviation\)\./);
  expect(zh).toContain(
    "对 lr、model、hidden 进行了 40 次试验（采样器 random，剪枝器 none）：完成 34，提前停止 5，失败 1。",
  );
  for (const each of [en, zh]) {
    expect(each).toContain("unrolled train &#39;a b.csv&#39; --from-study runs/x");
    expect(each.match(/<svg/g)).toHaveLength(2 + 2 + 3); // two drawings of each figure, a bar for each setting
    expect(each.match(/<tbody>\n?(?:<tr>.*<\/tr>\n?){3}/)).not.toBeNull();
  }
});

test("a study without a complete trial, and one of another program, have a report too", () => {
  const begun = new GrowingStudy(null);
  const empty = renderStudyReport({ record: recordOf(begun), command: null, unrolled: "0" }, { lang: "zh" });
  expectBalanced(empty);
  expect(article(empty, "en")).toContain("No trial is complete.");
  const foreign = { ...record, kind: null, sampler: null, pruner: null, wanted: null };
  expect(renderStudyReport({ record: foreign, command: null, unrolled: "0" }, { lang: "en" })).toContain(
    "Lower scores are better.",
  );
});

test("parallel coordinates: a place on every axis, the best last, scores from 0 to 1", () => {
  const plot = parallelPlot(record, best, "en");
  expect(plot.axes.map(({ name }) => name)).toEqual(["lr", "model", "hidden", "score"]);
  expect(plot.axes[1]?.ticks).toEqual([
    { at: 0.25, label: "gru" },
    { at: 0.75, label: "lstm" },
  ]);
  expect(plot.axes[0]?.ticks.map(({ label }) => label)).toEqual(["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹"]);
  expect(plot.lines).toHaveLength(39); // all but the one that failed
  const last = plot.lines.at(-1);
  expect(last?.isBest).toBe(true);
  expect(last?.at.at(-1)).toBe(0);
  expect(plot.lines.filter(({ shade }) => shade === null).map(({ at }) => at.length)).toEqual(
    Array(5).fill(3),
  );
  for (const { at } of plot.lines) for (const place of at) expect(place >= 0 && place <= 1).toBe(true);
  for (const [width, isUpright] of [
    [860, false],
    [320, true],
  ] as const) {
    const size = parallelSize(plot, width);
    expect(size.isUpright).toBe(isUpright);
    const paths = parallelShapes(plot, size, "dark").filter(({ kind }) => kind === "path");
    expect(paths).toHaveLength(39 + 4);
  }
});

test("the course: scores, and the best so far", () => {
  const marks = historyFigure(record, "en")?.panels[0]?.marks ?? [];
  expect(marks.map((mark) => "name" in mark && mark.name)).toEqual(["score of a trial", "best so far"]);
  const soFar = bestSoFar(record.trials);
  expect(soFar.at(-1)).toBe(growing.study.best?.value);
  expect(Array.from(soFar).every((value, i) => i === 0 || !(value > (soFar[i - 1] ?? 0)))).toBe(true);
});

const trial = (number: number, params: Trial["params"], value: number): Trial => ({
  ...{ number, params, value, state: "complete", reports: new Map(), notes: {}, started: null, ended: null },
});

test("seeds, by hand: settings are ranked by their mean, a lucky seed alone comes last", () => {
  const found = rankedSettings([
    trial(0, { lr: 1, seed: 1 }, 4),
    trial(1, { lr: 2, seed: 1 }, 1),
    trial(2, { lr: 1, seed: 2 }, 2),
    trial(3, { lr: 2, seed: 2 }, 9),
    trial(4, { lr: 1, seed: 3 }, 3),
    trial(5, { lr: 2, seed: 3 }, 5),
    trial(6, { lr: 3, seed: 1 }, 0),
    trial(7, { lr: 1, seed: 2 }, 2), // the same run again
    trial(8, { lr: 3, seed: 1 }, 0),
  ]);
  expect(found.map(({ params, mean, sd, count }) => [params.lr, mean, sd, count])).toEqual([
    [1, 3, 1, 3],
    [2, 5, 4, 3],
    [3, 0, null, 1],
  ]);
  expect(found[0]?.trials.map(({ number }) => number)).toEqual([2, 4, 0]);
  const spread = (mean: number, sd: number | null) => ({ mean, sd, count: 3 });
  expect(isClearlyBetter(spread(1, 0.5), spread(2, 0.9))).toBe(true);
  expect(isClearlyBetter(spread(1, 0.5), spread(2, 1))).toBe(false);
  expect(isClearlyBetter(spread(1, null), spread(2, null))).toBeNull();
});
