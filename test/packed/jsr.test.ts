/** @module jsr.json publishes the same version and entry points as package.json, with all that they import. */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  readonly publish: { readonly include: readonly string[]; readonly exclude: readonly string[] };
}

const read = (path: string): Manifest => JSON.parse(readFileSync(path, "utf8"));
const [jsr, npm] = [read("jsr.json"), read("package.json")];

/** The files that a file imports or re-exports, and theirs. */
function closure(file: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport)[\s(]*"(\.[^"]+)"/g);
  for (const [, path = ""] of imports) closure(posix.join(posix.dirname(file), path), found);
  return found;
}

test("version, licence and entry points are those of package.json", () => {
  expect([jsr.version, jsr.license]).toEqual([npm.version, npm.license]);
  const sources = Object.entries(npm.exports).flatMap(([name, target]) =>
    typeof target === "string"
      ? []
      : [[name, target.types.replace("./dist/", "./src/").replace(".d.ts", ".ts")]],
  );
  expect(jsr.exports).toEqual(Object.fromEntries(sources));
});

test("what the entry points import is published, with the generated kernels, which git ignores", () => {
  const { include, exclude } = jsr.publish;
  const files = new Set(
    Object.values(jsr.exports).flatMap((entry) => [...closure(posix.normalize(String(entry)))]),
  );
  expect(files.size).toBeGreaterThan(150);
  expect(files).toContain("src/wasm/kernels.generated.ts");
  expect(include).toContain("src/**/*.ts");
  expect(exclude).toContain("!src/wasm/kernels.generated.ts");
  const folders = exclude.filter((path) => !path.startsWith("!"));
  expect([...files].filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
});
