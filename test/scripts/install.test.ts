/** @module The install script: when it runs npm, and with which arguments. npm is replaced by a stub that prints them. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/install.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-install-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Package {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly link?: boolean;
}

const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
const installedPath = "node_modules/.package-lock.json";
const lock = (path: string, packages: Readonly<Record<string, Package>>): void =>
  write(path, JSON.stringify({ packages }));

/** Runs install() in the folder; `npmFails` as without a network. */
function install(checks: boolean, npmFails = false): { code: number | null; stdout: string; stderr: string } {
  const npm = join(folder, "bin", "npm");
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(npm, `#!/bin/sh\necho "npm $*"\nexit ${npmFails ? 1 : 0}\n`);
  chmodSync(npm, 0o755);
  const code = `const { install } = await import("./scripts/install.js"); install({ checks: ${checks} });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`,
      NODE_OPTIONS: "",
    },
  });
  return { code: status, stdout, stderr };
}

const FEW =
  "Installing the locked packages to build and run…\nnpm ci --workspaces=false --no-audit --no-fund --loglevel=error\n";
const ALL = "Installing the locked packages…\nnpm ci --no-audit --no-fund --loglevel=error\n";

describe.runIf(process.platform !== "win32")("install", () => {
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    for (const place of ["scripts", "node_modules"]) mkdirSync(join(folder, place), { recursive: true });
    cpSync(script, join(folder, "scripts", "install.js"));
    write("package.json", '{ "type": "module" }');
    lock("package-lock.json", {
      "": { dependencies: { run: "1.0.0" }, devDependencies: { build: "1.0.0" } },
      test: { devDependencies: { check: "1.0.0" } },
      "node_modules/run": { version: "1.0.0" },
      "node_modules/build": { version: "1.0.0" },
      "node_modules/indirect": { version: "1.0.0" },
      "node_modules/other-system": { version: "1.0.0" },
      "node_modules/check": { version: "1.0.0" },
    });
  });

  const few = {
    "node_modules/run": { version: "1.0.0" },
    "node_modules/build": { version: "1.0.0" },
    "node_modules/indirect": { version: "1.0.0" },
  };
  const all = {
    ...few,
    "node_modules/check": { version: "1.0.0" },
    "node_modules/unrolled-test": { link: true },
  };
  const { "node_modules/build": _, ...incomplete } = few;

  test.each([
    ["nothing is installed", null, FEW, ALL],
    ["what building and running need is installed", few, "", ALL],
    ["everything is installed", all, "", ""],
    ["a package is missing", incomplete, FEW, ALL],
    ["another version is installed", { ...all, "node_modules/run": { version: "1.0.1" } }, FEW, ALL],
    [
      "an indirect one has another version",
      { ...all, "node_modules/indirect": { version: "2.0.0" } },
      FEW,
      ALL,
    ],
    [
      "a package that is not locked was added by hand",
      { ...all, "node_modules/mine": { version: "1.0.0" } },
      "",
      "",
    ],
  ])("when %s", (_, installed, runs, checks) => {
    for (const [forChecks, stderr] of [
      [false, runs],
      [true, checks],
    ] as const) {
      if (installed) lock(installedPath, installed);
      expect(install(forChecks)).toEqual({ code: 0, stdout: "", stderr });
    }
  });

  test("when npm fails: prints the command, exits with 1, and does not take the rest for complete", () => {
    lock(installedPath, few);
    expect(install(true, true)).toEqual({
      code: 1,
      stdout: "",
      stderr: `${ALL}npm ci --no-audit --no-fund --loglevel=error failed\n`,
    });
    expect(existsSync(join(folder, installedPath))).toBe(false);
    expect(install(false).stderr).toBe(FEW);
  });
});
