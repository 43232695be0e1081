/** @module Styled text for the terminal, measured in columns and written with or without colour. */
import { eastAsianWidth } from "get-east-asian-width";
import { controls, visible } from "../../text/escape.ts";

/** Text of one style. `foreground` and `background` are select-graphic-rendition (SGR) parameters, "" for none. */
export interface Span {
  readonly text: string;
  readonly foreground?: string;
  readonly background?: string;
  readonly weight?: "bold" | "dim";
}

export type StyledLine = readonly Span[];

const weights = { bold: "1", dim: "2" } as const;

/** Created on first use, since loading their dictionaries takes 7 ms. */
let graphemes: Intl.Segmenter | undefined;
let words: Intl.Segmenter | undefined;

// Counted without segmentation into clusters, which takes far longer:
// Latin, Greek, punctuation, sub- and superscripts, arrows, mathematics, boxes, braille: one column;
// Chinese and Japanese punctuation, kana, ideographs, Hangul, full-width forms: two.
const narrow =
  " -~\\u00a1-\\u00ac\\u00ae-\\u00ff\\u0370-\\u03ff\\u2010-\\u2027\\u2070-\\u209c\\u2190-\\u2193\\u21d2\\u2200-\\u22ff\\u2500-\\u259f\\u2800-\\u28ff";
const wide =
  "\\u3000-\\u3029\\u3041-\\u3096\\u30a0-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff60";
const known = new RegExp(`^[${narrow}${wide}]*$`);
const wideLetter = new RegExp(`[${wide}]`, "g");

/** The width of a text in columns: two for each Chinese character. */
export function columnsOf(text: string): number {
  return known.test(text) ? text.length + (text.match(wideLetter)?.length ?? 0) : clusterColumns(text);
}

export function widthOf(line: StyledLine): number {
  return line.reduce((sum, span) => sum + columnsOf(span.text), 0);
}

const runOfControls = new RegExp(`[${controls}]+`, "g");

/** The text with control characters, which could move the cursor or change colours, replaced by spaces. */
export function plainText(text: string): string {
  return visible(text.replace(runOfControls, " "));
}

/** The text cut to at most `columns` columns, with an ellipsis if anything is cut. */
export function truncate(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  graphemes ??= new Intl.Segmenter();
  let kept = "";
  for (const segment of segmentsOf(text, graphemes)) {
    if (columnsOf(`${kept}${segment}…`) > columns) break;
    kept += segment;
  }
  return columns > 0 ? `${kept}…` : "";
}

/** The text wrapped between words into at most `most` lines of `columns` columns; the last line is cut to fit. */
export function wrap(text: string, columns: number, most: number): readonly string[] {
  if (columnsOf(text) <= columns) return [text.trimEnd()];
  const lines = [""];
  for (const segment of wordsBySpaces(text, columns) ?? unbreakable(text)) {
    const last = lines.length - 1;
    if (lines[last].length > columns && segment.trim() === "") continue; // spaces that would end the line
    const room = columnsOf((lines[last] + segment).trimEnd()) <= columns;
    if (room || lines[last] === "") lines[last] += segment;
    else if (lines.length < most) lines.push(segment.trimStart());
    else {
      lines[last] += segment;
      break; // the line is too long already, and will be cut
    }
  }
  return lines.map((line) => truncate(line.trimEnd(), columns));
}

const isNarrow = new RegExp(`^[${narrow}]*$`);

/** Words and the spaces between them; null where words have to be found in another way, or one is too long for a line. */
function wordsBySpaces(text: string, columns: number): readonly string[] | null {
  if (!isNarrow.test(text)) return null;
  const pieces = text.match(/ +|[^ ]+/g) ?? [];
  return pieces.every((piece) => piece.length <= columns || piece.startsWith(" ")) ? pieces : null;
}

