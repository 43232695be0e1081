/** @module Node's own modules, where there is Node. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { builtin } from "../../src/wasm/node.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("are there in Node", () => {
  expect(builtin("node:fs")?.readFileSync).toBe(readFileSync);
});

test.each([
  ["there is no process", undefined],
  ["a bundler has left a stand-in", { env: {} }],
  ["a polyfill has versions of nothing", { env: {}, versions: {} }],
  ["a runtime cannot look them up", { versions: { node: "20.0.0" } }],
])("are not there where %s", (_, process) => {
  vi.stubGlobal("process", process);
  expect(builtin("node:fs")).toBeNull();
});
