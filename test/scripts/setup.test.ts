/** @module The set-up script: when it installs, and when there is nothing to do. npm is a stand-in that tells. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/setup.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-setup-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Locked {
  readonly version?: string;
  readonly optional?: boolean;
}

const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
const lock = (path: string, packages: Readonly<Record<string, Locked>>): void =>
  write(path, JSON.stringify({ packages }));

/** Sets the project in the folder up; `npmFails` as when there is no network. */
function setUp(npmFails = false): { code: number | null; stdout: string; stderr: string } {
  const npm = join(folder, "bin", "npm");
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(npm, `#!/bin/sh\necho "npm $*"\nexit ${npmFails ? 1 : 0}\n`);
  chmodSync(npm, 0o755);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", 'const { setUp } = await import("./scripts/setup.js"); await setUp();'],
    {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`,
        NODE_OPTIONS: "",
      },
    },
  );
  return { code: status, stdout, stderr };
}

const INSTALLS =
  "Installing the locked dependencies (once)…\nnpm ci --no-audit --no-fund --loglevel=error\nbuilding\n";

describe.runIf(process.platform !== "win32")("setUp", () => {
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    for (const place of ["scripts", "node_modules"]) mkdirSync(join(folder, place), { recursive: true });
    cpSync(script, join(folder, "scripts", "setup.js"));
    write("package.json", '{ "type": "module" }');
    write("scripts/build.js", 'export async function build() { process.stderr.write("building\\n"); }');
    lock("package-lock.json", {
      "": {},
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0", optional: true },
    });
  });

  test.each([
    ["nothing is installed", null, INSTALLS],
    [
      "the locked version is installed, one for another system is not",
      { "node_modules/a": { version: "1.0.0" } },
      "building\n",
    ],
    ["another version is installed", { "node_modules/a": { version: "1.0.1" } }, INSTALLS],
    ["a package is missing", { "node_modules/b": { version: "2.0.0" } }, INSTALLS],
  ])("when %s", (_, installed, said) => {
    if (installed) lock("node_modules/.package-lock.json", installed);
    expect(setUp()).toEqual({ code: 0, stdout: "", stderr: said });
  });

  test("when npm fails: says which command it was, builds nothing, and ends with 1", () => {
    const { code, stdout, stderr } = setUp(true);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      INSTALLS.replace("building\n", "npm ci --no-audit --no-fund --loglevel=error failed\n"),
    );
  });
});
