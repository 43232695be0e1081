/** @module How a run did on the test part, as HTML: scores, errors by step, samples, intervals. */

import type { Backtest } from "../../forecast/scores/backtest.ts";
import { joined, paragraphs, prose } from "../../report/html.ts";
import { formatLevel, formatPercent } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import type { RunResults } from "../results.ts";
import { rowWriter } from "../times.ts";
import { drawn, targetFigures } from "./reportFigures.ts";
import { coverageTable, scoreTable, stepTable } from "./scoreTables.ts";
import { textTableHtml } from "./settingsTables.ts";
import { coverageFigure, errorsFigure, samplesFigure } from "./trainingFigures.ts";
import type { RunWords } from "./words.ts";
import { methodName } from "./wordsOfMethods.ts";

/** An interval misses what was asked of it by more than this share: worth a warning. */
const TOLERANCE = 0.03;

/** The whole section, or why there was no test. */
export async function testHtml(results: RunResults, lang: Lang, words: RunWords): Promise<string> {
  const { backtest, plan } = results;
  const { from, until } = plan.split.test;
  if (backtest === null) return paragraphs([words.test.untested(until - from, plan.horizon)]);
  return joined(
    scores(results, backtest, lang, words),
    glossary(backtest, lang, words),
    await steps(backtest, lang, words),
    await samples(results, lang, words),
    await intervals(backtest, lang, words),
  );
}

function scores({ plan, series }: RunResults, backtest: Backtest, lang: Lang, words: RunWords): string {
  const { told, caption, units, averaged } = words.test;
  const { from, until } = plan.split.test;
  const { targets } = plan.columns;
  const row = rowWriter(series);
  const facts = { windows: backtest.windows, rows: until - from, from: row(from), until: row(until - 1) };
  return joined(
    paragraphs([told(facts)]),
    textTableHtml({ id: `${lang}-scores`, caption }, scoreTable(backtest, lang), words),
    paragraphs([units[backtest.units], ...(targets.length > 1 ? [averaged(targets.length)] : [])]),
  );
}

/** What the columns of the scores and the baselines mean. */
function glossary({ units, model, baselines }: Backtest, lang: Lang, words: RunWords): string {
  const { measuresHeading, measures, held, methods } = words.test;
  const head = scoreTable({ units, model, baselines: [] }, lang).head.slice(1);
  const errors = Object.entries(measures).filter(([name]) => head.includes(name));
  const shares = model.intervals
    .slice(0, 1)
    .map(({ level }): [string, string] => [head[errors.length], held(formatLevel(level))]);
  const known = [model, ...baselines].flatMap(({ name }) =>
    Object.entries(methods)
      .filter(([method]) => method === name)
      .map(([method, text]): [string, string] => [methodName(method, lang), text]),
  );
  const entries = [...errors, ...shares, ...known].map(
    ([name, text]) => `<dt>${prose(name)}</dt><dd>${prose(text)}</dd>`,
  );
  return `<details><summary>${prose(measuresHeading)}</summary>\n<dl>\n${entries.join("\n")}\n</dl>\n</details>`;
}

async function steps(backtest: Backtest, lang: Lang, words: RunWords): Promise<string> {
  const { heading, told, caption } = words.steps;
  return joined(
    `<h3>${prose(heading)}</h3>`,
    paragraphs([told]),
    await drawn("errors", 360, errorsFigure(backtest, lang), lang),
    textTableHtml({ id: `${lang}-errors`, caption }, stepTable(backtest, lang), words),
  );
}

async function samples(results: RunResults, lang: Lang, words: RunWords): Promise<string> {
  const { backtest, series, plan } = results;
  const all = backtest?.samples ?? [];
  if (all.length === 0) return "";
  const figureOf = (target: string) =>
    samplesFigure({ series, samples: all, test: plan.split.test }, target, lang);
  const { targets } = plan.columns;
  const { panels } = figureOf(targets[0]);
  const { heading, told } = words.samples;
  return joined(
    `<h3>${prose(heading)}</h3>`,
    paragraphs([told(panels.length > 1 ? panels.length : all.length, all.length)]),
    await targetFigures({ name: "samples", height: 400, lang, words }, targets, figureOf),
  );
}

async function intervals(backtest: Backtest, lang: Lang, words: RunWords): Promise<string> {
  const { heading, told, caption, none } = words.intervals;
  const head = `<h3>${prose(heading)}</h3>`;
  if (backtest.model.intervals.length === 0) return joined(head, paragraphs([none]));
  return joined(
    head,
    paragraphs([told]),
    textTableHtml({ id: `${lang}-coverage`, caption }, coverageTable(backtest, lang), words),
    `<div class="verdict">${paragraphs(coverageTold(backtest, words))}</div>`,
    await drawn("coverage", 340, coverageFigure(backtest, lang), lang),
  );
}

/** Whether the intervals kept what they promise: one sentence for all that did, one for each that did not. */
function coverageTold({ model }: Backtest, { intervals: texts }: RunWords): string[] {
  const kept: string[] = [];
  const missed: string[] = [];
  for (const { level, coverage } of model.intervals) {
    const off = coverage.overall - level;
    const [asked, held] = [formatLevel(level), formatPercent(coverage.overall)];
    if (Math.abs(off) <= TOLERANCE) kept.push(asked);
    else missed.push(off < 0 ? texts.tooNarrow(asked, held) : texts.tooWide(asked, held));
  }
  return [...(kept.length > 0 ? [texts.kept(kept)] : []), ...missed];
}
