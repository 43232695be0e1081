/** @module Percentages and file names as the page writes them. */
import { roundTo } from "../../../src/text/format.ts";

/** A share as a whole percentage, without its sign. */
export function percentOf(share: number): string {
  return String(roundTo(100 * share, 2));
}

/** The name of a file: its path is relative to the run's folder, not to the reader's. */
export function fileNameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
