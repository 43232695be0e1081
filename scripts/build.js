/** @module Builds what is stale: kernels to WebAssembly, src to dist, examples and benchmarks to build. */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./setup.js";
import { tilesSource } from "./tiles.js";

/** @typedef {{ inputs: string[], output: string, make: () => void | Promise<void> }} Target */

/** In order: each may use what those before it made. @type {Record<string, Target>} */
const targets = {
  kernels: {
    inputs: ["kernels", "scripts/tiles.js"],
    output: "src/wasm/kernels.generated.ts",
    make: makeKernels,
  },
  library: { inputs: ["kernels", "scripts/tiles.js", "src"], output: "dist/index.js", make: makeLibrary },
  studio: {
    inputs: ["kernels", "scripts/tiles.js", "src", "studio"],
    output: "dist/studio/index.html",
    make: makeStudio,
  },
  programs: {
    inputs: ["kernels", "scripts/tiles.js", "src", "examples", "bench"],
    output: "build/examples",
    make: makePrograms,
  },
};

/** Builds every stale target; says so on stderr when there is one. */
export async function build() {
  for (const [name, { inputs, output, make }] of Object.entries(targets)) {
    const stamp = `node_modules/.cache/unrolled/${name}`;
    const now = fingerprint([...inputs, "package-lock.json", "scripts/build.js", "tsconfig.base.json"]);
    if (exists(output) && readText(stamp) === now) continue;
    process.stderr.write(`Building the ${name}…\n`);
    rmSync(stamp, { force: true });
    await make();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, now);
  }
}

/** The binaries, by how they multiply and add: `wide` is for engines that make two vectors into one of 256 bits. */
const binaries = {
  strict: ["--use", "WIDE=0"],
  relaxed: ["--use", "WIDE=0", "--enable", "relaxed-simd"],
  wide: ["--use", "WIDE=1", "--enable", "relaxed-simd"],
};

function makeKernels() {
  writeFileSync("kernels/tiles.generated.ts", tilesSource());
  const common = [
    "--optimizeLevel",
    "3",
    "--shrinkLevel",
    "1",
    "--converge",
    "--runtime",
    "stub",
    "--noAssert",
  ];
  const memory = [
    "--memoryBase",
    "64",
    "--importMemory",
    "--sharedMemory",
    "--initialMemory",
    "16",
    "--maximumMemory",
    "32768",
  ];
  const flags = [...common, ...memory, "--enable", "simd", "--enable", "threads", "--bindings", "raw"];
  for (const [name, own] of Object.entries(binaries))
    tool("assemblyscript/bin/asc.js", ["kernels/index.ts", ...flags, ...own, "-o", `build/${name}.wasm`]);
  writeFileSync("src/wasm/kernels.generated.ts", kernelsSource());
}

/** The binaries as text, the types of what they export, and where the fields of their arguments stand. */
function kernelsSource() {
  const signatures = readFileSync("build/strict.d.ts", "utf8").matchAll(/export function (.+)/g);
  const methods = [...signatures].map(
    ([, signature]) => `  ${signature?.replaceAll(": boolean", ": number")}`,
  );
  const calls = readFileSync("kernels/call.ts", "utf8").matchAll(/^export class (\w+) \{(.*?)^\}/gms);
  const places = [...calls].map(([, name = "", body = ""]) => placesSource(name, body));
  // Base 16 is larger than base 64 and smaller once compressed, since bytes stay bytes.
  const hex = (/** @type {string} */ name) => readFileSync(`build/${name}.wasm`).toString("hex");
  return `/** @module Generated from kernels/ by scripts/build.js. */\n
export interface Kernels {\n${methods.join("\n")}\n}\n
${places.join("\n")}
export const strictHex: string =\n  "${hex("strict")}";\n
export const relaxedHex: string =\n  "${hex("relaxed")}";\n`;
}

/** Where each field of a class in kernels/call.ts stands. */
function placesSource(/** @type {string} */ name, /** @type {string} */ body) {
  const fields = [...body.matchAll(/^ {2}(\w+): \w+;/gm)].map(([, field], at) => `  ${field}: ${at},`);
  const constant = name.charAt(0).toLowerCase() + name.slice(1);
  return `/** Where each field of ${name} in kernels/call.ts stands, in four bytes. */
export const ${constant} = {\n${fields.join("\n")}\n} as const;\n`;
}

async function makeLibrary() {
  rmSync("dist", { recursive: true, force: true });
  tool("typescript/bin/tsc", ["-p", "src"]);
  mkdirSync("dist/kernels", { recursive: true });
  for (const name of Object.keys(binaries)) copyFileSync(`build/${name}.wasm`, `dist/kernels/${name}.wasm`);
  await bundleForNode();
}

/**
 * Joins the modules into one file for each entry point: to find and read 120 files takes Node some 25 ms. Bundlers get
 * the single modules, of which they can leave out more. The command has a library of its own, so that the others need
 * not be cut where it would share with them.
 */
async function bundleForNode() {
  const { rolldown } = await import("rolldown");
  const rooms = ["data", "figures", "forecast", "interop", "train"];
  const library = { index: "index", ...Object.fromEntries(rooms.map((room) => [room, `${room}/index`])) };
  for (const entries of [library, { cli: "cli/main" }]) {
    const bundle = await rolldown({
      input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, `dist/${path}.js`])),
      platform: "node",
      external: ["commander", "papaparse"],
      logLevel: "warn",
    });
    const { output } = await bundle.write({ dir: "dist/node", comments: false });
    await bundle.close();
    for (const part of output)
      if (part.type === "chunk") writeFileSync(`dist/node/${part.fileName}`, inAscii(part.code));
  }
}

/** With every other character escaped: one of them, anywhere, and V8 keeps the whole text in two bytes a letter. */
function inAscii(/** @type {string} */ code) {
  return code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The page as static files, which work from any folder. */
async function makeStudio() {
  const { build: buildPage } = await import("vite");
  await buildPage({ configFile: "studio/vite.config.ts" });
}

function makePrograms() {
  for (const folder of ["examples", "bench"]) tool("typescript/bin/tsc", ["-p", folder]);
}

/** Runs the command of an installed package. */
function tool(/** @type {string} */ path, /** @type {string[]} */ args) {
  run(process.execPath, [`node_modules/${path}`, ...args]);
}

/** A hash of the contents of files and folders, generated files left out. */
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await build();
