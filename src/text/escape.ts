/** @module Escaping: for HTML and XML, a POSIX shell, a terminal, and the cells of a spreadsheet. */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The control characters of both sets, for expressions: `\p{Cc}`, which is the same, takes milliseconds to compile. */
export const controls = "\\0-\\x1f\\x7f-\\x9f";

/**
 * Text made safe inside an element or a quoted attribute of HTML or XML, which has no control characters. Isolates stay: they
 * set names apart that run from right to left, and end with the element.
 */
export function escapeHtml(text: string): string {
  const seen = text.replace(unseen, (letter) => (/[\u2068\u2069]/.test(letter) ? letter : codeOf(letter)));
  return seen.replace(/[&<>"']/g, (letter) => entities[letter]);
}

/**
 * What a terminal acts on or does not show: control characters of both sets, but not \n and \t; marks, overrides and isolates
 * of the writing direction, which reorder what stands beside them; line and paragraph separators.
 */
const unseen = new RegExp(
  `(?![\\n\\t])[${controls}]|[\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb]`,
  "g",
);

/** Text with control characters as escapes that JSON reads back: `\u001b[2J` for a text that clears a terminal. */
export function visible(text: string): string {
  return text.replace(unseen, codeOf);
}

/** Visible text on one line: \n and \t are escapes, too. */
export function oneLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

/** The first line of a message: what is wrong, without the advice that follows. */
export function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}

function codeOf(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const formula = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]/;
const numeral = /^[+-]?\d[\d.,:/ T+-]*(?:e[+-]?\d+)?Z?$/i;

/** A text as a cell of a table: one that a spreadsheet would run as a formula, `=…`, `+…`, `-…` or `@…`, after an apostrophe. */
export function plainCell(text: string): string {
  return formula.test(text) && !numeral.test(text) ? `'${text}` : text;
}

/** A word as one argument: quoted where it has to be. */
export function shellWord(word: string): string {
  return /^[\p{L}\p{N}_./,:@%+=-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
