/** @module What `loadStateDict` will copy, read and checked whole before anything changes, with PyTorch's error messages. */
import { described } from "../arguments.ts";
import { FormatError, ShapeError } from "../errors.ts";
import { readSaved, type SavedValues } from "../tensor/savedValues.ts";
import { sameShape, torchSize } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The names that a module and a state dict do not share. */
export interface IncompatibleKeys {
  /** Names of parameters and buffers for which there are no values. */
  readonly missingKeys: string[];
  /** Names of values for which there is no parameter or buffer. */
  readonly unexpectedKeys: string[];
}

interface ReadState extends IncompatibleKeys {
  readonly values: readonly (readonly [Tensor, Float32Array])[];
}

/** The values for each tensor of a module. Throws, with all problems, ShapeError, or FormatError if values are not numbers. */
export function readState(
  owner: string,
  own: readonly (readonly [string, Tensor])[],
  given: unknown,
  strict: boolean,
): ReadState {
  const state = dictOf(given);
  const names = new Set(own.map(([name]) => name));
  const missingKeys = [...names].filter((name) => !state.has(name));
  const unexpectedKeys = [...state.keys()].filter((name) => !names.has(name));
  const read = own
    .filter(([name]) => state.has(name))
    .map(([name, t]) => [t, valuesFor(name, t, state)] as const);
  const problems = [
    ...(strict && missingKeys.length > 0 ? [`Missing key(s) in state_dict: ${quoted(missingKeys)}. `] : []),
    ...(strict && unexpectedKeys.length > 0
      ? [`Unexpected key(s) in state_dict: ${quoted(unexpectedKeys)}. `]
      : []),
    ...read.flatMap(([, found]) => (found instanceof Float32Array ? [] : [found.message])),
  ];
  if (problems.length === 0) return { missingKeys, unexpectedKeys, values: read as ReadState["values"] };
  const isForeign = read.some(([, found]) => found instanceof FormatError);
  const text = `Error(s) in loading state_dict for ${shortened(owner, 60)}:\n\t${fitting(problems, 370, "\n\t").join("\n\t")}`;
  throw isForeign ? new FormatError(text) : new ShapeError(text);
}

function dictOf(given: unknown): Map<string, SavedValues> {
  if (given instanceof Map) return given;
  if (typeof given === "object" && given !== null && !(Symbol.iterator in given))
    return new Map(Object.entries(given));
  throw new FormatError(`Expected state_dict to be dict-like, got ${described(given)}.`);
}

/** The values for one tensor, or what is wrong with them. */
function valuesFor(
  name: string,
  { shape }: Tensor,
  state: ReadonlyMap<string, SavedValues>,
): Float32Array | FormatError | ShapeError {
  const short = shortened(name, 60);
  try {
    const found = readSaved(state.get(name), `the value of "${short}"`);
    if (sameShape(found.shape, shape)) return found.data;
    return new ShapeError(
      `size mismatch for ${short}: copying a param with shape ${shortened(torchSize(found.shape), 60)} from checkpoint, the shape in current model is ${shortened(torchSize(shape), 60)}.`,
    );
  } catch (error) {
    if (error instanceof FormatError) return error;
    if (error instanceof ShapeError) return new FormatError(error.message);
    throw error;
  }
}

/** As many names as fit. */
function quoted(names: readonly string[]): string {
  const texts = names.map((name) => `"${shortened(name, 60)}"`);
  return fitting(texts, 120, ", ").join(", ");
}

/** The first texts, together at most `room` letters but at least one, and the count of the others. */
function fitting(texts: readonly string[], room: number, separator: string): string[] {
  let count = 0;
  for (let used = 0; count < texts.length; count++) {
    used += texts[count].length + separator.length;
    if (used > room && count > 0) break;
  }
  const more = texts.length - count;
  return [...texts.slice(0, count), ...(more > 0 ? [`… and ${more} more`] : [])];
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
