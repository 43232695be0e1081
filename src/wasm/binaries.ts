/**
 * @module The compiled kernels: which binary this engine runs, each compiled once.
 *
 * `relaxed` fuses a multiplication and an addition into one instruction with one rounding, `strict` rounds twice and
 * gives the same bits on every machine; `wide` is `relaxed` arranged so that an engine may make two vectors into one of
 * 256 bits, with the same bits as `relaxed`.
 */
import { type Kernels, relaxedHex, strictHex } from "./kernels.generated.ts";
import { builtin } from "./node.ts";

/** The ways in which the same kernels are compiled. */
export type Binary = "strict" | "relaxed" | "wide";

/** Validates only where relaxed SIMD is known: one function, f32x4.relaxed_madd of three constants. */
const PROBE =
  "0061736d010000000105016000017b030201000a3d013b00fd0c00000000000000000000000000000000fd0c00000000000000000000000000000000fd0c00000000000000000000000000000000fd85020b";

let deterministic = false;
let wide: boolean | undefined;
let relaxedWorks: boolean | undefined;
const bytesOf: { [binary in Binary]?: Uint8Array } = {};
const modules = new Map<string, WebAssembly.Module>();

/**
 * Insists on the strict binary, whose results are the same bits on every machine and engine; `false` goes back to the
 * fastest there is. Takes effect with the next operation.
 */
export function setDeterministic(on: boolean): void {
  deterministic = on;
}

/** Whether the strict binary is insisted on. */
export function isDeterministic(): boolean {
  return deterministic;
}

/** The binary for everyday work. */
export function everyday(): Binary {
  if (deterministic) return "strict";
  relaxedWorks ??= WebAssembly.validate(fromHex(PROBE));
  return relaxedWorks ? "relaxed" : "strict";
}

/** The binary for large work: `wide` where the engine was asked to make wide vectors. */
export function heavy(): Binary {
  const binary = everyday();
  return binary === "relaxed" && hasWideVectors() ? "wide" : binary;
}

/** Whether V8 was started with --experimental-wasm-revectorize, or `useWideVectors` has asked it to. */
function hasWideVectors(): boolean {
  wide ??= canBeWide() && process.execArgv.includes(FLAG) && readWide() !== null;
  return wide;
}

const FLAG = "--experimental-wasm-revectorize";

/**
 * Asks V8 to make two 128-bit vectors into one of 256 bits in this process, from Node 24 on x64: twice the speed of large
 * products, with the same bits. It turns on an experimental flag of V8 for everything that the process compiles from then
 * on, which is why only a program, and no library, should call this, before any other work. Returns whether it was done.
 */
export function useWideVectors(): boolean {
  if (!hasWideVectors() && canBeWide() && readWide() !== null) {
    builtin("node:v8")?.setFlagsFromString(FLAG);
    wide = true;
  }
  return hasWideVectors();
}

/** Before Node 24 the flag is there and does nothing for these kernels; elsewhere there is none. */
function canBeWide(): boolean {
  return (
    builtin("node:v8") !== null && process.arch === "x64" && Number.parseInt(process.versions.node, 10) >= 24
  );
}

/** The compiled module of a binary, for a memory that is shared or not. */
export function compiled(binary: Binary, shared: boolean): WebAssembly.Module {
  const key = `${binary} ${shared}`;
  let module = modules.get(key);
  if (module === undefined) {
    module = new WebAssembly.Module(withMemory(bytes(binary), shared));
    modules.set(key, module);
  }
  return module;
}

/** An instance of a compiled module on a memory. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as Kernels; // the names and types were generated from the same source
}

function bytes(binary: Binary): Uint8Array {
  bytesOf[binary] ??= fromHex(binary === "strict" ? strictHex : relaxedHex); // readWide has left its own
  return bytesOf[binary];
}

/**
 * The wide binary is a file of the package: only Node can use it, so web pages need not carry it. Null where it is not
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

/** The kernels import a memory that is shared; one byte says so. */
const IMPORT = [0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02]; // "memory", a memory
const SHARED_WITH_MAXIMUM = 3;
const WITH_MAXIMUM = 1;

function withMemory(bytes: Uint8Array, shared: boolean): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  let at = copy.indexOf(IMPORT[0]);
  while (!IMPORT.every((byte, j) => copy[at + j] === byte)) at = copy.indexOf(IMPORT[0], at + 1);
  at += IMPORT.length;
  if (copy[at] !== SHARED_WITH_MAXIMUM)
    throw new Error("kernels: the imported memory is not where it should be");
  if (!shared) copy[at] = WITH_MAXIMUM;
  return copy;
}

/** The engine's own decoders where it has one: a loop that runs once takes some milliseconds. */
function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  if (typeof Buffer !== "undefined") return Uint8Array.from(Buffer.from(hex, "hex"));
  const result = new Uint8Array(hex.length / 2);
  for (let i = 0; i < result.length; i++) result[i] = digit(hex, 2 * i) * 16 + digit(hex, 2 * i + 1);
  return result;
}

function digit(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87; // "0" … "9", "a" … "f"
}
