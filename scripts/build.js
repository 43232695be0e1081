/**
 * @module Builds what is outdated: kernels to WebAssembly, src and studio to dist, examples and bench to build.
 * `npm run build -- library studio` builds these two only. What a target needs is installed first.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { install, run } from "./install.js";

/** @typedef {{ inputs: string[], output: string, make: () => void | Promise<void> }} Target */

const kernelSources = ["kernels", "scripts/kernels.js", "scripts/tiles.js"];

/** In build order: each may use what the earlier ones made. */
const targets = {
  kernels: {
    inputs: kernelSources,
    output: "src/wasm/kernels.generated.ts",
    make: () => run(process.execPath, ["scripts/kernels.js"]),
  },
  library: { inputs: [...kernelSources, "src"], output: "dist/index.js", make: makeLibrary },
  studio: { inputs: [...kernelSources, "src", "studio"], output: "dist/studio/index.html", make: makeStudio },
  examples: {
    inputs: [...kernelSources, "src", "examples"],
    output: "build/examples",
    make: () => compile("examples"),
  },
  bench: { inputs: [...kernelSources, "src", "bench"], output: "build/bench", make: () => compile("bench") },
};

/** @typedef {keyof typeof targets} Name */
const all = /** @type {Name[]} */ (Object.keys(targets));

/** Installs what these targets need, and builds those that are outdated, with the kernels and the library; default: all. */
export async function build(/** @type {Name[]} */ ...names) {
  const wanted = names.length === 0 ? all : ["kernels", "library", ...names];
  install({ checks: wanted.includes("bench") }); // it measures the studio in the browser of the tests
  for (const name of all.filter((one) => wanted.includes(one))) await update(name, targets[name]);
}

