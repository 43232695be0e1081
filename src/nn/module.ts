/** @module The base class of layers and models, their parameters, and their printed form. */
import { closed } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { checkedShape } from "../tensor/create.ts";
import { type SavedValues, valuesAs } from "../tensor/savedValues.ts";
import { numelOf } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { overwritten } from "../tensor/version.ts";
import { type IncompatibleKeys, readState } from "./loadState.ts";
import { checkPrivateFields, noteClass } from "./privateFields.ts";

/** A tensor that a module learns: `parameters()` finds it, an optimiser updates it. */
export class Parameter extends Tensor {
  /** `new Parameter(tensor)` shares the values of a tensor; `new Parameter(shape)` is zero, to be filled by an initialiser. */
  constructor(shape: Tensor | readonly number[], values?: Float32Array) {
    const { data, shape: own } = shape instanceof Tensor ? shape : parameterOf(shape, values);
    super(data, own, true);
    noteClass(new.target);
  }
}

function parameterOf(shape: readonly number[], values: Float32Array | undefined): Tensor {
  const own = checkedShape("Parameter", shape);
  const data = values === undefined ? new Float32Array(numelOf(own)) : valuesAs(values, "Parameter: values");
  return new Tensor(data, own);
}

/** Tensors by the name of their parameter or buffer, in PyTorch's order. */
export type StateDict = Record<string, Tensor>;

/** State dicts as they come from outside: from a file, from JSON, or from Python's `tolist()`. */
export type SavedState = Readonly<Record<string, SavedValues>>;

/**
 * The base of all layers and models.
 *
 * Fields that hold a `Parameter` or a `Module` are registered automatically, in the order of assignment:
 * `class Net extends nn.Module { rnn = new nn.RNN(1, 32); out = new nn.Linear(32, 1); forward(…) {…} }`.
 */
export abstract class Module {
  /** The printed name. The layers of this library set it because bundlers may rename classes. */
  static readonly typeName?: string;

  /** Whether the module is in training mode, set by `train()` and `eval()`; dropout depends on it. */
  training = true;

  constructor() {
    noteClass(new.target);
  }

  /** The parameters of this module and its descendants, each once. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** As `parameters()`, each with its path: `["rnn.weight_ih_l0", …]`. */
  namedParameters(): [string, Parameter][] {
    return unique(
      this.#state().filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter),
    );
  }

  /** This module and all its descendants, each once, top down. */
  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** As `modules()`, each with its path; the path of this one is empty. */
  namedModules(): [string, Module][] {
    return unique(this.#walk(""));
  }

  /** The modules in the fields of this one. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** All parameters and buffers by name. Their values are shared with the module, not copied. */
  stateDict(): StateDict {
    return Object.fromEntries(this.#state().map(([name, values]) => [name, values.detach()]));
  }

  /**
   * Copies values into the parameters and buffers of the same names; returns the names that only one side has.
   *
   * A value may be a tensor, `{ shape, data }`, also after JSON, or nested arrays of numbers. Throws, before anything has
   * changed, FormatError for values that are not numbers or too few or many, ShapeError if shapes differ or, unless
   * `strict` is false, if names are missing or unexpected.
   */
  loadStateDict(state: SavedState, options: boolean | { strict?: boolean } = {}): IncompatibleKeys {
    const { strict = true } =
      typeof options === "boolean" ? { strict: options } : closed("loadStateDict", options, { strict: 0 });
    const own = this.#state();
    const { values, missingKeys, unexpectedKeys } = readState(typeNameOf(this), own, state, strict);
    for (const [parameter, data] of values) {
      parameter.data.set(data);
      overwritten(parameter);
    }
    return { missingKeys, unexpectedKeys };
  }

  /** Sets training mode, or evaluation mode, for this module and its descendants. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Sets evaluation mode, here and below: no dropout. */
  eval(): this {
    return this.train(false);
  }

  /** Clears the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Calls a function with every descendant, and then with this module. */
  apply(visit: (module: Module) => void): this {
    for (const [, child] of this.namedChildren()) child.apply(visit);
    visit(this);
    return this;
  }

  /** The text between the parentheses of the printed form. */
  extraRepr(): string {
    return "";
  }

  /** The form that PyTorch prints. */
  toString(): string {
    const extra = this.extraRepr();
    const children = this.namedChildren().map(
      ([name, child]) => `  (${name}): ${String(child).replaceAll("\n", "\n  ")}`,
    );
    const name = typeNameOf(this);
    if (children.length === 0 && !extra.includes("\n")) return `${name}(${extra})`;
    const lines = extra ? [`  ${extra.replaceAll("\n", "\n  ")}`] : [];
    return [`${name}(`, ...lines, ...children, ")"].join("\n");
  }

  /** Adds a parameter as a field, for computed names. */
  protected register(name: string, parameter: Parameter | null): void {
    if (name in this) throw new ValueError(`attribute '${name}' already exists`);
    Object.assign(this, { [name]: parameter });
  }

  /** Adds the tensor in a field, which is not trained, to the state dict, with the key that it has in PyTorch. */
  protected registerBuffer(field: string, key: string = field): void {
    this.#buffers.set(field, key);
  }

  readonly #buffers = new Map<string, string>();

  #walk(prefix: string): [string, Module][] {
    checkPrivateFields(this, Module.prototype);
    const below = this.namedChildren().flatMap(([name, child]) =>
      child.#walk(prefix ? `${prefix}.${name}` : name),
    );
    return [[prefix, this], ...below];
  }

  /** Every parameter and buffer with every path to it, by the key that it has in PyTorch. */
  #state(): [string, Tensor][] {
    return this.#walk("").flatMap(([path, module]) =>
      Object.entries(module).flatMap(([name, value]): [string, Tensor][] => {
        const key = value instanceof Parameter ? name : module.#buffers.get(name);
        return key !== undefined && value instanceof Tensor ? [[path ? `${path}.${key}` : key, value]] : [];
      }),
    );
  }
}

function unique<Value>(entries: [string, Value][]): [string, Value][] {
  const seen = new Set<Value>();
  return entries.filter(([, value]) => !seen.has(value) && seen.add(value));
}

/** The name of a module's class; a user's class has its own, even if it extends one of ours. */
function typeNameOf(module: Module): string {
  const type = module.constructor as typeof Module;
  return Object.hasOwn(type, "typeName") && type.typeName !== undefined ? type.typeName : type.name;
}

/** A number as Python's `repr` prints it: 1e-05, not 0.00001. Integers are printed without a decimal point. */
export function printNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0 || (size >= 1e-4 && size < 1e16)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** Numbers as a Python tuple: (3,) or (2, 3). */
export function printTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}
