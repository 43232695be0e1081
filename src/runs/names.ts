/** @module Names from files and columns, which may hold anything, as they can be shown. */
import { truncate } from "../figures/terminal/span.ts";

/** Letters that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Characters that turn the direction of all that follows. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A name on one line, cut where it is longer than `columns`, and set apart where it runs from right to left. A backtick
 * becomes its look-alike: in the texts of reports it would begin code.
 */
export function shownName(name: string, columns = 48): string {
  const seen = name
    .replace(turning, "")
    .replace(/\p{Cc}+/gu, " ")
    .replaceAll("`", "ˋ");
  const plain = truncate(seen, columns);
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** A value as JSON, without characters that would turn the direction of what follows. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    turning,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
