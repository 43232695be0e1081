/** @module The colours of points in the plane of h: a phase, a symbol, an answer. */

import type { Theme } from "../../../../src/figures/palette.ts";
import type { TaskName } from "../../../../src/note/settings.ts";

/** Symbols of the echo task, and sectors in which the colour key shows the phase. */
export const hues = 8;

/** A hue in degrees, equally light all round, on the page of a theme. */
function hueColor(degrees: number, theme: Theme): string {
  return theme === "dark" ? `oklch(0.78 0.14 ${degrees})` : `oklch(0.56 0.16 ${degrees})`;
}

/** The colour of a point: its phase on the curve, or the right answer. */
export function markColor(task: TaskName, mark: number, theme: Theme): string {
  if (task === "cosine") return hueColor(((mark * 180) / Math.PI + 30) % 360, theme);
  if (task === "echo") return hueColor((mark * 360) / hues + 30, theme);
  if (task === "parity") return hueColor(mark === 0 ? 260 : 40, theme);
  return hueColor(260 - 110 * Math.min(2, Math.max(0, mark)), theme); // adding: from 0 to 2
}
