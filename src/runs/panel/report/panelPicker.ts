/** @module The picker of a panel's report: the last rows and the forecast of any series, drawn by a small script from data in the page. */
import type { Panel } from "../../../data/panel/panel.ts";
import type { PanelForecaster } from "../../../forecast/panel/panelForecaster.ts";
import { maxOf, minOf } from "../../../lists.ts";
import { escapeHtml } from "../../../text/escape.ts";
import { formatRounded, roundTo } from "../../../text/format.ts";
import type { Lang, Translated } from "../../../text/lang.ts";
import { shownName } from "../../labels.ts";

/** Numbers that a report holds for its picker, at most: about 600 kB. */
const MOST_NUMBERS = 100_000;
/** Rows before the forecast, at most. */
const MOST_ROWS = 120;

/** The data of some series, as the script reads them: id, last rows, forecast, the outermost quantiles, and texts at the axis. */
type Picked = readonly [
  id: string,
  before: number[],
  point: number[],
  low: number[],
  high: number[],
  range: readonly [bottom: number, top: number],
  labels: readonly string[],
];

/** Which series a picker has: all, or some that are evenly spaced, and those of special interest. */
function pickedSeries(panel: Panel, most: number, special: readonly number[]): number[] {
  const S = panel.ids.length;
  if (S <= most) return Array.from({ length: S }, (_, s) => s);
  const others = Math.max(1, most - special.length);
  const even = Array.from({ length: others }, (_, i) => Math.floor((i * S) / others));
  return [...new Set([...special, ...even])].sort((a, b) => a - b);
}

/** The picker's data as HTML, once for both languages, and how many series it has. */
export function pickerData(
  panel: Panel,
  forecaster: PanelForecaster,
  special: readonly number[],
): { readonly html: string; readonly count: number } {
  const { horizon, lookback, quantiles } = forecaster.plan;
  const before = Math.min(MOST_ROWS, Math.max(lookback, 2 * horizon));
  const most = Math.max(20, Math.floor(MOST_NUMBERS / (before + 3 * horizon)));
  const series = pickedSeries(panel, most, special);
  const Q = quantiles.length;
  const rows = series.map((s) => ({
    series: s,
    from: panel.offsets[s] ?? 0,
    until: panel.offsets[s + 1] ?? 0,
  }));
  const forecasts = forecaster.method.forecast(panel, rows);
  const all = series.map((s, i): Picked => {
    const [from, until] = [panel.offsets[s] ?? 0, panel.offsets[s + 1] ?? 0];
    const last = panel.values.subarray(Math.max(from, until - before), until);
    const { point, quantiles: fan } = forecasts[i] ?? {
      point: new Float64Array(0),
      quantiles: new Float64Array(0),
    };
    const at = (q: number): number[] => shortened(Array.from(point, (_, h) => fan[h * Q + q] ?? Number.NaN));
    const [low, high] = [at(0), at(Q - 1)];
    const values = [...last, ...point, ...low, ...high].filter(Number.isFinite);
    const [bottom, top] = [minOf(values), maxOf(values)];
    const labels = [bottom, (bottom + top) / 2, top].map((value) => formatRounded(value));
    const id = shownName(panel.ids[s] ?? "", 40);
    return [id, shortened(last), shortened(point), low, high, [bottom, top], labels];
  });
  return {
    html: `<template id="panel-data">${escapeHtml(JSON.stringify(all))}</template>`,
    count: all.length,
  };
}

function shortened(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? roundTo(value, 4) : 0));
}

const words: Translated<{
  readonly label: string;
  readonly before: string;
  readonly ahead: string;
  readonly drawing: string;
}> = {
  en: {
    label: "Series",
    before: "last rows",
    ahead: "forecast",
    drawing: "Last rows and forecast of the chosen series",
  },
  zh: { label: "序列", before: "最后若干行", ahead: "预测", drawing: "所选序列的最后若干行与预测" },
};

/** The picker in one language; the script shows it. */
export function pickerHtml(lang: Lang): string {
  const { label, before, ahead, drawing } = words[lang];
  return [
    `<div class="picker" hidden>`,
    `<label>${label} <select></select></label>`,
    `<svg viewBox="0 0 860 300" role="img" aria-label="${drawing}"></svg>`,
    `<p class="legend"><span class="before">${before}</span> <span class="ahead">${ahead}</span></p>`,
    "</div>",
  ].join("\n");
}

export const pickerStyle: string = `
.picker select { font: inherit; max-width: 100%; padding: .2rem .4rem; background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: .3rem; }
.picker select:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.picker svg { display: block; width: 100%; height: auto; margin-top: .75rem; }
.picker path { fill: none; stroke-width: 2; }
.picker .before-line { stroke: var(--muted); } .picker .ahead-line { stroke: var(--link); }
.picker .fan { fill: var(--link); opacity: .18; stroke: none; }
.picker text { fill: var(--muted); font-size: 14px; } .picker .grid { stroke: var(--line); stroke-width: 1; }
.legend { color: var(--muted); font-size: .9375rem; display: flex; gap: 1.5rem; }
.legend span::before { content: ""; display: inline-block; width: 1.5rem; border-top: 3px solid var(--muted); vertical-align: middle; margin-right: .4rem; }
.legend .ahead::before { border-color: var(--link); }
`.trim();

/** Draws the chosen series. It reads nothing but the template of its own page, and writes text as text. */
export const pickerScript = `
const source = document.getElementById("panel-data");
const series = source ? JSON.parse(source.content.textContent) : [];
const pickers = [...document.querySelectorAll(".picker")];
const made = (name, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  return element;
};
const draw = (picker, index) => {
  const [, before, point, low, high, [bottom, top], labels] = series[index];
  const size = top - bottom || 1;
  const count = before.length + point.length - 1 || 1;
  const rounded = (v) => Math.round(10 * v) / 10;
  const x = (i) => rounded(70 + (780 * i) / count);
  const y = (v) => rounded(280 - (260 * (v - bottom)) / size);
  const at = before.length;
  const path = (values, from) => values.map((v, i) => (i ? "L" : "M") + x(from + i) + " " + y(v)).join("");
  const svg = picker.querySelector("svg");
  svg.replaceChildren();
  for (const [i, label] of labels.entries()) {
    const value = bottom + (i / 2) * size;
    svg.append(made("path", { class: "grid", d: "M70 " + y(value) + "H850" }));
    const text = made("text", { x: 62, y: y(value) + 5, "text-anchor": "end" });
    text.textContent = label;
    svg.append(text);
  }
  const back = [...low].map((v, i) => "L" + x(at + i) + " " + y(v)).reverse().join("");
  if (point.length) svg.append(made("path", { class: "fan", d: path(high, at) + back + "Z" }));
  svg.append(made("path", { class: "before-line", d: path(before, 0) }));
  const last = before[at - 1];
  svg.append(made("path", { class: "ahead-line", d: path(at ? [last, ...point] : point, at ? at - 1 : 0) }));
};
for (const picker of pickers) {
  if (series.length === 0) continue;
  const select = picker.querySelector("select");
  for (const [i, [id]] of series.entries()) select.append(new Option(id, String(i)));
  select.addEventListener("change", () => {
    for (const other of pickers) {
      other.querySelector("select").value = select.value;
      draw(other, Number(select.value));
    }
  });
  picker.hidden = false;
  draw(picker, 0);
}
`;
