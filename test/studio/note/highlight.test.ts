import { describe, expect, test } from "vitest";
import { codeLanguages, programCode } from "../../../src/note/code/programCode.ts";
import { memoryProgram, rnnProgram } from "../../../src/note/settings.ts";
import { langs } from "../../../src/text/lang.ts";
import { tokensOf } from "../../../studio/note/state/highlight.ts";

describe.each(codeLanguages)("%s", (language) => {
  test("the pieces are the program, and every comment is one of them", () => {
    for (const settings of [rnnProgram, memoryProgram])
      for (const lang of langs) {
        const program = programCode(settings, language, lang);
        const tokens = tokensOf(program, language);
        expect(tokens.map(({ text }) => text).join("")).toBe(program);
        const mark = language === "pytorch" ? "#" : "//";
        const comments = tokens.filter(({ kind }) => kind === "comment");
        expect(comments).toHaveLength(program.split("\n").filter((line) => line.includes(mark)).length);
        expect(tokens.some(({ kind, text }) => kind === "keyword" && text === "class")).toBe(true);
        expect(tokens.some(({ kind, text }) => kind === "number" && text === String(settings.lr))).toBe(true);
      }
  });
});

test("what stands in a comment or a string is nothing else", () => {
  expect(tokensOf('x = "for # 1"  # if 2\nfor3 = 1e-3', "pytorch")).toEqual([
    { kind: "plain", text: "x = " },
    { kind: "string", text: '"for # 1"' },
    { kind: "plain", text: "  " },
    { kind: "comment", text: "# if 2" },
    { kind: "plain", text: "\nfor3 = " },
    { kind: "number", text: "1e-3" },
  ]);
});
