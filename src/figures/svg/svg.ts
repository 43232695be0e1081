/** @module A figure as one accessible, self-contained SVG, the same string every time. */

import { ValueError } from "../../errors.ts";
import type { Lang } from "../../text/lang.ts";
import { checkFigure, type Figure, type Panel } from "../figure.ts";
import type { Theme } from "../palette.ts";
import { wrapSvg } from "./svgDocument.ts";
import { legendNames, toOption } from "./svgOption.ts";
import { invisible } from "./svgPen.ts";

/** Size, theme and language of an SVG. */
export interface SvgOptions {
  /** Pixels; 800 by default. */
  readonly width?: number;
  /** Pixels; 420 by default. */
  readonly height?: number;
  readonly theme?: Theme;
  /** The language of the figure's words, "en" by default. */
  readonly lang?: Lang;
}

/**
 * Draws a figure as SVG, in Node as in a page, without a DOM.
 *
 * The same figure gives the same string. Identifiers inside it start with a digest of what is drawn,
 * so that several figures may stand in one page. ECharts is loaded on the first call.
 *
 * @throws ShapeError, ValueError as `checkFigure`; ValueError for a size that is not positive.
 */
export async function renderSvg(figure: Figure, options: SvgOptions = {}): Promise<string> {
  const { width = 800, height = 420, theme = "light", lang = "en" } = options;
  checkFigure(figure);
  if (!(width > 0 && height > 0)) {
    throw new ValueError(`renderSvg: the size is ${width} × ${height} but both must be positive, in pixels`);
  }
  const { drawChart } = await import("./echarts.ts");
  const drawn = drawChart(toOption(figure, theme, width, height), width, height);
  const body = drawn.replace(/^<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  const head = { title: figure.title, description: describe(figure, lang), lang, width, height };
  return wrapSvg(tidy(body), head);
}

/**
 * Without what only a page that ECharts runs in could use, hover classes (whose numbers go on from
 * figure to figure) among it; and with text centred by an offset, since few programs but browsers
 * know `dominant-baseline`.
 */
function tidy(body: string): string {
  return body
    .replaceAll(invisible, "")
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/ (?:ecmeta_\w+|class|pointer-events|xml:space)="[^"]*"/g, "")
    .replace(/font-family:[^;"]*;?/g, "")
    .replace(/ dominant-baseline="central"/g, ' dy="0.35em"')
    .replace(/><\/(?:path|rect)>/g, "/>")
    .replace(/\n\s*\n/g, "\n")
    .trim();
}

function describe(figure: Figure, lang: Lang): string {
  const names = legendNames(figure).join(lang === "zh" ? "、" : ", ");
  const legend = lang === "zh" ? `图例：${names}。` : `Legend: ${names}.`;
  const panels = figure.panels.map((panel) => describePanel(panel, lang));
  return [figure.subtitle ?? "", ...panels, names ? legend : ""].filter(Boolean).join(" ");
}

function describePanel(panel: Panel, lang: Lang): string {
  const log = { x: panel.x.scale === "log", y: panel.y.scale === "log" };
  if (lang === "zh") {
    const axis = (which: "x" | "y") => `${panel[which].label}${log[which] ? "（对数坐标）" : ""}`;
    return `${panel.title ? `${panel.title}：` : ""}横轴为 ${axis("x")}，纵轴为 ${axis("y")}。`;
  }
  const axis = (which: "x" | "y") => `${panel[which].label}${log[which] ? " (log scale)" : ""}`;
  return `${panel.title ? `${panel.title}: ` : ""}${axis("y")} against ${axis("x")}.`;
}
