/** @module An optimiser's state in PyTorch's layout: packing, validation and unpacking. */
import { cut, described } from "../arguments.ts";
import { FormatError, ShapeError, ValueError } from "../errors.ts";
import { readSaved, type SavedValues } from "../tensor/savedValues.ts";
import { sameShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** The options of a group, with PyTorch's names, and the indices of its parameters. */
export interface SavedGroup {
  /** Indices of its parameters, counted over all groups. */
  readonly params: readonly number[];
  /** Its options, under PyTorch's names. */
  readonly [option: string]: unknown;
}

/** A state dict as `loadStateDict` accepts it. */
export interface SavedOptimizer {
  /** By the index of the parameter. */
  readonly state: Readonly<Record<string, Readonly<Record<string, SavedValues | null>>>>;
  /** The groups in order. */
  readonly param_groups: readonly SavedGroup[];
}

/** A state dict as `stateDict` returns it. */
export interface OptimizerStateDict extends SavedOptimizer {
  /** By the index of the parameter. */
  readonly state: Record<string, Record<string, Tensor | null>>;
  /** The groups in order. */
  readonly param_groups: SavedGroup[];
}

interface Group {
  readonly params: readonly Tensor[];
}

/** Options of PyTorch that do not affect results. */
const WITHOUT_EFFECT = ["foreach", "fused", "capturable", "differentiable"];

/** The groups, with indices in place of parameters. */
export function packGroups(groups: readonly Group[]): SavedGroup[] {
  const index = indexOf(groups);
  return groups.map(({ params, ...options }) => ({
    ...Object.fromEntries(
      Object.entries(options).map(([name, value]) => [snakeCase(name), structuredClone(value)]),
    ),
    params: params.map((parameter) => index.get(parameter) ?? -1),
  }));
}

/** The state of each parameter that has one, by its index. Numbers become scalar tensors, as in PyTorch 2. */
export function packState(
  groups: readonly Group[],
  state: ReadonlyMap<Tensor, object>,
): Record<string, Record<string, Tensor | null>> {
  const packed: Record<string, Record<string, Tensor | null>> = {};
  for (const [parameter, i] of indexOf(groups)) {
    const own = state.get(parameter);
    if (own === undefined) continue;
    packed[i] = {};
    for (const [name, value] of Object.entries(own)) {
      if (value !== undefined) packed[i][snakeCase(name)] = packValue(value, parameter.shape);
    }
  }
  return packed;
}

function packValue(value: Float32Array | number | null, shape: readonly number[]): Tensor | null {
  if (value === null) return null;
  if (typeof value === "number") return new Tensor(Float32Array.of(value), []);
  return new Tensor(value.slice(), shape);
}

/** Throws unless it is a state dict for groups of these sizes. */
export function checkStateDict(saved: SavedOptimizer, groups: readonly Group[]): void {
  const isGroup = (group: SavedGroup): boolean => Array.isArray(group?.params);
  if (!isObject(saved?.state) || !Array.isArray(saved.param_groups) || !saved.param_groups.every(isGroup)) {
    throw new FormatError("an optimizer's state dict must be { state, param_groups }");
  }
  for (const [key, values] of entriesOf(saved.state)) {
    if (!isObject(values) || Array.isArray(values))
      throw new FormatError(
        `the state of parameter ${cut(key)} must be an object (got ${described(values)})`,
      );
  }
  if (saved.param_groups.length !== groups.length)
    throw new ValueError("loaded state dict has a different number of parameter groups");
  if (saved.param_groups.some(({ params }, i) => params.length !== groups[i].params.length)) {
    throw new ValueError(
      "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
    );
  }
}

/**
 * The group with the saved options. Options that this library lacks are kept, so that PyTorch can load them again; those in
 * `fixed` are what the optimiser's class is, and must have that value.
 */
export function unpackOptions<Options extends Group>(
  saved: SavedGroup,
  group: Options,
  i: number,
  fixed: Readonly<Record<string, boolean>> = {},
): Options {
  const { params: _, ...options } = saved;
  const named = Object.entries(options).map(([name, given]) => {
    const value = numbersOf(given);
    if (Object.hasOwn(fixed, name)) checkFixed(name, value, fixed[name], i);
    else checkOption(name, value, Reflect.get(group, camelCase(name)), i);
    return [camelCase(name), structuredClone(value)];
  });
  return { ...group, ...Object.fromEntries(named) };
}

/** A number for a tensor of one value, which PyTorch 2 allows as a rate; also in lists. */
export function numbersOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbersOf);
  const data = isObject(value) && "shape" in value && "data" in value ? value.data : null;
  const [number, ...others] = isObject(data) ? Object.values(data) : [];
  return typeof number === "number" && others.length === 0 ? number : value;
}

