/** @module Every file says what it is about, and every public name has a docstring. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
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

/** Lines that export a name, with the line before each; overloads count once. */
function exportsOf(path: string): { name: string; before: string }[] {
  const lines = readFileSync(path, "utf8").split("\n");
  const seen = new Set<string>();
  return lines.flatMap((line, i) => {
    const pattern = /^export (?:async |abstract )?(?:function\*?|class|const|let|interface|type) (\w+)/;
    const name = pattern.exec(line)?.[1];
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ name, before: lines[i - 1]?.trimEnd() ?? "" }];
  });
}

/** The names that an entry point re-exports, each with the file that declares it; `*` follows every export. */
function publicNames(entry: string): { path: string; name: string }[] {
  const text = readFileSync(entry, "utf8");
  return [...text.matchAll(/^export (\*(?: as \w+)?|(?:type )?\{[^}]*\}) from "(\.[^"]+)"/gm)].flatMap(
    ([, what = "", from = ""]) => {
      const path = posix.join(posix.dirname(entry), from);
      if (what.startsWith("*"))
        return [...exportsOf(path).map(({ name }) => ({ path, name })), ...publicNames(path)];
      const names = what.replace(/^type |[{}]/g, "").split(",");
      return names.flatMap((name) => {
        const own = /(?:type )?(\w+)/.exec(name.trim())?.[1];
        return own === undefined || own === "type" ? [] : [{ path, name: own }];
      });
    },
  );
}

test("everything that the entry points export has a docstring", () => {
  const entries = files.filter((path) => /^src\/(?:\w+\/)?index\.ts$/.test(path));
  expect(entries).toHaveLength(10);
  const named = entries.flatMap(publicNames);
  expect(named.length).toBeGreaterThan(250);
  const without = named.filter(({ path, name }) =>
    exportsOf(path).some((one) => one.name === name && !one.before.endsWith("*/")),
  );
  expect(without).toEqual([]);
});
