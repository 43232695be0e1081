/**
 * @module The compiled kernels: chooses a binary for this engine, and compiles each once.
 *
 * `relaxed` fuses a multiplication and an addition into one instruction with one rounding. `strict` rounds twice and
 * computes the same bits on every machine. `wide` computes the bits of `relaxed`, laid out so that an engine may combine
 * two vectors into one of 256 bits.
 */
import { binaryTexts, type Kernels } from "./kernels.generated.ts";
import { builtin } from "./node.ts";

export type Binary = "strict" | "relaxed" | "wide";

/** Validates only where relaxed SIMD is supported: one function, f32x4.relaxed_madd of three constants; read by `bytesFrom`. */
const PROBE = "&!-!?!9'&&&'+'!,&'!G)('&0d'b&#2&&&&&&&&&&&&&&&&#2&&&&&&&&&&&&&&&&#2&&&&&&&&&&&&&&&&#!Q(1";

let deterministic = false;
let wide: boolean | undefined;
let relaxedWorks: boolean | undefined;
const bytesOf: { [binary in Binary]?: Uint8Array } = {};
const modules = new Map<string, WebAssembly.Module>();

/**
 * Selects the strict binary, whose results are the same bits on every machine and engine; `false` selects the fastest one
 * again. Takes effect with the next operation.
 */
export function setDeterministic(on: boolean): void {
  deterministic = on;
}

/** Whether the strict binary is selected. */
export function isDeterministic(): boolean {
  return deterministic;
}

/** The binary for small work, on one thread. */
export function baselineBinary(): Binary {
  if (deterministic) return "strict";
  relaxedWorks ??= WebAssembly.validate(bytesFrom(PROBE));
  return relaxedWorks ? "relaxed" : "strict";
}

/** The binary for large work: `wide` where wide vectors are enabled. */
export function threadedBinary(): Binary {
  const binary = baselineBinary();
  return binary === "relaxed" && hasWideVectors() ? "wide" : binary;
}

/** Whether V8 was started with --experimental-wasm-revectorize, or `useWideVectors` has set it. */
function hasWideVectors(): boolean {
  wide ??= canBeWide() && process.execArgv.includes(FLAG) && readWide() !== null;
  return wide;
}

const FLAG = "--experimental-wasm-revectorize";

/**
 * Makes V8 combine two 128-bit vectors into one of 256 bits in this process: large products run twice as fast, with the
 * same bits. Needs Node 24 or newer on x64. It sets an experimental flag of V8 that affects everything the process compiles
 * from then on, so only a program, not a library, should call it, before any other work. Returns whether it took effect.
 */
export function useWideVectors(): boolean {
  if (!hasWideVectors() && canBeWide() && readWide() !== null) {
    builtin("node:v8")?.setFlagsFromString(FLAG);
    wide = true;
  }
  return hasWideVectors();
}

/** Before Node 24, and in Deno, V8 accepts the flag and makes these kernels no faster; Bun has another engine. */
function canBeWide(): boolean {
  if (builtin("node:v8") === null || "deno" in process.versions || "bun" in process.versions) return false;
  return process.arch === "x64" && Number.parseInt(process.versions.node, 10) >= 24;
}

export function compiled(binary: Binary, shared: boolean): WebAssembly.Module {
  const key = `${binary} ${shared}`;
  let module = modules.get(key);
  if (module === undefined) {
    module = new WebAssembly.Module(withMemory(bytes(binary), shared));
    modules.set(key, module);
  }
  return module;
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as Kernels; // the names and types were generated from the same source
}

function bytes(binary: Binary): Uint8Array {
  const odd = binary === "strict" ? 0 : 1; // readWide has set those of "wide"
  bytesOf[binary] ??= bytesFrom(binaryTexts.filter((_, i) => i % 2 === odd).join(""));
  return bytesOf[binary];
}

/**
 * The wide binary is a file of the package, so that web pages, which cannot use it, need not download it. Null if it is not
 * found, as in a program that was bundled into one file.
 */
function readWide(): Uint8Array | null {
  const [fs, module] = [builtin("node:fs"), builtin("node:module")];
  if (bytesOf.wide !== undefined || fs === null || module === null) return bytesOf.wide ?? null;
  try {
    const path = module.createRequire(import.meta.url).resolve("unrolled/kernels/wide.wasm");
    bytesOf.wide = fs.readFileSync(path);
  } catch {
    return null;
  }
  return bytesOf.wide;
}

/** The kernels import a shared memory; one byte after these marks it as shared. */
const IMPORT = [0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02]; // "memory", a memory
const SHARED_WITH_MAXIMUM = 3;
const WITH_MAXIMUM = 1;

function withMemory(bytes: Uint8Array, shared: boolean): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  let at = copy.indexOf(IMPORT[0]);
  while (!IMPORT.every((byte, j) => copy[at + j] === byte)) at = copy.indexOf(IMPORT[0], at + 1);
  at += IMPORT.length;
  if (copy[at] !== SHARED_WITH_MAXIMUM)
    throw new Error("kernels: the import of the memory is not in the expected place");
  if (!shared) copy[at] = WITH_MAXIMUM;
  return copy;
}

/** The bytes of a text of scripts/kernels.js: a character each, after a mark for those that are rare. */
export function bytesFrom(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let [count, base] = [0, -38];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 35)
      base = code === 33 ? 52 : 142; // ! or a space
    else {
      bytes[count++] = base + code - Number(code > 92); // modulo 256
      base = -38;
    }
  }
  return bytes.slice(0, count);
}
