/** @module What is printed of a panel's run in the terminal, before its training and after it. */
import type { Panel } from "../../data/panel/panel.ts";
import { wrap } from "../../figures/terminal/span.ts";
import { type PanelPlan, PER_SERIES } from "../../forecast/panel/panelPlan.ts";
import { runFiles } from "../../runs/files.ts";
import type { PanelFacts } from "../../runs/panel/panelFacts.ts";
import type { SavedPanelScores } from "../../runs/panel/panelFiles.ts";
import { panelModelLine, panelScoreTable, worstTable } from "../../runs/panel/panelTables.ts";
import { panelTerms } from "../../runs/panel/panelTerms.ts";
import { shellWord } from "../../text/escape.ts";
import { formatList } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { asTable, heading, listed, type Style } from "../forecast/print.ts";
import { seriesWords } from "../forecast/words.ts";
import { tableLines } from "../table.ts";

/** A panel and the plan for it. */
export function introducePanel(
  panel: Panel,
  facts: PanelFacts,
  plan: PanelPlan,
  testFile: string | undefined,
  lang: Lang,
): string[] {
  const words = panelTerms[lang];
  const { filled, leftOut = [], unused = [] } = panel;
  const count = filled?.reduce((sum, one) => sum + one, 0) ?? 0;
  return [
    words.read({ ...facts, file: panel.name }),
    words.target(facts.target, formatList(facts.idNames, lang)),
    ...roleLines(facts, lang),
    ...(leftOut.length === 0 ? [] : [words.leftOut(leftOut.length, listed(leftOut, lang))]),
    ...(count === 0 ? [] : [words.filled(count)]),
    ...(unused.length === 0 ? [] : [words.unused(listed(unused, lang))]),
    panelModelLine(plan, lang),
    words.sets(plan),
    ...(testFile === undefined ? [] : [words.testFile(testFile)]),
  ];
}

function roleLines({ covariates, future, statics }: PanelFacts, lang: Lang): string[] {
  const words = panelTerms[lang];
  return [
    ...(covariates.length === 0 ? [] : [words.covariates(listed(covariates, lang))]),
    ...(future.length === 0 ? [] : [words.future(listed(future, lang))]),
    ...(statics.length === 0 ? [] : [words.statics(listed(statics, lang))]),
  ];
}

/** The verdict, the scores of all methods, and the worst series. */
export function panelScoreLines(
  scores: SavedPanelScores,
  idNames: readonly string[],
  style: Style,
): string[] {
  const words = panelTerms[style.lang];
  const texts = [
    words.verdict(scores),
    words.blend(scores.blend, { perSeries: scores.methods[0]?.name === PER_SERIES }),
    ...words.notes(scores),
  ];
  return [
    ...heading(seriesWords[style.lang].verdict, style),
    ...texts.flatMap((text) => wrap(text, style.columns, Number.POSITIVE_INFINITY)),
    ...heading(words.scores(scores), style),
    ...asTable(panelScoreTable(scores, style.lang), style),
    ...heading(words.worst, style),
    ...asTable(worstTable(scores, idNames, style.lang), style),
  ];
}

/** What a finished run has come to. */
export function panelRunLines(
  scores: SavedPanelScores | null,
  facts: PanelFacts,
  { path, hasForecast }: { readonly path: string; readonly hasForecast: boolean },
  style: Style,
): string[] {
  const words = panelTerms[style.lang];
  const run = shellWord(path);
  const files = [
    ["report", true],
    ["forecast", hasForecast],
    ["bySeries", scores !== null],
    ["best", true],
  ] as const;
  return [
    ...(scores === null ? ["", words.untested] : panelScoreLines(scores, facts.idNames, style)),
    ...(hasForecast ? [] : ["", words.noForecast(listed(facts.future, style.lang))]),
    ...heading(seriesWords[style.lang].written, style),
    ...tableLines(
      files.flatMap(([file, isThere]) =>
        isThere ? [[`  ${path}/${runFiles[file]}`, words.files[file]]] : [],
      ),
    ),
    ...heading(seriesWords[style.lang].next, style),
    `  unrolled forecast ${run} --data NEWER.csv`,
    `  unrolled inspect ${run}`,
  ];
}
