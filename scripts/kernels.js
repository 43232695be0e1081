/** @module Compiles kernels/ to WebAssembly (build/kernels) and writes src/wasm/kernels.generated.ts. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";
import { tilesSource } from "./tiles.js";
import { inGoodOrder } from "./wasmOrder.js";
import { replacements, strictFrom, withRoom } from "./wasmPair.js";

/** `wide` is for engines that fuse two vectors into one of 256 bits. The strict binary is made of the relaxed one. */
const binaries = {
  relaxed: ["--use", "WIDE=0", "--enable", "relaxed-simd"],
  wide: ["--use", "WIDE=1", "--enable", "relaxed-simd"],
};

const flags =
  "--optimizeLevel 3 --shrinkLevel 1 --converge --runtime stub --noAssert --disableWarning 112 --memoryBase 64 --importMemory";
const threads = "--sharedMemory --initialMemory 16 --maximumMemory 32768 --enable threads";
const features = "--enable simd --bindings raw";

/** Compiles one binary. */
async function compile(/** @type {string} */ name, /** @type {string} */ entry, /** @type {string[]} */ own) {
  const args = [entry, ...`${flags} ${features}`.split(" "), ...own, "-o", `build/kernels/${name}.wasm`];
  const { error, stderr } = await asc.main(args);
  process.stderr.write(stderr.toString());
  if (error) process.exit(1);
}

function rewrite(/** @type {string} */ name, /** @type {(binary: Buffer) => Buffer} */ change) {
  const path = `build/kernels/${name}.wasm`;
  const changed = change(readFileSync(path));
  writeFileSync(path, changed);
  return changed;
}

writeFileSync("kernels/tiles.generated.ts", tilesSource());
// All in one process: the compiler, itself WebAssembly, is loaded and warmed up once.
for (const [name, own] of Object.entries(binaries))
  await compile(name, "kernels/index.ts", [...threads.split(" "), ...own]);
await compile("probe", "kernels/probe.ts", [...threads.split(" "), ...binaries.wide]);
// Engines make a pair of vectors one wide vector only if both take a constant from the same load.
await compile("ops", "kernels/ops/index.ts", ["--initialMemory", "1", "--shrinkLevel", "0"]);
rewrite("ops", (binary) => inGoodOrder(binary, textOf));
const relaxed = rewrite("relaxed", (binary) => inGoodOrder(withRoom(binary), textOf));
writeFileSync("build/kernels/strict.wasm", strictFrom(relaxed));
writeFileSync("src/wasm/kernels.generated.ts", kernelsSource());
writeFileSync("src/wasm/ops.generated.ts", opsSource());
writeFileSync("src/wasm/probe.generated.ts", probeSource());
mkdirSync("src/kernels", { recursive: true }); // where it is in dist, relative to the module that loads it
copyFileSync("build/kernels/wide.wasm", "src/kernels/wide.wasm");

/** The relaxed binary as text, what makes the strict one of it, the types of their exports, and the offsets of the fields of their arguments. */
function kernelsSource() {
  const methods = methodsOf("relaxed");
  const calls = readFileSync("kernels/call.ts", "utf8").matchAll(/^export class (\w+) \{(.*?)^\}/gms);
  const offsets = [...calls].map(([, name = "", body = ""]) => offsetsSource(name, body));
  return `/** @module Generated from kernels/ by scripts/kernels.js. */\n
export interface Kernels {\n${methods.join("\n")}\n}\n
${offsets.join("\n")}
/** The relaxed binary, as \`bytesFrom\` of binaries.ts reads it. */
export const relaxedText: string =\n  "${textOf(relaxed)}";\n
/** Parts of that text, and what replaces them in the strict binary. */
export const strictParts: readonly (readonly [string, string])[] = ${JSON.stringify(strictParts())};\n`;
}

function probeSource() {
  return `/** @module Generated from kernels/probe.ts by scripts/kernels.js. */\n
/** The binary, as \`bytesFrom\` of binaries.ts reads it; its one export has the signature of \`tile\`. */
export const probeText: string =\n  "${textOf(readFileSync("build/kernels/probe.wasm"))}";\n`;
}

/** The binary of the other operations, and the types of its exports. */
function opsSource() {
  return `/** @module Generated from kernels/ops/ by scripts/kernels.js. */\n
export interface OpsKernels {\n${methodsOf("ops").join("\n")}\n}\n
/** The binary, as \`bytesFrom\` of binaries.ts reads it. */
export const opsText: string =\n  "${textOf(readFileSync("build/kernels/ops.wasm"))}";\n`;
}

/** The signatures of the exported functions of a binary. */
function methodsOf(/** @type {string} */ name) {
  const signatures = readFileSync(`build/kernels/${name}.d.ts`, "utf8").matchAll(/export function (.+)/g);
  return [...signatures].map(([, signature]) => `  ${signature?.replaceAll(": boolean", ": number")}`);
}

/** What is to be replaced in the text. Throws if that does not make the strict binary. */
function strictParts() {
  const pairs = replacements.map((pair) => pair.map((bytes) => textOf(Uint8Array.from(bytes))));
  const strict = pairs.reduce((text, [from = "", to = ""]) => text.replaceAll(from, to), textOf(relaxed));
  if (strict !== textOf(readFileSync("build/kernels/strict.wasm")))
    throw new Error("the strict binary does not result");
  return pairs;
}

/**
 * A character for each byte, of ASCII without `"` and `\\`, so that a compressor finds repeated bytes: from # on those from 0xfd
 * over 0 to 0x56, which are two thirds; behind ! the next 90, behind a space the rest.
 */
function textOf(/** @type {Uint8Array} */ bytes) {
  return Array.from(bytes, (byte) => {
    const value = (byte + 3) % 256;
    const code = 35 + (value % 90);
    return ["", "!", " "][Math.floor(value / 90)] + String.fromCharCode(code < 92 ? code : code + 1);
  }).join("");
}

/** The offset of each field of a class in kernels/call.ts. */
function offsetsSource(/** @type {string} */ name, /** @type {string} */ body) {
  const fields = [...body.matchAll(/^ {2}(\w+): \w+;/gm)].map(([, field], at) => `  ${field}: ${at},`);
  const constant = name.charAt(0).toLowerCase() + name.slice(1);
  return `/** Offset of each field of ${name} in kernels/call.ts, in units of four bytes. */
export const ${constant} = {\n${fields.join("\n")}\n} as const;\n`;
}
