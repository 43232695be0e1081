/** @module The packed package in an empty project: compiled by TypeScript, run by Node, bundled by esbuild and by Vite. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeProject, pack } from "../../scripts/packed.js";
import type { Results } from "./program.ts";

const folder = mkdtempSync(join(tmpdir(), "unrolled-packed-"));
const project = join(folder, "project");

beforeAll(() => {
  makeProject(project, pack(folder));
  copyFileSync(new URL("program.ts", import.meta.url), join(project, "program.ts"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles the program without types of Node; its declarations of the package are checked, too. */
function compile(options: Readonly<Record<string, unknown>>): void {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: "es2023",
    lib: ["es2023", "dom"],
    types: [],
    ...options,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
  execFileSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", project], {
    encoding: "utf8",
  });
}

/** What a build of the program computes, in a Node process of its own. */
function run(file: string): Results {
  const code = `await import(${JSON.stringify(file)}); process.stdout.write(JSON.stringify(results))`;
  const args = ["--input-type=module", "--eval", code];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" }));
}

const gzip = (file: string): number => gzipSync(readFileSync(file)).length;

let expected: Results;

test("NodeNext resolution compiles it, and Node runs it", () => {
  compile({ module: "nodenext", outDir: "out" });
  expected = run("./out/program.js");
  expect(expected.losses).toHaveLength(10);
  expect(expected.losses[9]).toBeLessThan(expected.losses[0] ?? 0);
  expect(expected.times).toEqual([2080, 2081, 2082].map((year) => Date.UTC(year)));
  expect(expected.svg).toMatch(/^<svg [\s\S]*Losses/);
});

test("CommonJS requires it", () => {
  const code = 'process.stdout.write(String(new (require("unrolled").nn.GRU)(1, 2)))';
  const printed = execFileSync(process.execPath, ["--eval", code], { cwd: project, encoding: "utf8" });
  expect(printed).toBe("GRU(1, 2)");
});

test("bundler resolution compiles it; esbuild's bundle computes the same bits", async () => {
  compile({ module: "esnext", moduleResolution: "bundler", noEmit: true });
  const outfile = join(project, "esbuild/program.js");
  const { warnings } = await esbuild({
    absWorkingDir: project,
    entryPoints: ["program.ts"],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    outfile,
  });
  expect(warnings).toEqual([]);
  expect(run("./esbuild/program.js")).toEqual(expected);
  process.stdout.write(`esbuild, all entry points: ${(gzip(outfile) / 1000).toFixed(1)} kB gzip\n`);
});

test("Vite's bundle computes the same bits", async () => {
  await vite({
    root: project,
    configFile: false,
    logLevel: "error",
    build: {
      outDir: "vite",
      target: "es2022",
      modulePreload: false,
      rollupOptions: { input: join(project, "program.ts"), output: { entryFileNames: "[name].js" } },
    },
  });
  expect(run("./vite/program.js")).toEqual(expected);
  const files = readdirSync(join(project, "vite"), { recursive: true, encoding: "utf8" });
  const size = files
    .filter((name) => name.endsWith(".js"))
    .reduce((sum, name) => sum + gzip(join(project, "vite", name)), 0);
  process.stdout.write(`Vite, all entry points: ${(size / 1000).toFixed(1)} kB gzip, ${files.join(" ")}\n`);
});