/** Builds one target if the contents of its inputs have changed. */
async function update(/** @type {string} */ name, /** @type {Target} */ { inputs, output, make }) {
  const stamp = `build/stamps/${name}`;
  const now = fingerprint([...inputs, "package-lock.json", "scripts/build.js", "tsconfig.base.json"]);
  if (exists(output) && readText(stamp) === now) return;
  process.stderr.write(`Building the ${name}…\n`);
  rmSync(stamp, { force: true });
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

async function makeLibrary() {
  rmSync("dist", { recursive: true, force: true });
  compile("src");
  cpSync("build/kernels", "dist/kernels", {
    recursive: true,
    filter: (path) => path.endsWith("kernels") || path.endsWith(".wasm"),
  });
  await bundleForNode();
}

/**
 * Joins the modules into one file for each entry point: to find and read 120 files takes Node some 25 ms. Bundlers get
 * the separate modules, of which they can drop more. The command line is bundled by itself, so that the chunks that the
 * entry points share do not depend on it.
 */
async function bundleForNode() {
  const entries = ["data", "figures", "forecast", "interop", "jobs", "train"];
  const library = { index: "index", ...Object.fromEntries(entries.map((name) => [name, `${name}/index`])) };
  const command = { cli: "cli/entry", jobThread: "cli/jobs/run/jobThread" };
  for (const [paths, groups] of /** @type {const} */ ([
    [library, shared(2, ["base", "core"])],
    [command, shared(4, ["base", "core", "study", "figures"])],
  ])) {
    const inputs = Object.entries(paths).map(([name, path]) => [name, `dist/${path}.js`]);
    await bundle(Object.fromEntries(inputs), "dist/node", groups);
  }
}

/** What entry points have in common, as few files: to find, read and link one more takes Node a millisecond. */
const parts = {
  base: /commander\/|dist\/(errors|arguments|lists|sentence|shown|bits|(text|cli)\/\w+|random\/(generator|mt19937|cephes)|functional\/erf|figures\/terminal\/(span|output))\.js/,
  core: /dist\/(wasm|tensor|functional|nn|optim|random)\//,
  study: /dist\/(cli\/)?jobs\/(study\/|job|searchFlags|queue\/(options|bullmq))/,
  figures: /dist\/(figures|report)\/|interop\/(safetensors|crc32)/,
};

/** Parts as chunks of a bundle, the first before the others: of each, the modules that at least so many entry points share. */
function shared(/** @type {number} */ minShareCount, /** @type {(keyof typeof parts)[]} */ names) {
  return names.map((name, at) => ({ name, test: parts[name], minShareCount, priority: names.length - at }));
}

/** Bundles modules of dist for Node, where two modules are others than in pages. */
export async function bundle(
  /** @type {Record<string, string>} */ input,
  /** @type {string} */ folder,
  /** @type {import("rolldown").CodeSplittingGroup[]} */ groups = [],
) {
  const { rolldown } = await import("rolldown");
  const inNode = (/** @type {string} */ id) => {
    const [, name] = /\/(host|newFloats)\.js$/.exec(id) ?? [];
    return name === undefined ? null : resolve(`dist/wasm/${name}Node.js`);
  };
  const made = await rolldown({
    input,
    platform: "node",
    plugins: [
      { name: "host", resolveId: inNode },
      { name: "commander", resolveId: withoutPrograms, load: (id) => (id === noPrograms ? "" : null) },
    ],
    logLevel: "warn",
  });
  const { output } = await made.write({ dir: folder, comments: false, codeSplitting: { groups } });
  await made.close();
  for (const part of output)
    if (part.type === "chunk") writeFileSync(`${folder}/${part.fileName}`, inAscii(onDemand(part.code)));
}

const noPrograms = "\0no-programs";

/** Commander loads what starts programs, for commands that are files of their own; there are none here. */
function withoutPrograms(/** @type {string} */ id, /** @type {string | undefined} */ importer) {
  const isOf = importer?.includes("/node_modules/commander/") ?? false;
  return isOf && id === "node:child_process" ? noPrograms : null;
}

/** Modules that every Node process has loaded before a program runs. */
const loadedByNode = ["node:events", "node:fs", "node:module", "node:path", "node:process", "node:url"];

/**
 * Takes Node's own modules without an import: for that, Node would read each of their properties, and some of those load forty
 * modules more. Functions of a module that Node has not loaded for itself load it when they are called.
 */
function onDemand(/** @type {string} */ code) {
  return code.replace(/^import (.+) from "(node:[\w/]+)";$/gm, (_, what, name) => {
    if (!what.startsWith("{")) return `const ${what.replace("* as ", "")} = ${builtin(name)};`;
    const names = [...what.matchAll(/(\w+)(?: as ([\w$]+))?/g)];
    return names.map(([, given, local = given]) => `const ${local} = ${member(name, given)};`).join("\n");
  });
}

/** What `given` of a module of Node is taken by. */
function member(/** @type {string} */ name, /** @type {string} */ given) {
  const path = `${builtin(name)}.${given}`;
  const found = new Map(Object.entries(process.getBuiltinModule(name) ?? {})).get(given);
  const isFunction = typeof found === "function" && !/^[A-Z]/.test(given); // not a class
  return isFunction && !loadedByNode.includes(name) ? `(...all) => ${path}(...all)` : path;
}

function builtin(/** @type {string} */ name) {
  return `process.getBuiltinModule("${name}")`;
}

/** Escapes all other characters: a single one makes V8 store the whole text in two bytes a letter. */
function inAscii(/** @type {string} */ code) {
  return code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Bundles the studio's pages into static files that work from any folder. */
async function makeStudio() {
  const { build: buildPage } = await import("vite");
  await buildPage({ configFile: "studio/vite.config.ts" });
}

/** Runs the TypeScript compiler on a folder. */
function compile(/** @type {string} */ folder) {
  run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", folder]);
}

/** A hash of the contents of files and folders, without generated files. */
function fingerprint(/** @type {string[]} */ paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesBelow))
    hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

/** @returns {string[]} */
function filesBelow(/** @type {string} */ path) {
  if (!statSync(path).isDirectory()) return path.endsWith(".generated.ts") ? [] : [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}

function exists(/** @type {string} */ path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readText(/** @type {string} */ path) {
  return exists(path) ? readFileSync(path, "utf8") : undefined;
}

/** Builds the targets named on the command line. */
async function main(/** @type {string[]} */ words) {
  const unknown = words.find((word) => !Object.hasOwn(targets, word));
  if (unknown === undefined) return build(.../** @type {Name[]} */ (words));
  process.stderr.write(`There is no target "${unknown}". Targets: ${all.join(", ")}\n`);
  process.exitCode = 2;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
