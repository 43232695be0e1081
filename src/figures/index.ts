/** @module Figures as SVG and in the terminal, and the diagram of the unrolled network. */

export type { Lang } from "../text/lang.ts";
export type {
  Axis,
  Band,
  Box,
  Dash,
  DateStyle,
  Figure,
  Heatmap,
  Line,
  Mark,
  Panel,
  Rule,
} from "./figure.ts";
export type { Color, ColorDepth, Theme } from "./palette.ts";
export { renderSvg, type SvgOptions } from "./svg/svg.ts";
export { type LivePlot, type LivePlotOptions, livePlot, type PlotOptions } from "./terminal/livePlot.ts";
export type { Environment, Output } from "./terminal/output.ts";
export { renderTerminal, type TerminalOptions } from "./terminal/terminal.ts";
export { renderUnrolledSvg, type UnrolledSvgOptions } from "./unrolled/unrolledDiagram.ts";
export { renderUnrolledText, type UnrolledTextOptions } from "./unrolled/unrolledText.ts";
