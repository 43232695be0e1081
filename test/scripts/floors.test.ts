/** @module The script that checks the architecture, on made-up source trees. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/floors.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-floors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let trees = 0;

/** Writes these files to a folder of their own and runs the script there. */
function check(files: Readonly<Record<string, string>>): { code: number | null; faults: string[] } {
  trees += 1;
  const cwd = join(folder, String(trees));
  mkdirSync(cwd);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd, encoding: "utf8" });
  return { code: status, faults: stderr.split("\n").filter((line) => line !== "") };
}

const sound = {
  "src/errors.ts": "export class E {}",
  "src/random/generator.ts": 'import { E } from "../errors.ts";\nimport type { S } from "./seed.ts";',
  "src/random/seed.ts": "export type S = 1;",
  "src/tensor/tensor.ts": 'export { g } from "../random/generator.ts";',
  "src/index.ts": 'export * from "./tensor/tensor.ts";',
  "bench/main.ts": 'import "../src/tensor/tensor.ts";',
};

test("a sound tree has no faults", () => {
  expect(check(sound)).toEqual({ code: 0, faults: [] });
});

test.each([
  [
    "upward",
    { "src/random/up.ts": 'import { t } from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward, of a type only",
    { "src/random/up.ts": 'import type { T } from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward over several lines",
    { "src/random/up.ts": 'import {\n  a,\n  b,\n} from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward, dynamic",
    { "src/random/up.ts": 'export const later = () => import("../tensor/tensor.ts");' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward, re-exported",
    { "src/random/up.ts": 'export * from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "sideways",
    { "src/data/side.ts": 'import { s } from "../random/seed.ts";' },
    "src/data/side.ts imports src/random/seed.ts, which is not below it",
  ],
  [
    "from errors to text",
    { "src/errors.ts": 'import "./text/lang.ts";' },
    "src/errors.ts imports src/text/lang.ts, which is not below it",
  ],
  [
    "from figures to report",
    { "src/figures/figure.ts": 'import "../report/page.ts";' },
    "src/figures/figure.ts imports src/report/page.ts, which is not below it",
  ],
  [
    "from a report to the engine, on its floor",
    { "src/report/page.ts": 'import "../wasm/engine.ts";' },
    "src/report/page.ts imports src/wasm/engine.ts, which is not below it",
  ],
  [
    "of the note from another face",
    { "src/runs/report.ts": 'import "../note/page.ts";' },
    "src/runs/report.ts imports src/note/page.ts, which is for the faces of the note only",
  ],
  ["from no floor", { "src/attic/box.ts": "" }, "src/attic/box.ts has no floor"],
])("an import %s is a fault", (_, files, fault) => {
  expect(check({ ...sound, ...files })).toEqual({ code: 1, faults: [`floors: ${fault}`] });
});

test("a circle within a room is reported once", () => {
  const circle = {
    "src/tensor/a.ts": 'import "./b.ts";',
    "src/tensor/b.ts": 'import "./c.ts";',
    "src/tensor/c.ts": 'import "./a.ts";',
    "src/tensor/outside.ts": 'import "./c.ts";',
  };
  expect(check({ ...sound, ...circle })).toEqual({
    code: 1,
    faults: ["floors: src/tensor/a.ts imports itself in a circle"],
  });
});

test("a folder without sources is a fault", () => {
  expect(check({ "readme.txt": "" }).code).toBe(1);
});

test.each([
  ["toFixed", "src/runs/a.ts", "\n  return value.toFixed(2);", 2],
  ["toPrecision", "studio/a.tsx", "value.toPrecision(3)", 1],
  ["toLocaleString", "src/figures/svg/a.ts", 'count.toLocaleString("en")', 1],
])("%s outside src/text is a fault", (_, path, text, line) => {
  const fault = "formats a number or a date, which only src/text and the ticks of src/figures may";
  expect(check({ ...sound, [path]: text })).toEqual({
    code: 1,
    faults: [`floors: ${path}:${line} ${fault}`],
  });
});

test.each(['"en" | "zh"', '"zh"|"en"'])("the type %s outside src/text is a fault", (type) => {
  expect(check({ ...sound, "src/train/line.ts": `\nlang: ${type};` })).toEqual({
    code: 1,
    faults: ["floors: src/train/line.ts:2 repeats the type of languages, which src/text exports"],
  });
});

test.each([
  "/^the file/.test(error.message)",
  "error.message.match(/empty/)",
  'fault.what.startsWith("a")',
  "pattern.exec(error.hint)",
])("%s is a fault", (text) => {
  const fault = "parses the text of an error, which carries its sentence and its remedies as data";
  expect(check({ ...sound, "studio/data/a.ts": text })).toEqual({
    code: 1,
    faults: [`floors: studio/data/a.ts:1 ${fault}`],
  });
});

test.each(["[/^the file is empty$/, empty]", "pattern.exec(text)"])(
  "%s in the table of translations is a fault",
  (text) => {
    expect(check({ ...sound, "src/text/inChinese.ts": text })).toEqual({
      code: 1,
      faults: [
        "floors: src/text/inChinese.ts:1 parses English text; translations are looked up by their templates",
      ],
    });
  },
);

test("formatting and the languages have their homes, and bench and tests are free", () => {
  const homes = {
    "src/text/format.ts": 'value.toFixed(2); value.toLocaleString("en"); type Lang = "en" | "zh";',
    "src/figures/ticks.ts": "value.toFixed(2)",
    "src/figures/svg/axes.ts": "value.toPrecision(2)",
    "bench/table.ts": "value.toFixed(2)",
    "src/cli/note/note.ts": 'import "../../note/page.ts";',
    "studio/note/main.tsx": 'import "../../src/note/page.ts";',
    "examples/note.ts": 'import "../src/note/page.ts";',
  };
  expect(check({ ...sound, ...homes })).toEqual({ code: 0, faults: [] });
});

test.each([
  "Math.max(...losses)",
  "Math.min(0, ...losses.map(({ loss }) => loss))",
  "Math.max(2 * lengthOf(x), ...losses)",
  "list.push(...items)",
  "list.push(first, ...items)",
  "Float64Array.of(last, ...values)",
  "String.fromCharCode(...bytes)",
])("a list of any length spread into arguments is a fault: %s", (code) => {
  const { faults } = check({ ...sound, "src/random/spread.ts": `export const f = () => ${code};` });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain("src/random/spread.ts:1 spreads a list of unknown length");
});

test.each(["Math.max(a, b)", "list.push([...items])", "list.push({ ...item })", "f(...rest)"])(
  "these are none: %s",
  (code) => {
    expect(check({ ...sound, "src/random/spread.ts": `export const f = () => ${code};` }).faults).toEqual([]);
  },
);