function checkFixed(name: string, value: unknown, own: boolean, i: number): void {
  if (value === own) return;
  throw new ValueError(
    `loaded state dict sets '${name}' to ${String(value)} in parameter group ${i}, but this optimizer is one with ${own}`,
  );
}

function checkOption(name: string, value: unknown, own: unknown, i: number): void {
  if (own === undefined && value === true && !WITHOUT_EFFECT.includes(name)) {
    throw new ValueError(
      `loaded state dict sets '${cut(name)}' in parameter group ${i}, which this optimizer does not have`,
    );
  }
  const isSearch = name === "line_search_fn" && (value === null || value === "strong_wolfe"); // null or not, in LBFGS
  if (own === undefined || isSearch || isLike(value, own)) return;
  const wanted = Array.isArray(own) ? `list of ${own.length} numbers` : typeof own;
  const got = isObject(value) ? described(value) : cut(String(value));
  throw new FormatError(`'${name}' of parameter group ${i} must be a ${wanted} (got ${got})`);
}

function isLike(value: unknown, own: unknown): boolean {
  if (!Array.isArray(own)) return typeof value === typeof own;
  return Array.isArray(value) && value.length === own.length && value.every((one, i) => isLike(one, own[i]));
}

/** The entries of an object, or of a Map, as `decodeTorch` returns dicts with keys of several types. */
function entriesOf<Value>(dict: Readonly<Record<string, Value>>): [string, Value][] {
  return dict instanceof Map ? [...dict].map(([key, value]) => [String(key), value]) : Object.entries(dict);
}

/** The saved state of each parameter, in the form of its initial state. */
export function unpackState<State extends object>(
  saved: SavedOptimizer,
  groups: readonly Group[],
  initialState: (parameter: Tensor) => State,
): Map<Tensor, State> {
  const numbers = saved.param_groups.flatMap(({ params }) => params);
  const parameters = groups.flatMap(({ params }) => params);
  const state = new Map<Tensor, State>();
  for (const [key, values] of entriesOf(saved.state)) {
    const parameter = parameters[numbers.indexOf(Number(key))];
    if (parameter === undefined) {
      throw new ValueError(
        `loaded state dict has a state of parameter ${cut(key)}, which is in none of its groups`,
      );
    }
    state.set(parameter, unpackValues(values, initialState(parameter), parameter.shape, key));
  }
  return state;
}

function unpackValues<State extends object>(
  saved: Readonly<Record<string, SavedValues | null>>,
  initial: State,
  shape: readonly number[],
  key: string,
): State {
  const names = Object.keys(initial).map(snakeCase);
  const strange = Object.keys(saved).find((name) => !names.includes(name));
  if (strange !== undefined) {
    throw new ValueError(
      `loaded state dict has '${cut(strange)}' of parameter ${key}, which this optimizer does not have; it has ${names.join(", ")}`,
    );
  }
  const entries = Object.entries(initial).map(([name, value]: [string, unknown]) => {
    const found = saved[snakeCase(name)];
    const what = `'${snakeCase(name)}' of parameter ${key}`;
    if (found === undefined && value instanceof Object)
      throw new ValueError(`loaded state dict lacks ${what}, which this optimizer needs`);
    if (found === undefined || (found === null && !(value instanceof Object || typeof value === "number")))
      return [name, value];
    if (found === null) throw new FormatError(`${what} must be a tensor (got null)`);
    return [name, typeof value === "number" ? readNumber(found, what) : readValues(found, shape, what)];
  });
  return Object.fromEntries(entries);
}

function readNumber(saved: SavedValues, what: string): number {
  const { data } = readSaved(saved, what);
  if (data.length !== 1) throw new FormatError(`${what} must be one number (got ${data.length})`);
  if (Number.isFinite(data[0])) return data[0]; // steps are compared, and no step would ever be NaN
  throw new FormatError(`${what} must be a finite number (got ${data[0]})`);
}

function readValues(saved: SavedValues, shape: readonly number[], what: string): Float32Array {
  if (typeof saved === "number") throw new FormatError(`${what} must be a tensor (got ${saved})`);
  const { shape: found, data } = readSaved(saved, what);
  if (sameShape(found, shape)) return data.slice();
  throw new ShapeError(`${what} has shape (${found.join(", ")}) but the parameter has (${shape.join(", ")})`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function indexOf(groups: readonly Group[]): Map<Tensor, number> {
  return new Map(groups.flatMap(({ params }) => params).map((parameter, i) => [parameter, i]));
}

/** weightDecay → weight_decay. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** weight_decay → weightDecay. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
