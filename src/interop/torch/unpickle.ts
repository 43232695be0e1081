/**
 * @module A pickle machine for `.pt` files: an interpreter of the instructions of protocols 2 to 5.
 *
 * It cannot import, call or look up anything: a Python name stays a name, and what would be the result of calling it is an
 * object with that name and those arguments, unless the caller's handlers implement the name.
 * Source: CPython, Lib/pickletools.py.
 */
import { FormatError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import {
  CONTAINER_LIMIT,
  type Dict,
  isKind,
  type List,
  PICKLE_LIMIT,
  type Pickled,
  type PythonObject,
  type Tuple,
} from "./pickled.ts";
import { PickleReader } from "./pickleReader.ts";

const LONGEST_NAME = 1000;
const BYTES_PER_UNIT = 5; // of a pickle so long that it may exceed CONTAINER_LIMIT

export interface Handlers {
  /** The result of calling a name; null if the name is unknown. */
  readonly call: (name: string, args: readonly Pickled[], charge: (units: number) => void) => Pickled;
  readonly persistent: (id: Pickled) => Pickled;
}

/** A pickle's value, and the position after its last byte. */
export interface Unpickled {
  readonly value: Pickled;
  readonly end: number;
}

/** Decodes the pickle that starts at a byte. Throws FormatError if it is malformed. */
export function unpickle(bytes: Uint8Array, handlers: Handlers, start = 0): Unpickled {
  return new Machine(bytes, handlers, start).run();
}

class Machine {
  static readonly #steps: ReadonlyMap<string, (machine: Machine, reader: PickleReader) => void> = new Map([
    ["N", (m) => m.#push(null)],
    ["\x88", (m) => m.#push(true)],
    ["\x89", (m) => m.#push(false)],
    ["K", (m, reader) => m.#push(reader.uint8())],
    ["M", (m, reader) => m.#push(reader.uint16())],
    ["J", (m, reader) => m.#push(reader.int32())],
    ["\x8a", (m, reader) => m.#push(reader.long(reader.uint8()))],
    ["\x8b", (m, reader) => m.#push(reader.long(reader.uint32()))],
    ["G", (m, reader) => m.#push(reader.float64())],
    ["X", (m, reader) => m.#push(reader.text(reader.uint32()))],
    ["\x8c", (m, reader) => m.#push(reader.text(reader.uint8()))],
    ["\x8d", (m, reader) => m.#push(reader.text(reader.uint64()))],
    ["U", (m, reader) => m.#push(reader.text2(reader.uint8()))],
    ["T", (m, reader) => m.#push(reader.text2(reader.uint32()))],
    ["C", (m, reader) => m.#pushBytes(reader.bytes(reader.uint8()))],
    ["B", (m, reader) => m.#pushBytes(reader.bytes(reader.uint32()))],
    ["\x8e", (m, reader) => m.#pushBytes(reader.bytes(reader.uint64()))],
    ["\x96", (m, reader) => m.#pushBytes(reader.bytes(reader.uint64()))],
    ["c", (m, reader) => m.#pushGlobal(`${reader.line()}.${reader.line()}`)],
    ["\x93", (m) => m.#stackGlobal(m.#take(2))],
    ["(", (m) => m.#mark()],
    ["]", (m) => m.#pushContainer({ kind: "list", items: [] })],
    ["\x8f", (m) => m.#pushContainer({ kind: "list", items: [] })],
    ["\x91", (m) => m.#pushContainer({ kind: "list", items: m.#toMark() })],
    ["}", (m) => m.#pushContainer({ kind: "dict", entries: null })],
    [")", (m) => m.#pushContainer({ kind: "tuple", items: [] })],
    ["\x85", (m) => m.#pushContainer({ kind: "tuple", items: m.#take(1) })],
    ["\x86", (m) => m.#pushContainer({ kind: "tuple", items: m.#take(2) })],
    ["\x87", (m) => m.#pushContainer({ kind: "tuple", items: m.#take(3) })],
    ["t", (m) => m.#pushContainer({ kind: "tuple", items: m.#toMark() })],
    ["a", (m) => m.#append(m.#take(1))],
    ["e", (m) => m.#append(m.#toMark())],
    ["\x90", (m) => m.#append(m.#toMark())],
    ["s", (m) => m.#set(m.#take(2))],
    ["u", (m) => m.#set(m.#toMark())],
    ["q", (m, reader) => m.#memorize(reader.uint8())],
    ["r", (m, reader) => m.#memorize(reader.uint32())],
    ["\x94", (m) => m.#memorize(m.#memo.length)],
    ["h", (m, reader) => m.#recall(reader.uint8())],
    ["j", (m, reader) => m.#recall(reader.uint32())],
    ["0", (m) => void m.#pop()],
    ["1", (m) => void m.#toMark()],
    ["2", (m) => m.#push(m.#top())],
    ["\x95", (_, reader) => void reader.uint64()], // a frame: how many bytes to read ahead
    ["Q", (m) => m.#push(m.#handlers.persistent(m.#pop()))],
    ["R", (m) => m.#call(m.#take(2))],
    ["\x81", (m) => m.#call(m.#take(2))],
    ["\x92", (m) => m.#call(m.#take(3).slice(0, 2))], // keyword arguments are dropped
    ["b", (m) => m.#build()],
  ]);

  readonly #reader: PickleReader;
  readonly #handlers: Handlers;
  readonly #start: number;
  #stack: Pickled[] = [];
  readonly #marked: Pickled[][] = []; // the stacks below each mark
  readonly #memo: Pickled[] = [];
  readonly #sparseMemo = new Map<number, Pickled>(); // of numbers that are not the next one, which Python never writes
  #charged = 0;

  constructor(bytes: Uint8Array, handlers: Handlers, start: number) {
    this.#reader = new PickleReader(bytes, start);
    this.#start = start;
    this.#handlers = handlers;
  }

  run(): Unpickled {
    const [proto, version] = [this.#reader.opcode(), this.#reader.uint8()];
    if (proto !== "\x80" || version < 2 || version > 5) {
      throw new FormatError(
        `torch: the pickle must be of protocol 2 to 5${proto === "\x80" ? ` (got ${version})` : ""}\n  save with torch.save and its default pickle_protocol`,
      );
    }
    for (let opcode = this.#reader.opcode(); opcode !== "."; opcode = this.#reader.opcode())
      this.#step(opcode);
    const value = this.#pop();
    if (this.#stack.length + this.#marked.length > 0)
      throw this.#fault("leaves values on the stack at its end");
    return { value, end: this.#reader.at };
  }

  #step(opcode: string): void {
    const step = Machine.#steps.get(opcode);
    if (step === undefined) {
      const code = opcode.charCodeAt(0).toString(16).padStart(2, "0");
      throw this.#fault(`has the instruction 0x${code}, which no state dict needs`);
    }
    if (this.#reader.at - this.#reader.texts - this.#start > PICKLE_LIMIT)
      throw this.#fault(`has more than ${PICKLE_LIMIT} bytes of instructions`);
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
    // Long histories of numbers are part of real checkpoints, as NumPy's scalars of 41 bytes and 7 units each.
    if (this.#charged > Math.max(CONTAINER_LIMIT, (this.#reader.at - this.#start) / BYTES_PER_UNIT))
      throw this.#fault("contains too many lists, tuples, dicts and tensors");
  }

  #take(count: number): Pickled[] {
    if (this.#stack.length < count) throw this.#fault("takes a value from an empty stack");
    return this.#stack.splice(this.#stack.length - count, count);
  }

  #pushGlobal(name: string): void {
    this.#charge();
    this.#push({ kind: "global", name });
  }

  #stackGlobal([module, name]: readonly Pickled[]): void {
    if (typeof module !== "string" || typeof name !== "string")
      throw this.#fault("refers to a name that is not a text");
    if (module.length + name.length > LONGEST_NAME) throw this.#fault("has a name that is too long");
    this.#pushGlobal(`${module}.${name}`);
  }

  #pushBytes(bytes: Uint8Array): void {
    this.#charge();
    this.#push({ kind: "bytes", bytes });
  }

  #append(values: readonly Pickled[]): void {
    const list = this.#top();
    if (isKind(list, "object")) return; // what an unknown object contains is not read
    if (!isKind(list, "list")) throw this.#fault("appends to a value that is not a list");
    if (list.items.length === 0) this.#charge(4);
    for (const value of values) list.items.push(value);
  }

  #set(values: readonly Pickled[]): void {
    const dict = this.#top();
    if (isKind(dict, "object")) return;
    if (!isKind(dict, "dict")) throw this.#fault("sets an entry of a value that is not a dict");
    if (values.length % 2 !== 0) throw this.#fault("sets a key without a value");
    if (dict.entries === null) this.#charge(8);
    dict.entries ??= new Map();
    for (let i = 0; i < values.length; i += 2) setEntry(dict.entries, values[i], values[i + 1]);
  }

  #memorize(index: number): void {
    const value = this.#top();
    if (index < this.#memo.length) this.#memo[index] = value;
    else {
      this.#charge(0.25);
      if (index === this.#memo.length) this.#memo.push(value);
      else this.#sparseMemo.set(index, value);
    }
  }

  #recall(index: number): void {
    const value = index < this.#memo.length ? this.#memo[index] : this.#sparseMemo.get(index);
    if (value === undefined) throw this.#fault(`refers to memo ${index}, which does not exist`);
    this.#push(value);
  }

  /** Calls, or creates an object of a class: unless a handler knows the name, the result is what the pickle says. */
  #call([callable, args]: readonly Pickled[]): void {
    if (!(isKind(callable, "global") || isKind(callable, "object")) || !isKind(args, "tuple"))
      throw this.#fault("calls a value that is not a name");
    const charge = (units: number): void => this.#charge(units);
    const known = isKind(callable, "global") ? this.#handlers.call(callable.name, args.items, charge) : null;
    const result = known ?? objectOf(callable.name, args.items);
    if (typeof result === "object") this.#charge(4);
    this.#push(result);
  }

  /** The attributes of an OrderedDict, such as the `_metadata` of a state dict, and of a tensor are ignored. */
  #build(): void {
    const state = this.#pop();
    const built = this.#top();
    if (isKind(built, "object")) built.state = state;
    else if (!isKind(built, "tensor") && !(isKind(built, "dict") && isKind(state, "dict")))
      throw this.#fault("sets attributes of a value that is not a dict");
  }

  #fault(what: string): FormatError {
    return new FormatError(`torch: the pickle ${what}, at byte ${this.#reader.at}`);
  }
}

/** The names under which Python 2 and 3 write what only leads to another name. */
const DETOURS =
  /^(?:copy_?reg\.(?:_reconstructor|__newobj__|__newobj_ex__)|(?:__builtin__|builtins)\.getattr)$/;

/** An object named after the class that a detour would create it from, or after the attribute that it would look up. */
function objectOf(callable: string, args: readonly Pickled[]): PythonObject {
  const [target, attribute] = args;
  if (!DETOURS.test(callable) || !isKind(target, "global"))
    return { kind: "object", name: callable, args, state: null };
  const name =
    typeof attribute === "string" ? `${target.name}.${attribute.slice(0, LONGEST_NAME)}` : target.name;
  return { kind: "object", name, args, state: null };
}

function setEntry(entries: Map<Pickled, Pickled>, key: Pickled, value: Pickled): void {
  if (isKind(key, "list") || isKind(key, "dict"))
    throw new FormatError("torch: the pickle has a dict with a list or a dict as a key");
  if (entries.has(key))
    throw new FormatError(`torch: the pickle has a dict with the key ${shownName(String(key))} twice`);
  entries.set(key, value);
}
