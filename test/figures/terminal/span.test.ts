import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import {
  columnsOf,
  padLine,
  plainText,
  truncate,
  wrap,
  writeLine,
} from "../../../src/figures/terminal/span.ts";

test("columns: every character of the basic plane that is counted here is counted as string-width does", () => {
  for (let code = 0x20; code < 0xd800; code++) {
    const text = `a${String.fromCharCode(code)}损`;
    if (columnsOf(text) !== stringWidth(text))
      expect([code.toString(16), columnsOf(text)]).toEqual([code.toString(16), stringWidth(text)]);
  }
  for (let code = 0xff00; code < 0xfff0; code++) {
    const text = String.fromCharCode(code);
    expect([code, columnsOf(text)]).toEqual([code, stringWidth(text)]);
  }
  expect(columnsOf("损失 loss，π⁻³")).toBe(14);
});

test("columns: whole words as string-width counts them", () => {
  const letter = fc.constantFrom(..."aπ−⁻³∂…─⠿损，（ア한é👩🏽‍🚀🇨🇳");
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: letter }), fc.string({ unit: "grapheme" })), (text) => {
      expect(columnsOf(text)).toBe(stringWidth(text));
    }),
  );
});

test("truncate: an ellipsis where something is lost, never half a character", () => {
  expect(truncate("loss", 4)).toBe("loss");
  expect(truncate("losses", 4)).toBe("los…");
  expect(truncate("损失曲线", 6)).toBe("损失…");
  expect(truncate("👩🏽‍🚀👩🏽‍🚀", 3)).toBe("👩🏽‍🚀…");
  expect(truncate("loss", 0)).toBe("");
});

test("wrap: between words, punctuation stays with its word, the last line is cut short", () => {
  expect(wrap("one two three", 8, 3)).toEqual(["one two", "three"]);
  expect(wrap("one two three four", 8, 2)).toEqual(["one two", "three f…"]);
  expect(wrap("矩阵，矩阵", 4, 3)).toEqual(["矩…", "矩阵"]);
  expect(wrap("", 8, 2)).toEqual([""]);
});

test("lines: padded by columns, written with neighbours of one style in one code", () => {
  const esc = String.fromCharCode(27);
  const line = [
    { text: "a", foreground: "31" },
    { text: "b", foreground: "31" },
    { text: "损", weight: "bold" },
  ] as const;
  expect(writeLine(line, true)).toBe(`${esc}[31mab${esc}[0m${esc}[1m损${esc}[0m`);
  expect(writeLine(line, false)).toBe("ab损");
  expect(padLine(line, 7).at(-1)?.text).toBe("   ");
  expect(plainText(`a${esc}[2Jb\nc\td`)).toBe("a [2Jb c d");
});
