/** @module The tables of a panel's run as rows of texts, for the terminal and the report. */
import { type PanelPlan, panelMethodName } from "../../forecast/panel/panelPlan.ts";
import { methodName } from "../../forecast/scores/methodNames.ts";
import { minOf } from "../../lists.ts";
import { formatDecimals, formatError, formatPercent, formatWhole } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { shownName } from "../labels.ts";
import type { TextTable } from "../report/scoreTables.ts";
import type { SavedPanelScores } from "./panelFiles.ts";
import { panelTerms } from "./panelTerms.ts";

/** The scores of all methods, best in each column marked. */
export function panelScoreTable(
  { methods, quantiles }: Pick<SavedPanelScores, "methods" | "quantiles">,
  lang: Lang,
): TextTable {
  const words = panelTerms[lang];
  const [low = 0, high = 1] = [quantiles[0], quantiles.at(-1)];
  const level = high - low;
  type Method = (typeof methods)[number];
  const measures: readonly (readonly [
    head: string,
    of: (m: Method) => number,
    write: (x: number) => string,
    worse: (x: number) => number,
  ])[] = [
    ["MASE", ({ overall }) => overall.mase, three, same],
    ["sMAPE", ({ overall }) => overall.smape, three, same],
    ["OWA", ({ owa }) => owa, three, same],
    ["RMSSE", ({ overall }) => overall.rmsse, three, same],
    [
      "CRPS",
      ({ overall }) => overall.wql,
      (x) => (Number.isNaN(x) ? formatError(x) : formatDecimals(x, 4)),
      same,
    ],
    ["SQL", ({ overall }) => overall.sql, three, same],
    [
      words.coverage(level),
      ({ overall }) => overall.coverage,
      (x) => formatPercent(x),
      (x) => Math.abs(x - level),
    ],
    [words.wins, ({ wins }) => wins, formatWhole, (x) => -x],
  ];
  const values = measures.map(([, of]) => methods.map(of));
  const bests = measures.map(([, , , worse], m) => {
    const badness = (values[m] ?? []).map((x) => (Number.isNaN(x) ? Number.POSITIVE_INFINITY : worse(x)));
    const least = minOf(badness);
    return new Set(badness.flatMap((x, r) => (x === least && Number.isFinite(x) ? [r] : [])));
  });
  return {
    head: [words.method, ...measures.map(([head]) => head)],
    rows: methods.map(({ name }, r) => [
      methodName(name, lang),
      ...measures.map(([, , write], m) => write(values[m]?.[r] ?? Number.NaN)),
    ]),
    right: measures.map((_, m) => m + 1),
    best: methods.map((_, r) => bests.flatMap((rows, m) => (rows.has(r) ? [m + 1] : []))),
  };
}

function same(value: number): number {
  return value;
}

function three(value: number): string {
  return Number.isNaN(value) ? formatError(value) : formatDecimals(value, 3);
}

/** The series with the highest MASE. */
export function worstTable(
  { worst }: Pick<SavedPanelScores, "worst">,
  idNames: readonly string[],
  lang: Lang,
): TextTable {
  return {
    head: [idNames.map((name) => shownName(name, 20)).join("/") || panelTerms[lang].series, "MASE"],
    rows: worst.map(({ id, mase }) => [shownName(id), formatError(mase)]),
    right: [1],
    best: worst.map(() => []),
  };
}

/** The model in one line. */
export function panelModelLine(plan: PanelPlan, lang: Lang): string {
  const words = panelTerms[lang];
  const units = plan.perSeries || plan.model === "linear" ? "" : words.units(plan);
  const steps = plan.perSeries ? "" : words.steps(plan);
  return words.model({ ...plan, name: methodName(panelMethodName(plan), lang) }) + units + steps;
}
