/**
 * @module `node scripts/lock.js`: completes package-lock.json after `npm install` changed it.
 *
 * npm omits optional packages for other platforms if it could not look them up, and `npm ci` then rejects the lockfile
 * on every platform. This script adds them with the versions that their parents require, and takes the platform from
 * their names.
 */
import { readFileSync, writeFileSync } from "node:fs";

const path = "package-lock.json";
const lock = JSON.parse(readFileSync(path, "utf8"));
const added = [];
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isThere =
      `node_modules/${name}` in lock.packages || `${parent}/node_modules/${name}` in lock.packages;
    if (isThere || !/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...systemOf(name), dev: entry.dev, optional: true };
    added.push(`${name}@${version}`);
  }
}
const [root, ...rest] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(added.length > 0 ? `added ${added.join(", ")}\n` : "package-lock.json is complete\n");

/** The operating system, processor and C library that a binary package is for, from the words of its name. */
function systemOf(/** @type {string} */ name) {
  const words = name.split(/[-/]/);
  const one = (/** @type {string[]} */ known) => known.filter((word) => words.includes(word));
  const os = one([
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
  ]);
  const cpu = one([
    "arm",
    "arm64",
    "ia32",
    "loong64",
    "mips64el",
    "ppc64",
    "riscv64",
    "s390x",
    "wasm32",
    "x64",
  ]);
  const libc = words.includes("musl") ? ["musl"] : [];
  if (words.includes("fsevents")) os.push("darwin");
  return { ...(cpu.length && { cpu }), ...(libc.length && { libc }), ...(os.length && { os }) };
}
