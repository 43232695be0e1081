/** @module A figure as one accessible, self-contained SVG, the same string every time. */

import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import type { Lang } from "../../text/lang.ts";
import { checkFigure, type Figure, type Panel } from "../figure.ts";
import { surfaceOf, type Theme } from "../palette.ts";
import { element, wrapSvg } from "./document.ts";
import { axisElements, headingElements, legendElements } from "./guides.ts";
import { layoutFigure, legendEntries } from "./layout.ts";
import { markElements } from "./marks.ts";

/** Size, theme and language of an SVG. */
export interface SvgOptions {
  /** Pixels; 800 by default. */
  readonly width?: number;
  /** Pixels; 420 by default. */
  readonly height?: number;
  /** Light by default. */
  readonly theme?: Theme;
  /** The language of the figure's words, "en" by default. */
  readonly lang?: Lang;
}

/**
 * Draws a figure as SVG, in Node and in browsers, without a DOM.
 *
 * The same figure always gives the same string. Identifiers inside it start with a digest of the drawing, so that one
 * page may contain several figures. Throws ShapeError and ValueError as `checkFigure`, ValueError for a size that is not
 * positive.
 */
export function renderSvg(figure: Figure, options: SvgOptions = {}): string {
  const {
    width = 800,
    height = 420,
    theme = "light",
    lang = "en",
  } = closed("renderSvg", options, {
    width: 0,
    height: 0,
    theme: 0,
    lang: 0,
  });
  checkFigure(figure);
  if (!(width > 0 && height > 0)) {
    throw new ValueError(`renderSvg: the size is ${width} × ${height} but both must be positive, in pixels`);
  }
  const layout = layoutFigure(figure, width, height);
  const elements = [
    element("rect", { width, height, fill: surfaceOf(theme).paper }),
    ...headingElements(layout, theme),
    ...legendElements(layout, theme),
    ...layout.panels.flatMap((placed) => [...axisElements(placed, theme), ...markElements(placed, theme)]),
  ];
  const head = { title: figure.title, description: describe(figure, lang), lang, width, height };
  return wrapSvg(elements.filter(Boolean).join("\n"), head);
}

/** The subtitle, the axes of each panel and the names of the legend, for screen readers. */
function describe(figure: Figure, lang: Lang): string {
  const names = legendEntries(figure).map(({ name }) => name);
  const legend = lang === "zh" ? `图例：${names.join("、")}。` : `Legend: ${names.join(", ")}.`;
  const panels = figure.panels.map((panel) => describePanel(panel, lang));
  return [figure.subtitle ?? "", ...panels, names.length > 0 ? legend : ""].filter(Boolean).join(" ");
}

function describePanel({ title, ...axes }: Panel, lang: Lang): string {
  const log = lang === "zh" ? "（对数坐标）" : " (log scale)";
  const [x, y] = [axes.x, axes.y].map(({ label, scale }) => `${label}${scale === "log" ? log : ""}`);
  if (lang === "zh") return `${title ? `${title}：` : ""}横轴为 ${x}，纵轴为 ${y}。`;
  return `${title ? `${title}: ` : ""}${y} against ${x}.`;
}
