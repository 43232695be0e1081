/** @module The text of the programs that are written for settings. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { codeLanguages, programCode } from "../../../src/note/code/programCode.ts";
import { lstmProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { langs } from "../../../src/text/lang.ts";
import { golden, sha256 } from "./programCodeGolden.ts";

const pathOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

test.each(golden)(
  "the text that PyTorch ran is still the text that is written: $name",
  ({ settings, sha256: ran }) => {
    const told = "the programs have changed: run test/golden/program-code.js";
    expect(sha256(programCode(settings, "pytorch", "en")), told).toBe(ran);
  },
);

test("the TypeScript is sound under the strictest settings, and nothing but types has to be erased to run it", () => {
  const folder = mkdtempSync(join(tmpdir(), "unrolled-types-"));
  const files = golden.map((_, i) => `program${i}.ts`);
  golden.forEach(({ settings }, i) => {
    writeFileSync(join(folder, files[i]), programCode(settings, "typescript", "zh"));
  });
  const compilerOptions = { typeRoots: [pathOf("node_modules/@types")] };
  const config = { extends: pathOf("tsconfig.json"), compilerOptions, include: [], files };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const args = [pathOf("node_modules/typescript/bin/tsc"), "-p", folder];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  rmSync(folder, { recursive: true, force: true });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});

describe.each(codeLanguages)("in %s", (language) => {
  const mark = language === "pytorch" ? "#" : "//";
  const texts = golden.map(({ settings }) => langs.map((lang) => programCode(settings, language, lang)));

  /** Without comments, and without the lines that hold nothing else. */
  const bare = (text: string): string => {
    const lines = text.split("\n").map((line) => line.split(mark)[0].trimEnd());
    return lines.filter((line) => line !== "").join("\n");
  };

  test("only the comments are translated, and nothing but ASCII is code", () => {
    for (const [en, zh] of texts) {
      expect(bare(zh)).toBe(bare(en));
      expect(en + bare(zh)).not.toMatch(/[^\n -~]/);
    }
  });

  test("every Chinese comment is in Chinese, but for shapes and errors", () => {
    const comments = texts.flatMap(([, zh]) => zh.split("\n")).flatMap((line) => line.split(mark).slice(1));
    const others = comments.filter((comment) => !/\p{Script=Han}/u.test(comment));
    for (const other of others) expect(other).toMatch(/\(.*batch, .*\)|Error: |inplace operation/);
  });

  test("lines are short, and end with what is on them", () => {
    for (const text of texts.flat()) {
      expect(text.endsWith("\n") && !text.endsWith("\n\n")).toBe(true);
      for (const line of text.split("\n")) {
        expect(line.length, line).toBeLessThanOrEqual(110);
        expect(line).toBe(line.trimEnd());
      }
    }
  });

  test("only what the settings need appears", () => {
    const text = (changes: Partial<Settings>): string =>
      programCode({ ...rnnProgram, ...changes }, language, "en");
    const plain = text({});
    for (const [changes, pattern] of [
      [{ clip: 1 }, /clip/i],
      [{ retainGraph: true }, /retain/i],
      [{ initialState: "random" }, /randn/],
      [{ cell: "lstm" }, /c_?state/i],
      [{ carry: false }, /step is left out/],
      [{ cell: "gru", forgetBias: 1 }, /FORGET_BIAS/],
      [{ task: "parity" }, /bits/],
      [{ detach: false }, /step is left out/],
    ] as const) {
      expect(plain).not.toMatch(pattern);
      expect(text(changes)).toMatch(pattern);
    }
    expect(text({ detach: false })).not.toContain("break the connection");
    expect(text({ carry: false })).not.toContain("break the connection");
  });

  test("settings that no run can have are refused", () => {
    expect(() => programCode({ ...lstmProgram, hidden: 0 }, language, "en")).toThrow(
      "hidden must be a whole number above zero (got 0)",
    );
  });
});
