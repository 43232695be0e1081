/** @module uPlot, loaded once the browser's language is one that it can format numbers in. */
import "./validLanguage.ts";

export { default as uPlot } from "uplot";
