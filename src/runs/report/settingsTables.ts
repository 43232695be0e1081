/** @module The tables of a run's data: its file, its columns, its sets. */
import type { Part } from "../../data/prepare/splitByTime.ts";
import { phraseOf } from "../../data/series/timeStep.ts";
import { tableHtml } from "../../report/html.ts";
import { escapeHtml } from "../../text/escape.ts";
import { phraseText } from "../../text/inChinese.ts";
import type { Lang } from "../../text/lang.ts";
import { rowWriter, shownName } from "../labels.ts";
import type { RunResults } from "../results.ts";
import { terms } from "../terms.ts";
import { reportWords } from "./zh.ts";

const MOST_COLUMNS = 100;

export function dataTables(results: RunResults, lang: Lang): string {
  return [factsTable, columnsTable, partsTable].map((table) => table(results, lang)).join("\n");
}

function factsTable({ series, plan }: RunResults, lang: Lang): string {
  const { data, names } = reportWords[lang];
  const { facts, steps, noSeason, noTime, scalers, factsCaption: caption, factsHead: head } = data;
  const row = rowWriter(series);
  const { calendar } = plan.columns;
  const bounds = terms[lang].bounds(plan);
  const rows = [
    [facts.file, shownName(series.name, 80)],
    [facts.rows, String(series.length)],
    ...(series.completed === undefined ? [] : [[facts.missing, terms[lang].completed(series.completed)]]),
    [facts.time, series.timeName === null ? noTime : shownName(series.timeName)],
    ...(series.time === null || series.length === 0
      ? []
      : [
          [facts.from, row(0)],
          [facts.until, row(series.length - 1)],
        ]),
    ...(series.step === null ? [] : [[facts.step, phraseText(phraseOf(series.step), lang)]]),
    [facts.season, plan.season === null ? noSeason : names((plan.seasons ?? [plan.season]).map(steps), 0)],
    [facts.lookback, steps(plan.lookback)],
    [facts.horizon, steps(plan.horizon)],
    ...(bounds === "" ? [] : [[facts.bounds, bounds]]),
    [facts.scaler, scalers[plan.scaler]],
    ...(calendar.length > 0 ? [[facts.calendar, names(calendar, 0)]] : []),
  ];
  return tableHtml({ id: `${lang}-facts`, caption, head, columns: ["text", "text"], rows });
}

function columnsTable({ series, plan }: RunResults, lang: Lang): string {
  const { columnsCaption: caption, columnsHead: head, roles, moreColumns } = reportWords[lang].data;
  const { targets, covariates, future } = plan.columns;
  const used = new Set([...targets, ...covariates, ...future]);
  const rows = series.columns
    .slice(0, MOST_COLUMNS)
    .map(({ name, role }) => [shownName(name, 60), used.has(name) ? roles[role] : roles.unused]);
  const more = series.columns.length - rows.length;
  const note = more > 0 ? `\n<p>${escapeHtml(moreColumns(more))}</p>` : "";
  return `${tableHtml({ id: `${lang}-columns`, caption, head, columns: ["text", "text"], rows })}${note}`;
}

function partsTable({ series, plan }: RunResults, lang: Lang): string {
  const { partsCaption: caption, partsHead: head, parts } = reportWords[lang].data;
  const row = rowWriter(series);
  const names: readonly Part[] = ["train", "validation", "test"];
  const rows = names.map((name) => {
    const { from, until } = plan.split[name];
    const isEmpty = until <= from;
    const times = isEmpty || until > series.length ? ["–", "–"] : [row(from), row(until - 1)];
    return [parts[name], isEmpty ? "–" : `${from + 1}–${until}`, String(until - from), ...times];
  });
  return tableHtml({
    id: `${lang}-parts`,
    caption,
    head,
    columns: ["text", "number", "number", "text", "text"],
    rows,
  });
}
