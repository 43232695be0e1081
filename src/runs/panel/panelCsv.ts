/** @module A panel's forecasts and scores as CSV, in long format, line by line: a panel may have 100,000 series. */
import type { Panel } from "../../data/panel/panel.ts";
import { timeAfter } from "../../data/series/timeStep.ts";
import { styleWriter } from "../../data/series/timeStyle.ts";
import type { PanelScores } from "../../forecast/panel/panelBacktest.ts";
import { panelScoreNames } from "../../forecast/panel/panelErrors.ts";
import type { PanelForecast } from "../../forecast/panel/panelForecaster.ts";
import { minOf } from "../../lists.ts";
import { plainCell, visible } from "../../text/escape.ts";
import { roundTo } from "../../text/format.ts";
import { panelTimes } from "./panelFiles.ts";

/** Lines that are written at once. */
const CHUNK = 5000;

/**
 * Forecasts, one step of one series per row: `unique_id,ds,y,y q0.1,…`. Dates are written as in the data file; without times,
 * the second column numbers the steps.
 */
export function* forecastLines(
  panel: Panel,
  forecasts: Iterable<PanelForecast>,
  quantiles: readonly number[],
): Generator<string, void, undefined> {
  const { idNames, timeName, starts, step, targetName, offsets, timeStyle } = panel;
  const hasTimes = starts !== null && step !== null;
  const columns = hasTimes && timeStyle?.columns !== undefined ? timeStyle.columns : null;
  const writers =
    columns === null || timeStyle === undefined
      ? [panelTimes(panel)]
      : columns.map(({ pattern }) => styleWriter(timeStyle, pattern));
  const times = columns?.map(({ name }) => name) ?? [hasTimes ? (timeName ?? "ds") : "step"];
  const names = [...idNames, ...times, targetName, ...quantiles.map((q) => `${targetName} q${q}`)];
  let text = line(names.map(cell));
  let lines = 1;
  for (const { series, point, quantiles: values } of forecasts) {
    const ids = idCells(panel, series);
    const rows = (offsets[series + 1] ?? 0) - (offsets[series] ?? 0);
    const Q = quantiles.length;
    for (let h = 0; h < point.length; h++) {
      const time = hasTimes ? timeAfter(starts[series] ?? 0, step, rows + h) : Number.NaN;
      const when = hasTimes ? writers.map((write) => cell(write(time))) : [String(h + 1)];
      const fan = Array.from({ length: Q }, (_, q) => number(values[h * Q + q]));
      text += line([...ids, ...when, number(point[h]), ...fan]);
    }
    lines += point.length;
    if (lines < CHUNK) continue;
    yield text;
    text = "";
    lines = 0;
  }
  yield text;
}

/** Scores by series: all of the first method, and the MASE of the others. */
export function* seriesLines(panel: Panel, { methods }: PanelScores): Generator<string, void, undefined> {
  const [own, ...others] = methods;
  if (own === undefined) return;
  const heads = [
    ...panel.idNames,
    "rows",
    "best",
    ...panelScoreNames,
    ...others.map(({ name }) => `mase ${name}`),
  ];
  let text = line(heads.map(cell));
  for (let s = 0; s < panel.ids.length; s++) {
    const mase = methods.map(({ bySeries }) => bySeries.mase[s] ?? Number.NaN);
    const least = minOf(mase.filter((value) => !Number.isNaN(value)));
    const best = methods[mase.indexOf(least)]?.name ?? "";
    text += line([
      ...idCells(panel, s),
      String((panel.offsets[s + 1] ?? 0) - (panel.offsets[s] ?? 0)),
      best,
      ...panelScoreNames.map((name) => number(own.bySeries[name][s])),
      ...mase.slice(1).map(number),
    ]);
    if (s % CHUNK !== CHUNK - 1) continue;
    yield text;
    text = "";
  }
  yield text;
}

function idCells({ ids, idParts }: Panel, series: number): string[] {
  return (idParts?.map((part) => part[series] ?? "") ?? [ids[series] ?? ""]).map(cell);
}

/** A text of a file: no formula, no control characters, in quotes where it needs them. */
function cell(text: string): string {
  const plain = plainCell(visible(text));
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Eight digits are more than the single precision in which networks compute. */
function number(value = Number.NaN): string {
  return Number.isFinite(value) ? String(roundTo(value, 8)) : "";
}

function line(cells: readonly string[]): string {
  return `${cells.join(",")}\n`;
}
