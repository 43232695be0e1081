/** @module The package as npm would publish it, installed into an empty project without the registry. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runQuietly } from "./install.js";

/** Packs the built package; returns the path of the tarball. */
export function pack(/** @type {string} */ folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(".tgz")) rmSync(join(folder, name));
  runQuietly("npm", ["pack", "--ignore-scripts", "--pack-destination", folder]);
  const [name = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  return resolve(folder, name);
}

/**
 * An empty project, in a folder of its own, with the tarball and its dependencies in node_modules. Dependencies are copied:
 * of links, a runtime would follow the targets and find other packages.
 */
export function makeProject(/** @type {string} */ folder, /** @type {string} */ tarball) {
  rmSync(folder, { recursive: true, force: true });
  const own = join(folder, "node_modules/unrolled");
  mkdirSync(own, { recursive: true });
  runQuietly("tar", ["-xzf", tarball, "-C", own, "--strip-components=1"]);
  const { dependencies } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies))
    cpSync(`node_modules/${name}`, join(folder, "node_modules", name), { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ private: true, type: "module" })}\n`);
  return resolve(folder);
}
