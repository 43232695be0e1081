/**
 * @module The compiled kernels: each binary is decoded and compiled once.
 *
 * `relaxed` fuses a multiplication and an addition into one instruction with one rounding. `strict` rounds twice and
 * computes the same bits on every machine; it is `relaxed` with other instructions in some places. `wide` computes the bits of `relaxed`, laid out so that an engine may combine
 * two vectors into one of 256 bits.
 */
import { type Kernels, relaxedText, strictParts } from "./kernels.generated.ts";

export type Binary = "strict" | "relaxed" | "wide";

const bytesOf: { [binary in Binary | "probe"]?: Uint8Array } = {};
const modules = new Map<string, WebAssembly.Module>();

/** A compiled binary; `probe` has the innermost loop of `wide` alone, as `tile`. */
export function compiled(binary: Binary | "probe", shared: boolean): WebAssembly.Module {
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

function bytes(binary: Binary | "probe"): Uint8Array {
  bytesOf[binary] ??= bytesFrom(binary === "strict" ? strictText() : relaxedText); // those of the others are provided
  return bytesOf[binary];
}

/** The strict binary, as `bytesFrom` reads it. */
function strictText(): string {
  return strictParts.reduce((text, [from, to]) => text.replaceAll(from, to), relaxedText);
}

/** Makes a binary known that is not in every bundle, as its bytes or as a text of scripts/kernels.js. */
export function provide(binary: "wide" | "probe", content: Uint8Array | string): void {
  bytesOf[binary] ??= typeof content === "string" ? bytesFrom(content) : content;
}

/** What the kernels import: "memory", a memory, shared and with a maximum. Without the last bit but one it is not shared. */
const IMPORT = [0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x03];
const WITH_MAXIMUM = 1;

function withMemory(bytes: Uint8Array, shared: boolean): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes); // not slice(): that of a Buffer shares its memory
  let at = copy.indexOf(IMPORT[0]);
  while (!IMPORT.every((byte, j) => copy[at + j] === byte)) at = copy.indexOf(IMPORT[0], at + 1);
  if (!shared) copy[at + IMPORT.length - 1] = WITH_MAXIMUM;
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
