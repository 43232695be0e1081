/**
 * @module A pickle machine for state dicts: an interpreter of the two dozen instructions that `torch.save` writes.
 *
 * It cannot import, call or look up anything. Names are checked against an allow-list (pickled.ts), and handlers of the
 * caller construct their values.
 * Source: CPython, Lib/pickletools.py, protocol 2.
 */

import { FormatError } from "../../errors.ts";
import { shown } from "../../shown.ts";
import {
  CONTAINER_LIMIT,
  checkGlobal,
  type Dict,
  type List,
  PICKLE_LIMIT,
  type Pickled,
  type Tuple,
} from "./pickled.ts";
import { PickleReader } from "./pickleReader.ts";

export interface Handlers {
  /** The result of calling an allowed name. */
  readonly call: (name: string, args: readonly Pickled[]) => Pickled;
  readonly persistent: (id: Pickled) => Pickled;
}

/** Decodes a pickle. Throws FormatError unless it is a pickle of a state dict. */
export function unpickle(bytes: Uint8Array, handlers: Handlers): Pickled {
  if (bytes.length > PICKLE_LIMIT)
    throw new FormatError(`torch: the pickle has ${bytes.length} bytes but may have at most ${PICKLE_LIMIT}`);
  return new Machine(bytes, handlers).run();
}

