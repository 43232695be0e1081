/** @module The test results of a run, as HTML: scores, errors by step, samples, coverage. */
import type { Backtest } from "../../forecast/scores/backtest.ts";
import { methodName } from "../../forecast/scores/methodNames.ts";
import { joined, paragraphs, prose } from "../../report/html.ts";
import { formatLevel, formatPercent } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { rowWriter } from "../labels.ts";
import type { RunResults } from "../results.ts";
import { terms } from "../terms.ts";
import { samplesFigure } from "./forecastFigures.ts";
import { drawn, targetFigures, textTableHtml } from "./reportParts.ts";
import { coverageTable, measureNotes, scoreTable, stepTable, targetTable } from "./scoreTables.ts";
import { coverageFigure, errorsFigure } from "./trainingFigures.ts";
import { reportWords } from "./zh.ts";

/** The difference between measured and nominal coverage that is worth a warning. */
const TOLERANCE = 0.03;

export function testHtml(results: RunResults, lang: Lang): string {
  const { backtest, plan } = results;
  const { from, until } = plan.split.test;
  if (backtest === null) return paragraphs([reportWords[lang].test.untested(until - from, plan.horizon)]);
  return joined(
    scores(results, backtest, lang),
    glossary(backtest, lang),
    steps(backtest, lang),
    samples(results, lang),
    intervals(backtest, lang),
  );
}

function scores({ plan, series }: RunResults, backtest: Backtest, lang: Lang): string {
  const { text, caption, units, averaged } = reportWords[lang].test;
  const { from, until } = plan.split.test;
  const { targets } = plan.columns;
  const row = rowWriter(series);
  const facts = { windows: backtest.windows, rows: until - from, from: row(from), until: row(until - 1) };
  return joined(
    paragraphs([text(facts)]),
    textTableHtml({ id: `${lang}-scores`, caption }, scoreTable(backtest, lang), lang),
    paragraphs([units[backtest.units], ...(targets.length > 1 ? [averaged(targets.length)] : [])]),
    ...(backtest.targets.length > 0
      ? [
          textTableHtml(
            { id: `${lang}-targets`, caption: terms[lang].byTarget },
            targetTable(backtest.targets, lang),
            lang,
          ),
        ]
      : []),
  );
}

function glossary(backtest: Backtest, lang: Lang): string {
  const { measuresHeading, baselines } = reportWords[lang].test;
  const known = [backtest.model, ...backtest.baselines].flatMap(({ name }) =>
    Object.entries(baselines)
      .filter(([baseline]) => baseline === name)
      .map(([baseline, text]): readonly [string, string] => [methodName(baseline, lang), text]),
  );
  const entries = [...measureNotes(backtest, lang), ...known].map(
    ([name, text]) => `<dt>${prose(name)}</dt><dd>${prose(text)}</dd>`,
  );
  return `<details><summary>${prose(measuresHeading)}</summary>\n<dl>\n${entries.join("\n")}\n</dl>\n</details>`;
}

function steps(backtest: Backtest, lang: Lang): string {
  const { heading, text, caption } = reportWords[lang].steps;
  return joined(
    `<h3>${prose(heading)}</h3>`,
    paragraphs([text]),
    drawn("errors", 360, errorsFigure(backtest, lang), lang),
    textTableHtml({ id: `${lang}-errors`, caption }, stepTable(backtest, lang), lang),
  );
}

function samples(results: RunResults, lang: Lang): string {
  const { backtest, series, plan } = results;
  const all = backtest?.samples ?? [];
  if (all.length === 0) return "";
  const figureOf = (target: string) =>
    samplesFigure({ series, samples: all, test: plan.split.test }, target, lang);
  const { targets } = plan.columns;
  const { panels } = figureOf(targets[0]);
  const { heading, text } = reportWords[lang].samples;
  return joined(
    `<h3>${prose(heading)}</h3>`,
    paragraphs([text(panels.length > 1 ? panels.length : all.length, all.length)]),
    targetFigures({ name: "samples", height: 400, lang }, targets, figureOf),
  );
}

function intervals(backtest: Backtest, lang: Lang): string {
  const { heading, text, caption, none } = reportWords[lang].intervals;
  const head = `<h3>${prose(heading)}</h3>`;
  if (backtest.model.intervals.length === 0) return joined(head, paragraphs([none]));
  return joined(
    head,
    paragraphs([text]),
    textTableHtml({ id: `${lang}-coverage`, caption }, coverageTable(backtest, lang), lang),
    `<div class="verdict">${paragraphs(coverageVerdict(backtest, lang))}</div>`,
    drawn("coverage", 340, coverageFigure(backtest, lang), lang),
  );
}

/** One sentence for all levels with the right coverage, one for each of the others. */
function coverageVerdict({ model }: Backtest, lang: Lang): string[] {
  const texts = reportWords[lang].intervals;
  const calibrated: string[] = [];
  const missed: string[] = [];
  for (const { level, coverage } of model.intervals) {
    const off = coverage.overall - level;
    const [nominal, measured] = [formatLevel(level), formatPercent(coverage.overall)];
    if (Math.abs(off) <= TOLERANCE) calibrated.push(nominal);
    else missed.push(off < 0 ? texts.tooNarrow(nominal, measured) : texts.tooWide(nominal, measured));
  }
  return [...(calibrated.length > 0 ? [texts.calibrated(calibrated)] : []), ...missed];
}
