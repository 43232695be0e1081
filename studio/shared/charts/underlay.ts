/** @module What a live chart draws beside its lines: bands below them, rules across them, names at their ends. */

import type uPlot from "uplot";
import type { Band, Line, Panel, Rule } from "../../../src/figures/figure.ts";
import { hexOf, surfaceOf, type Theme } from "../../../src/figures/palette.ts";
import { maxOf, minOf } from "../../../src/lists.ts";

/** The bands of a panel. */
export function bandsOf(panel: Panel): readonly Band[] {
  return panel.marks.filter((mark) => mark.kind === "band");
}

function rulesOf(panel: Panel): readonly Rule[] {
  return panel.marks.filter((mark) => mark.kind === "rule");
}

/** How strongly a band is filled. */
export function opacityOf({ faint = false }: Band): number {
  return faint ? 0.1 : 0.2;
}

/** Least and greatest value of the bands and of the rules across; null where there are none. */
export function reachOf(panel: Panel): readonly [number, number] | null {
  const heights = rulesOf(panel).flatMap(({ axis, at }) => (axis === "y" ? [at] : []));
  let [least, most] = [minOf(heights), maxOf(heights)];
  for (const { low, high } of bandsOf(panel))
    for (let i = 0; i < low.length; i++) {
      if (low[i] < least && Number.isFinite(low[i])) least = low[i];
      if (high[i] > most && Number.isFinite(high[i])) most = high[i];
    }
  return least <= most ? [least, most] : null;
}

/** Fills the bands, each stretch without a gap by itself. */
export function drawBands(plot: uPlot, panel: Panel, theme: Theme): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const band of bandsOf(panel)) {
    ctx.globalAlpha = opacityOf(band);
    ctx.fillStyle = hexOf(band.color, theme);
    for (const [from, until] of stretches(band)) fillStretch(plot, band, from, until);
  }
  ctx.restore();
}

function stretches({ x, low, high }: Band): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(low[i]) || !Number.isFinite(high[i])) continue;
    const last = found.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else found.push([i, i + 1]);
  }
  return found;
}

function fillStretch(plot: uPlot, { x, low, high }: Band, from: number, until: number): void {
  const { ctx } = plot;
  const at = (i: number, y: ArrayLike<number>): [number, number] => [
    plot.valToPos(x[i], "x", true),
    plot.valToPos(y[i], "y", true),
  ];
  ctx.beginPath();
  for (let i = from; i < until; i++) ctx.lineTo(...at(i, high));
  for (let i = until - 1; i >= from; i--) ctx.lineTo(...at(i, low));
  ctx.fill();
}

/** Draws the rules, with their labels beside them. */
export function drawRules(plot: uPlot, panel: Panel, theme: Theme): void {
  const { ctx, bbox } = plot;
  const { left, top, width, height } = bbox;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = surfaceOf(theme).muted;
  ctx.lineWidth = scale;
  ctx.setLineDash([4 * scale, 4 * scale]);
  for (const [i, { axis, at, label }] of rulesOf(panel).entries()) {
    const place = plot.valToPos(at, axis, true);
    const isAcross = axis === "y";
    ctx.beginPath();
    ctx.moveTo(isAcross ? left : place, isAcross ? place : top);
    ctx.lineTo(isAcross ? left + width : place, isAcross ? place : top + height);
    ctx.stroke();
    // On the left of a rule near the right end; each lower than the one before.
    const isLeft = isAcross || place > left + 0.6 * width;
    const x = isAcross ? left + width - 4 * scale : place + (isLeft ? -4 : 4) * scale;
    drawLabel(ctx, label, [x, isAcross ? place - 4 * scale : top + (11 + 15 * i) * scale], isLeft, theme);
  }
  ctx.restore();
}

/** The height above the plot: names of rules stand above them, and a rule may lie at its upper edge. */
export function roomForRules(panel: Panel): number {
  return rulesOf(panel).some(({ axis }) => axis === "y") ? 16 : 8;
}

/** The width at the right that the names of lines need, in CSS pixels: that of ticks if they had too much of the chart. */
export function roomForNames({ ctx, width }: uPlot, lines: readonly Line[]): number {
  ctx.font = labelFont();
  const longest = maxOf(lines.map(({ name }) => ctx.measureText(name).width)) / devicePixelRatio;
  return longest > 0.3 * width ? 22 : Math.max(22, longest + 12);
}

/** Names lines behind their ends, or above them where there is no room, in their colours, none upon another. */
export function drawNames(plot: uPlot, panel: Panel, lines: readonly Line[], theme: Theme): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const gap = 14 * scale;
  ctx.save();
  ctx.font = labelFont();
  const isBehind = ({ x, line: { name } }: End): boolean =>
    x + 8 * scale + ctx.measureText(name).width < scale * plot.width;
  const ends = lines
    .flatMap((line) => endOf(plot, line) ?? [])
    .map((end) => ({ ...end, isLeft: !isBehind(end) }))
    .sort((a, b) => a.y - b.y);
  // Names of rules stand above them, at the right end of the plot.
  const rules = rulesOf(panel).filter(({ axis }) => axis === "y");
  const taken = rules.map(({ at }) => plot.valToPos(at, "y", true) - gap / 2);
  for (const end of ends) {
    const near = taken.find((y) => Math.abs(end.y - y) < gap);
    if (near !== undefined && end.x < bbox.left + bbox.width - 4 * scale) end.y = near + gap;
  }
  ends.forEach((end, i) => {
    if (i > 0) end.y = Math.max(end.y, ends[i - 1].y + gap);
  });
  const excess = Math.max(0, (ends.at(-1)?.y ?? 0) - (bbox.top + bbox.height - 4 * scale));
  for (const { line, x, y, isLeft } of ends) {
    const place = isLeft ? bbox.left + bbox.width - 4 * scale : x + 6 * scale;
    const base = y - excess + (isLeft ? -4 : 4) * scale;
    drawLabel(ctx, line.name, [place, base], isLeft, theme, hexOf(line.color, theme));
  }
  ctx.restore();
}

/** A line's end, in pixels of the canvas. */
interface End {
  readonly line: Line;
  readonly x: number;
  y: number;
}

/** Where a line has its last value, in pixels of the canvas. */
function endOf(plot: uPlot, line: Line): End | null {
  const isLog = plot.scales.y.distr === 3;
  for (let i = line.y.length - 1; i >= 0; i--) {
    if (!Number.isFinite(line.y[i]) || (isLog && line.y[i] <= 0)) continue;
    const y = Math.max(plot.bbox.top + 16 * devicePixelRatio, plot.valToPos(line.y[i], "y", true));
    return { line, x: plot.valToPos(line.x[i], "x", true), y };
  }
  return null;
}

function labelFont(): string {
  return `${11 * devicePixelRatio}px system-ui, sans-serif`;
}

/** On a ground of its own, or lines would run through it. */
function drawLabel(
  ctx: CanvasRenderingContext2D,
  label: string,
  [x, y]: readonly [number, number],
  isLeft: boolean,
  theme: Theme,
  color = surfaceOf(theme).ink,
): void {
  const { paper } = surfaceOf(theme);
  const size = 11 * devicePixelRatio;
  ctx.font = labelFont();
  ctx.textBaseline = "alphabetic"; // axes have left another
  ctx.textAlign = isLeft ? "right" : "left";
  const { width } = ctx.measureText(label);
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = paper;
  ctx.fillRect((isLeft ? x - width : x) - 2, y - size, width + 4, 1.3 * size);
  ctx.globalAlpha = 1;
  ctx.fillStyle = color;
  ctx.fillText(label, x, y);
}
