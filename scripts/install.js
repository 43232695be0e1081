/** @module Installs the locked packages: the few that building and running need, or all of them. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const installedPath = "node_modules/.package-lock.json"; // npm writes it last

/** Runs a command with its output on stderr, so that stdout stays the caller's; exits with 1 if the command fails. */
export function run(/** @type {string} */ command, /** @type {string[]} */ args) {
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], shell });
  if (status === 0) return;
  process.stderr.write(`${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}\n`);
  process.exit(1);
}

/** Runs a command without its output, which becomes the error's message if it fails. */
export function runQuietly(/** @type {string} */ command, /** @type {string[]} */ args) {
  const shell = process.platform === "win32";
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8", shell });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
}

/**
 * Installs the locked packages if any is missing or outdated. package.json lists what building and running need;
 * test/package.json, a workspace, lists what only the checks need. One lockfile covers both.
 */
export function install({ checks } = { checks: true }) {
  if (isInstalled(checks ? ["", "test"] : [""])) return;
  process.stderr.write(`Installing the locked packages${checks ? "" : " to build and run"}…\n`);
  rmSync(installedPath, { force: true }); // an interrupted `npm ci` must not pass for a finished one
  const scope = checks ? [] : ["--workspaces=false"];
  run("npm", ["ci", ...scope, "--no-audit", "--no-fund", "--loglevel=error"]);
}

/**
 * Whether node_modules holds the direct dependencies of these workspaces, and no package in another version than the
 * locked one. That covers indirect dependencies too: npm lists packages only once all of them are in place.
 */
function isInstalled(/** @type {string[]} */ workspaces) {
  if (!existsSync(installedPath)) return false;
  const installed = packagesOf(installedPath);
  const locked = packagesOf("package-lock.json");
  const wanted = workspaces.flatMap((path) =>
    Object.keys({ ...locked[path]?.dependencies, ...locked[path]?.devDependencies }),
  );
  return (
    wanted.every((name) => `node_modules/${name}` in installed) &&
    Object.entries(installed).every(([path, { version }]) => (locked[path]?.version ?? version) === version)
  );
}

/** @typedef {{ version?: string, dependencies?: object, devDependencies?: object }} Locked */
/** @returns {Record<string, Locked>} */
function packagesOf(/** @type {string} */ path) {
  return JSON.parse(readFileSync(path, "utf8")).packages;
}
