/** @module Compiles kernels/ to WebAssembly (build/kernels) and writes src/wasm/kernels.generated.ts. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";
import { tilesSource } from "./tiles.js";

/** Each binary differs in how it multiplies and adds; `wide` is for engines that fuse two vectors into one of 256 bits. */
const binaries = {
  strict: ["--use", "WIDE=0"],
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

writeFileSync("kernels/tiles.generated.ts", tilesSource());
// All in one process: the compiler, itself WebAssembly, is loaded and warmed up once.
for (const [name, own] of Object.entries(binaries))
  await compile(name, "kernels/index.ts", [...threads.split(" "), ...own]);
await compile("probe", "kernels/probe.ts", [...threads.split(" "), ...binaries.wide]);
await compile("ops", "kernels/ops/index.ts", ["--initialMemory", "1"]);
writeFileSync("src/wasm/kernels.generated.ts", kernelsSource());
writeFileSync("src/wasm/ops.generated.ts", opsSource());
writeFileSync("src/wasm/probe.generated.ts", probeSource());
mkdirSync("src/kernels", { recursive: true }); // where it is in dist, relative to the module that loads it
copyFileSync("build/kernels/wide.wasm", "src/kernels/wide.wasm");

/** The binaries as text, the types of their exports, and the offsets of the fields of their arguments. */
function kernelsSource() {
  const methods = methodsOf("strict");
  const calls = readFileSync("kernels/call.ts", "utf8").matchAll(/^export class (\w+) \{(.*?)^\}/gms);
  const offsets = [...calls].map(([, name = "", body = ""]) => offsetsSource(name, body));
  return `/** @module Generated from kernels/ by scripts/kernels.js. */\n
export interface Kernels {\n${methods.join("\n")}\n}\n
${offsets.join("\n")}
/** The strict binary (even entries) and the relaxed one (odd), as \`bytesFrom\` of binaries.ts reads them. */
export const binaryTexts: readonly string[] = [\n${piecesInTurn("strict", "relaxed").join("\n")}\n];\n`;
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

/**
 * Pieces of two binaries in turn. They have much in common, and a compressor that looks 32 kB back finds it: 11.6 kB in place of
 * 20 in base 64.
 */
function piecesInTurn(/** @type {string[]} */ ...names) {
  const size = 8000;
  const texts = names.map((name) => textOf(readFileSync(`build/kernels/${name}.wasm`)));
  const count = Math.ceil(Math.max(...texts.map(({ length }) => length)) / size);
  return Array.from({ length: count }, (_, i) =>
    texts.map((text) => `  "${text.slice(i * size, (i + 1) * size)}",`),
  ).flat();
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
