/** @module The modules that scripts load from dist by name exist in src: neither types nor imports would notice a move. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const scripts = fileURLToPath(new URL("../../scripts/", import.meta.url));
const loads = readdirSync(scripts).flatMap((file) => {
  const text = readFileSync(`${scripts}${file}`, "utf8");
  const paths = [...text.matchAll(/(?:load\(|"\.\.\/dist\/)"?([\w/]+)(\.js)?"/g)];
  return paths.map(([, path = "", extension]) => [file, extension ? path : `${path}/index`] as const);
});

test.each(loads)("scripts/%s loads %s", (_, path) => {
  const source = path.replace(/^node\/cli$/, "cli/main");
  expect(existsSync(`${scripts}../src/${source}.ts`)).toBe(true);
});

test("the loads are found", () => {
  expect(loads.length).toBeGreaterThan(10);
});
