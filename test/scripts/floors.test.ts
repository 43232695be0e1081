/** @module The script that keeps the floors, on houses made up for it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/floors.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-floors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let houses = 0;

/** Builds a house of these files and has its floors checked. */
function check(files: Readonly<Record<string, string>>): { code: number | null; faults: string[] } {
  houses += 1;
  const cwd = join(folder, String(houses));
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

test("a sound house has no faults", () => {
  expect(check(sound)).toEqual({ code: 0, faults: [] });
});

test.each([
  [
    "upward",
    { "src/random/up.ts": 'import { t } from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward, for a type alone",
    { "src/random/up.ts": 'import type { T } from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward over several lines",
    { "src/random/up.ts": 'import {\n  a,\n  b,\n} from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward, when it is first needed",
    { "src/random/up.ts": 'export const later = () => import("../tensor/tensor.ts");' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "upward, handed on",
    { "src/random/up.ts": 'export * from "../tensor/tensor.ts";' },
    "src/random/up.ts imports src/tensor/tensor.ts, which is not below it",
  ],
  [
    "sideways",
    { "src/data/side.ts": 'import { s } from "../random/seed.ts";' },
    "src/data/side.ts imports src/random/seed.ts, which is not below it",
  ],
  ["on no floor", { "src/attic/box.ts": "" }, "src/attic/box.ts stands on no floor"],
])("an import %s is a fault", (_, files, fault) => {
  expect(check({ ...sound, ...files })).toEqual({ code: 1, faults: [`floors: ${fault}`] });
});

test("a circle within a room is a fault, told once", () => {
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

test("a folder without a house is not sound", () => {
  expect(check({ "readme.txt": "" }).code).toBe(1);
});