class Machine {
  static readonly #steps: ReadonlyMap<string, (machine: Machine, reader: PickleReader) => void> = new Map([
    ["N", (m) => m.#push(null)],
    ["\x88", (m) => m.#push(true)],
    ["\x89", (m) => m.#push(false)],
    ["K", (m, reader) => m.#push(reader.uint8())],
    ["M", (m, reader) => m.#push(reader.uint16())],
    ["J", (m, reader) => m.#push(reader.int32())],
    ["\x8a", (m, reader) => m.#push(reader.long())],
    ["G", (m, reader) => m.#push(reader.float64())],
    ["X", (m, reader) => m.#push(reader.text())],
    ["c", (m, reader) => m.#pushGlobal(`${reader.line()}.${reader.line()}`)],
    ["(", (m) => m.#mark()],
    ["]", (m) => m.#pushContainer({ kind: "list", items: [] })],
    ["}", (m) => m.#pushContainer({ kind: "dict", entries: null })],
    [")", (m) => m.#pushContainer({ kind: "tuple", items: [] })],
    ["\x85", (m) => m.#pushContainer({ kind: "tuple", items: m.#take(1) })],
    ["\x86", (m) => m.#pushContainer({ kind: "tuple", items: m.#take(2) })],
    ["\x87", (m) => m.#pushContainer({ kind: "tuple", items: m.#take(3) })],
    ["t", (m) => m.#pushContainer({ kind: "tuple", items: m.#toMark() })],
    ["a", (m) => m.#append(m.#take(1))],
    ["e", (m) => m.#append(m.#toMark())],
    ["s", (m) => m.#set(m.#take(2))],
    ["u", (m) => m.#set(m.#toMark())],
    ["q", (m, reader) => m.#memorize(reader.uint8())],
    ["r", (m, reader) => m.#memorize(reader.uint32())],
    ["h", (m, reader) => m.#recall(reader.uint8())],
    ["j", (m, reader) => m.#recall(reader.uint32())],
    ["Q", (m) => m.#push(m.#handlers.persistent(m.#pop()))],
    ["R", (m) => m.#reduce()],
    ["b", (m) => m.#build()],
  ]);

  readonly #reader: PickleReader;
  readonly #handlers: Handlers;
  #stack: Pickled[] = [];
  readonly #marked: Pickled[][] = []; // the stacks below each mark
  readonly #memo = new Map<number, Pickled>();
  #charged = 0;

  constructor(bytes: Uint8Array, handlers: Handlers) {
    this.#reader = new PickleReader(bytes);
    this.#handlers = handlers;
  }

  run(): Pickled {
    const [proto, version] = [this.#reader.opcode(), this.#reader.uint8()];
    if (proto !== "\x80" || version !== 2) {
      throw new FormatError(
        `torch: the pickle must be of protocol 2${proto === "\x80" ? ` (got ${version})` : ""}\n  save with torch.save and its default pickle_protocol`,
      );
    }
    for (let opcode = this.#reader.opcode(); opcode !== "."; opcode = this.#reader.opcode())
      this.#step(opcode);
    const result = this.#pop();
    if (this.#stack.length + this.#marked.length > 0)
      throw this.#fault("leaves values on the stack at its end");
    if (!this.#reader.isAtEnd) throw this.#fault("continues after its end");
    return result;
  }

  #step(opcode: string): void {
    const step = Machine.#steps.get(opcode);
    if (step === undefined) {
      const code = opcode.charCodeAt(0).toString(16).padStart(2, "0");
      throw this.#fault(`has the instruction 0x${code}, which no state dict needs`);
    }
    step(this, this.#reader);
  }

  #push(value: Pickled): void {
    this.#stack.push(value);
  }

  #pop(): Pickled {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #top(): Pickled {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.#fault("takes a value from an empty stack");
    return value;
  }

  #mark(): void {
    this.#charge();
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** Everything since the last mark. */
  #toMark(): Pickled[] {
    const below = this.#marked.pop();
    if (below === undefined) throw this.#fault("returns to a mark that does not exist");
    const values = this.#stack;
    this.#stack = below;
    return values;
  }

  #pushContainer(value: List | Tuple | Dict): void {
    this.#charge();
    this.#push(value);
  }

  /** Counts memory in units of about a hundred bytes; otherwise a pickle could create a dict with each of its bytes. */
  #charge(units = 1): void {
    this.#charged += units;
    if (this.#charged > CONTAINER_LIMIT)
      throw this.#fault("contains too many lists, tuples, dicts and tensors");
  }

  #take(count: number): Pickled[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  #pushGlobal(name: string): void {
    checkGlobal(name);
    this.#push({ kind: "global", name });
  }

  #append(values: readonly Pickled[]): void {
    const list = this.#top();
    if (!isKind(list, "list")) throw this.#fault("appends to a value that is not a list");
    if (list.items.length === 0) this.#charge(4);
    for (const value of values) list.items.push(value);
  }

  #set(values: readonly Pickled[]): void {
    const dict = this.#top();
    if (!isKind(dict, "dict")) throw this.#fault("sets an entry of a value that is not a dict");
    if (values.length % 2 !== 0) throw this.#fault("sets a key without a value");
    if (dict.entries === null) this.#charge(8);
    dict.entries ??= new Map();
    for (let i = 0; i < values.length; i += 2) setEntry(dict.entries, values[i], values[i + 1]);
  }

  #memorize(index: number): void {
    this.#memo.set(index, this.#top());
  }

  #recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#fault(`refers to memo ${index}, which does not exist`);
    this.#push(value);
  }

  #reduce(): void {
    const args = this.#pop();
    const callable = this.#pop();
    if (!isKind(callable, "global") || !isKind(args, "tuple"))
      throw this.#fault("calls a value that is not a name");
    this.#charge(4);
    this.#push(this.#handlers.call(callable.name, args.items));
  }

  /** The attributes of an OrderedDict, such as the `_metadata` of a state dict, are ignored. */
  #build(): void {
    const state = this.#pop();
    if (isKind(state, "dict") && isKind(this.#top(), "dict")) return;
    throw this.#fault("sets attributes of a value that is not a dict");
  }

  #fault(what: string): FormatError {
    return new FormatError(`torch: the pickle ${what}, at byte ${this.#reader.at}`);
  }
}

function setEntry(entries: Map<string | number, Pickled>, key: Pickled, value: Pickled): void {
  if (typeof key !== "string" && !(typeof key === "number" && Number.isSafeInteger(key)))
    throw new FormatError("torch: the pickle has a dict with a key that is neither a string nor an integer");
  if (entries.has(key))
    throw new FormatError(`torch: the pickle has a dict with the key ${shown(key)} twice`);
  entries.set(key, value);
}

export function isKind<Kind extends Extract<Pickled, object>["kind"]>(
  value: Pickled | undefined,
  kind: Kind,
): value is Extract<Pickled, { readonly kind: Kind }> {
  return typeof value === "object" && value?.kind === kind;
}
