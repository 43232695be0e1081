/** @module The unrolled network in box-drawing characters, for the terminal. */

import { closed } from "../../arguments.ts";
import type { Lang } from "../../text/lang.ts";
import { ansiOf, type ColorDepth } from "../palette.ts";
import { columnsOf, type Span, truncate, wrap, writeLine } from "../terminal/span.ts";
import { parameters, unrolledWords, type Weight, type Words, weights } from "./unrolledWords.ts";

/** Width, colours and language of the drawing. */
export interface UnrolledTextOptions {
  /** Maximum columns of a line; 80 by default. */
  readonly columns?: number;
  /** English by default. */
  readonly lang?: Lang;
  /** Colours of the letters U, W, V; "none" by default. */
  readonly color?: ColorDepth;
}

/** The folded network, and three of its time steps. */
const wide: readonly string[] = [
  "         o                      o(t−1)          o(t)          o(t+1)",
  "         ↑                         ↑              ↑              ↑",
  "         V                         V              V              V",
  "      ┌──┴──┐                  ┌───┴───┐      ┌───┴───┐      ┌───┴───┐",
  "      │     ├──┐               │       │      │       │      │       │",
  "      │  h  │  W    ⇒    … ─W─→│ h(t−1)├──W──→│  h(t) ├──W──→│ h(t+1)├─W→ …",
  "      │     │←─┘               │       │      │       │      │       │",
  "      └──┬──┘                  └───┬───┘      └───┬───┘      └───┬───┘",
  "         U                         U              U              U",
  "         ↑                         ↑              ↑              ↑",
  "         x                      x(t−1)          x(t)          x(t+1)",
];

const narrow: readonly string[] = [
  "     o(t−1)          o(t)          o(t+1)",
  "        ↑              ↑              ↑",
  "        V              V              V",
  "    ┌───┴───┐      ┌───┴───┐      ┌───┴───┐",
  "… W→│ h(t−1)├──W──→│  h(t) ├──W──→│ h(t+1)├─W→ …",
  "    └───┬───┘      └───┬───┘      └───┬───┘",
  "        U              U              U",
  "        ↑              ↑              ↑",
  "     x(t−1)          x(t)          x(t+1)",
];

/**
 * The diagram in at most `columns` columns: folded and unrolled; if that is too wide, unrolled only; if that is too wide,
 * the caption only.
 */
export function renderUnrolledText(options: UnrolledTextOptions = {}): string[] {
  const {
    columns = 80,
    lang = "en",
    color = "none",
  } = closed("renderUnrolledText", options, {
    columns: 0,
    lang: 0,
    color: 0,
  });
  const text = unrolledWords[lang];
  const drawing = [headed(wide, text), narrow].find((lines) =>
    lines.every((line) => columnsOf(line) <= columns),
  );
  const lines = [
    ...wrap(text.title, columns, 2),
    "",
    ...(drawing ? [...drawing, ""] : []),
    ...captionLines(text, columns),
    ...wrap(text.shared, columns, 4),
  ];
  return lines.map((line) => writeLine(colorLetters(line, color), color !== "none"));
}

/** The drawing under the words "folded" and "unrolled". */
function headed(drawing: readonly string[], text: Words): readonly string[] {
  const [folded, unrolled] = [9, 50];
  const start = " ".repeat(folded - Math.floor(columnsOf(text.folded) / 2)) + text.folded;
  const space = unrolled - Math.floor(columnsOf(text.unrolled) / 2) - columnsOf(start);
  return [start + " ".repeat(space) + text.unrolled, "", ...drawing];
}

/** The parameter of each letter, with its shape and role if the columns allow. */
function captionLines(text: Words, columns: number): readonly string[] {
  return weights.map((letter) => {
    const { name, shape } = parameters[letter];
    const parts = [`${letter} = ${name.padEnd(13)}`, shape.padEnd(28), text.roles[letter]];
    const texts = [3, 2, 1].map((count) => parts.slice(0, count).join("").trimEnd());
    return texts.find((line) => columnsOf(line) <= columns) ?? truncate(texts[2], columns);
  });
}

function colorLetters(line: string, depth: ColorDepth): readonly Span[] {
  return line.split(/(?<![\p{L}\d_])([UVW])(?![\p{L}\d_])/u).map((text, i) => {
    if (i % 2 === 0) return { text };
    return { text, foreground: ansiOf(parameters[text as Weight].color, depth), weight: "bold" };
  });
}
