/** @module Makes a clone ready: the locked dependencies installed, everything stale built. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

/** Runs a command with its output on stderr, so that stdout stays the job's own; ends this process when it fails. */
export function run(/** @type {string} */ command, /** @type {string[]} */ args) {
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], shell });
  if (status === 0) return;
  process.stderr.write(`${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}\n`);
  process.exit(1);
}

/** Whether node_modules holds the very versions of the lockfile (optional packages of other systems aside). */
function isInstalled() {
  if (!existsSync("node_modules/.package-lock.json")) return false;
  const packages = (/** @type {string} */ path) => JSON.parse(readFileSync(path, "utf8")).packages;
  const installed = packages("node_modules/.package-lock.json");
  return Object.entries(packages("package-lock.json")).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

/** Installs the locked dependencies when they are missing or stale, and builds what is stale. */
export async function setUp() {
  if (!isInstalled()) {
    process.stderr.write("Installing the locked dependencies (once)…\n");
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
  const { build } = await import("./build.js");
  await build();
}
