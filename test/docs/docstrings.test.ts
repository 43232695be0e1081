/** @module Every public name says what it is: a docstring above each export, a header above each file. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".generated.ts"))
  .map((path) => `src/${path}`);

test("every file of src opens with what it is about", () => {
  expect(files.length).toBeGreaterThan(100);
  const without = files.filter(
    (path) => !/^(#!.*\n)?\/\*\*\n? (\* )?@module \S/.test(readFileSync(path, "utf8")),
  );
  expect(without).toEqual([]);
});

test("every export has a docstring", () => {
  const without = files.flatMap((path) => {
    const lines = readFileSync(path, "utf8").split("\n");
    const seen = new Set<string>(); // overloads share the docstring of the first
    return lines.flatMap((line, i) => {
      const name = /^export (?:async |abstract )?(?:function\*?|class|const|let|interface|type) (\w+)/.exec(
        line,
      )?.[1];
      if (name === undefined || seen.has(name)) return [];
      seen.add(name);
      return lines[i - 1]?.trimEnd().endsWith("*/") ? [] : [`${path}: ${name}`];
    });
  });
  expect(without).toEqual([]);
});
