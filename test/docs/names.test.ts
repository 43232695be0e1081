/** @module docs/pytorch.md names everything that is exported, and nothing that is not. */
import { readFileSync } from "node:fs";
import * as unrolled from "unrolled";
import { expect, test } from "vitest";

/** The second column of the tables: our names, as `nn.RNN` or `t.view`. */
function documented(): string[] {
  const rows = readFileSync("docs/pytorch.md", "utf8").matchAll(/^\| [^|]+\| ([^|]+)\|/gm);
  return [...rows].flatMap(([, ours = ""]) => [...ours.matchAll(/`([\w.]+)/g)].map(([, name = ""]) => name));
}

/** Functions and classes of a namespace; namespaces below it with a prefix. */
function namesIn(space: object, prefix = ""): string[] {
  return Object.entries(space).flatMap(([name, value]) => {
    const isNamespace =
      typeof value === "object" && value !== null && Object.hasOwn(value, Symbol.toStringTag);
    return isNamespace ? namesIn(value, `${prefix}${name}.`) : [prefix + name];
  });
}

const exported = namesIn(unrolled);
const members = Object.getOwnPropertyNames(unrolled.Tensor.prototype).filter(
  (name) => name !== "constructor" && name !== "version", // the latter is internal
);
const known = new Set([
  ...exported,
  ...members.map((name) => `t.${name}`),
  ...["data", "shape", "requiresGrad"].map((name) => `t.${name}`),
]);

test("every name in the table exists", () => {
  const names = documented();
  expect(names.length).toBeGreaterThan(100);
  const moduleMembers = new Set(
    Object.getOwnPropertyNames(unrolled.nn.Module.prototype).map((name) => `module.${name}`),
  );
  expect(names.filter((name) => !known.has(name) && !moduleMembers.has(name))).toEqual([]);
});

test("every exported name, and every method of a tensor, is in the table", () => {
  const names = new Set(documented());
  expect([...exported, ...members.map((name) => `t.${name}`)].filter((name) => !names.has(name))).toEqual([]);
});