/** Words, each with the punctuation that must not begin or end a line. */
function unbreakable(text: string): readonly string[] {
  words ??= new Intl.Segmenter("zh", { granularity: "word" });
  const pieces: string[] = [];
  let before = ""; // the last character
  for (const segment of segmentsOf(text, words)) {
    const closes = /^[\p{Po}\p{Pe}]/u.test(segment) && pieces.length > 0;
    if (closes || /[\p{Ps}<]$/u.test(before)) pieces[pieces.length - 1] += segment;
    else pieces.push(segment);
    before = segment.slice(-1);
  }
  return pieces;
}

/** Characters that are segmented at once: the time of V8 grows with the square of them. */
const AT_ONCE = 512;

/** The segments of a text, window by window; the last one of a window may go on, and begins the next. */
function* segmentsOf(text: string, segmenter: Intl.Segmenter): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const segments = Array.from(segmenter.segment(text.slice(at, at + AT_ONCE)), ({ segment }) => segment);
    if (at + AT_ONCE < text.length && segments.length > 1) segments.pop();
    for (const segment of segments) {
      yield segment;
      at += segment.length;
    }
  }
}

/** The line padded with spaces to `columns` columns. */
export function padLine(line: StyledLine, columns: number): StyledLine {
  const missing = columns - widthOf(line);
  return missing > 0 ? [...line, { text: " ".repeat(missing) }] : line;
}

/** The text of a line without trailing spaces, with escape codes if `color` is set. */
export function writeLine(line: StyledLine, color: boolean): string {
  const spans = merge(line);
  const text = spans.map((span) => (color ? paint(span) : span.text)).join("");
  return text.trimEnd();
}

function paint({ text, foreground, background, weight }: Span): string {
  const codes = [weight ? weights[weight] : "", foreground ?? "", background ?? ""].filter(Boolean);
  return codes.length > 0 ? `\x1b[${codes.join(";")}m${text}\x1b[0m` : text;
}

export function merge(line: StyledLine): StyledLine {
  const merged: Span[] = [];
  for (let from = 0, end = 0; from < line.length; from = end) {
    const first = line[from];
    let { text } = first;
    for (end = from + 1; end < line.length && sameStyle(first, line[end]); end++) text += line[end].text;
    merged.push(end === from + 1 ? first : { ...first, text });
  }
  return merged;
}

function sameStyle(a: Span, b: Span): boolean {
  return a.foreground === b.foreground && a.background === b.background && a.weight === b.weight;
}

/**
 * Compiled on first use, and from strings: the expression for all emoji takes 20 ms to compile, and a literal would do so
 * when this file is loaded.
 */
let expressions: Readonly<Record<"invisible" | "emoji" | "leading", RegExp>> | undefined;

const unseen = "\\p{Default_Ignorable_Code_Point}\\p{Control}\\p{Mark}\\p{Surrogate}";
const everyEmoji = "\\p{RGI_Emoji}";

/**
 * The width of any text without control sequences, by string-width's rules: 0 for an invisible cluster, 2 for an emoji,
 * and otherwise the East Asian width of the first visible code point.
 */
function clusterColumns(text: string): number {
  graphemes ??= new Intl.Segmenter();
  expressions ??= {
    invisible: new RegExp(`^[${unseen}]+$`, "v"),
    emoji: new RegExp(`^${everyEmoji}$`, "v"),
    leading: new RegExp(`^[${unseen}\\p{Format}]+`, "v"),
  };
  const { invisible, emoji, leading } = expressions;
  let columns = 0;
  for (const segment of segmentsOf(text, graphemes)) {
    if (invisible.test(segment)) continue;
    if (emoji.test(segment)) columns += 2;
    else columns += codePointWidth(segment.replace(leading, "")) + trailingWidth(segment);
  }
  return columns;
}

function codePointWidth(seen: string): number {
  const codePoint = seen.codePointAt(0);
  return codePoint === undefined ? 0 : eastAsianWidth(codePoint);
}

/** Half-width kana have their sound marks in a column of their own. */
function trailingWidth(cluster: string): number {
  const marks = cluster.slice(1).match(/[\uff00-\uffef]/g) ?? [];
  return marks.reduce((sum, mark) => sum + codePointWidth(mark), 0);
}
