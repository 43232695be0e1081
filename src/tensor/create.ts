/** @module Functions that create tensors: from numbers, constant, evenly spaced, random. */
import { closed, cut, described, isList, type OptionNames } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { fillUniform } from "../random/distributions.ts";
import { Generator } from "../random/generator.ts";
import { fillRandint, randperm as permutation } from "../random/integers.ts";
import { fillNormal } from "../random/normal.ts";
import { floatsOf } from "../wasm/pool.ts";
import { checkAxes, inferShape, listOf, numelOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";
import { type TensorValues, valuesOf } from "./values.ts";

/** Options of the functions that create tensors. */
export interface TensorOptions {
  /** Whether to compute its gradient; false by default. */
  readonly requiresGrad?: boolean;
}

/** Options of the functions that draw random tensors. */
export interface RandomOptions extends TensorOptions {
  /** The stream to draw from; by default the one that `manualSeed` seeds. */
  readonly generator?: Generator | null;
}

/** A shape as one list or as separate sizes, then options: `([2, 3])`, `(2, 3)` or `(2, 3, { requiresGrad: true })`. */
export type ShapeArguments<Options = TensorOptions> =
  | [shape: readonly number[], options?: Options | undefined]
  | [...sizes: number[], last: number | Options];

/**
 * A tensor of the given numbers: nested arrays, also of typed arrays, or a flat typed array with a shape.
 *
 * A `Float32Array` is used without a copy; other numbers are rounded to float32. Throws ShapeError for ragged
 * arrays, FormatError for values that are not numbers.
 */
export function tensor(
  values: TensorValues,
  options: TensorOptions & { readonly shape?: readonly number[] } = {},
): Tensor {
  const { shape, requiresGrad = false } = closed("tensor", options, SHAPED);
  const { data, shape: found } = valuesOf(values);
  return new Tensor(data, shape ? inferShape(listOf("tensor", [shape]), data.length) : found, requiresGrad);
}

/** A tensor of zeros, `zeros([2, 3])` or `zeros(2, 3)`. */
export function zeros(...shape: ShapeArguments): Tensor {
  return made("zeros", shape);
}

/** A tensor of ones, `ones([2, 3])` or `ones(2, 3)`. */
export function ones(...shape: ShapeArguments): Tensor {
  const result = made("ones", shape);
  result.data.fill(1);
  return result;
}

/** A tensor filled with one value. */
export function full(shape: readonly number[], value: number, options: TensorOptions = {}): Tensor {
  if (typeof value !== "number")
    throw new ValueError(`full: the value must be a number (got ${described(value)})`);
  const result = make("full", shape, closed("full", options, TENSOR));
  result.data.fill(value);
  return result;
}

/** The values start, start + step, … below end. `arange(n)` counts 0 … n − 1. */
export function arange(start: number, end?: number, step = 1, options: TensorOptions = {}): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  checkNumbers("arange", { start: from, end: to, step });
  if (step === 0) throw new ValueError("step must be nonzero");
  if ((to - from) / step < 0) {
    throw new ValueError(
      `upper bound and larger bound inconsistent with step sign: from ${from} to ${to} by ${step}`,
    );
  }
  const result = make("arange", [Math.ceil((to - from) / step)], closed("arange", options, TENSOR));
  fillLanes(
    result.data,
    (i) => from + i * step,
    lanes.map((lane) => lane * step),
  );
  return result;
}

/**
 * `steps` values evenly spaced from start to end, both included; the same bits as PyTorch's.
 *
 * PyTorch counts from the nearer end with one rounding (a fused multiply-add). In whole blocks of 16, its AVX2 code does so
 * only for every eighth value, and adds to that with a second rounding for the next seven.
 */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  checkNumbers("linspace", { start, end, steps });
  const result = make("linspace", [steps], closed("linspace", options, TENSOR));
  const [from, to] = [Math.fround(start), Math.fround(end)];
  if (steps === 1) return full([1], from, options);
  const step = Math.fround(Math.fround(to - from) / Math.fround(steps - 1));
  const half = Math.floor(steps / 2);
  fillLanes(
    result.data,
    (i) => (i < half ? from + i * step : to - (steps - i - 1) * step),
    lanes.map((lane) => Math.fround(lane * step)),
  );
  return result;
}

const lanes = [0, 1, 2, 3, 4, 5, 6, 7];

/** In whole blocks of 16, only every eighth value is computed by `at`, and the offsets are added to it. */
function fillLanes(values: Float32Array, at: (i: number) => number, offsets: readonly number[]): void {
  const inBlocks = values.length - (values.length % 16);
  for (let i = 0; i < inBlocks; i += offsets.length) {
    const first = Math.fround(at(i));
    for (let lane = 0; lane < offsets.length; lane++) values[i + lane] = first + offsets[lane];
  }
  for (let i = inBlocks; i < values.length; i++) values[i] = at(i);
}

/** Values uniform on [0, 1), the same as `torch.rand` draws: `rand([2, 3])` or `rand(2, 3)`. */
export function rand(...shape: ShapeArguments<RandomOptions>): Tensor {
  return drawn("rand", shape, (values, generator) => fillUniform(values, 0, 1, generator));
}

/** Standard normal values, the same as `torch.randn` draws: `randn([2, 3])` or `randn(2, 3)`. */
export function randn(...shape: ShapeArguments<RandomOptions>): Tensor {
  return drawn("randn", shape, (values, generator) => fillNormal(values, 0, 1, generator));
}

/** Options of the functions that draw integers. */
export type RandomIntegerOptions = Pick<RandomOptions, "generator">;

/** Integers from low to high − 1, the same as `torch.randint` draws. `randint(high, shape)` starts from 0. */
export function randint(high: number, shape: readonly number[], options?: RandomIntegerOptions): Tensor;
/** Integers from `low` (0 by default) up to `high`, which is excluded, as PyTorch draws them. */
export function randint(
  low: number,
  high: number,
  shape: readonly number[],
  options?: RandomIntegerOptions,
): Tensor;
export function randint(
  a: number,
  b: number | readonly number[],
  ...rest: readonly (readonly number[] | RandomIntegerOptions | undefined)[]
): Tensor {
  const [low, high, shape, options = {}] = typeof b === "number" ? [a, b, ...rest] : [0, a, b, ...rest];
  const sizes = checkedShape("randint", shape);
  const { generator } = closed("randint", options as RandomIntegerOptions, { generator: 0 });
  const values = floatsOf(numelOf(sizes));
  return new Tensor(fillRandint(values, low, high, generatorOf("randint", generator)), sizes);
}

/** The numbers 0 … n − 1 in random order, the same as `torch.randperm` draws. */
export function randperm(n: number, options: RandomIntegerOptions = {}): Tensor {
  const { generator } = closed("randperm", options, { generator: 0 });
  return new Tensor(new Float32Array(permutation(n, generatorOf("randperm", generator))), [n]);
}

const TENSOR: OptionNames<TensorOptions> = { requiresGrad: 0 };
const SHAPED: OptionNames<TensorOptions & { shape?: unknown }> = { shape: 0, requiresGrad: 0 };

function made(what: string, given: ShapeArguments): Tensor {
  const [shape, options] = parted(what, given);
  return make(what, shape, closed<TensorOptions>(what, options, TENSOR));
}

function drawn(
  what: string,
  given: ShapeArguments<RandomOptions>,
  fill: (values: Float32Array, generator?: Generator) => void,
): Tensor {
  const [shape, options] = parted(what, given);
  const { generator, ...others } = closed<RandomOptions>(what, options, { generator: 0, requiresGrad: 0 });
  const result = make(what, shape, others);
  fill(result.data, generatorOf(what, generator));
  return result;
}

/** The sizes and the options among the arguments. */
function parted<Options extends object>(
  what: string,
  given: ShapeArguments<Options>,
): [sizes: readonly number[], options: Options] {
  const last = given.length > 1 && typeof given.at(-1) !== "number" ? given.length - 1 : given.length;
  const sizes = given.slice(0, last);
  if (sizes.length === 0)
    throw new ShapeError(`${what}: the shape is missing: pass [2, 3] or 2, 3; [] for one value`);
  return [listOf(what, sizes), (given[last] === undefined ? {} : given[last]) as Options];
}

function make(what: string, shape: readonly number[], { requiresGrad = false }: TensorOptions): Tensor {
  const sizes = checkedShape(what, shape);
  return new Tensor(new Float32Array(numelOf(sizes)), sizes, requiresGrad);
}

/** A copy of a shape. Throws ShapeError unless it is a list of integers from 0. */
export function checkedShape(what: string, shape: unknown): number[] {
  if (!isList(shape))
    throw new ShapeError(`${what}: the shape must be a list, such as [2, 3] (got ${described(shape)})`);
  const sizes = Array.from(shape) as number[];
  checkAxes(what, sizes);
  if (sizes.every((size) => Number.isInteger(size) && size >= 0)) return sizes;
  throw new ShapeError(
    `${what}: every size must be an integer of at least 0 (got [${cut(sizes.map(String).join(", "))}])`,
  );
}

function generatorOf(what: string, generator: Generator | null | undefined): Generator | undefined {
  if (generator === undefined || generator === null) return undefined;
  if (generator instanceof Generator) return generator;
  throw new ValueError(`${what}: generator must be a Generator (got ${described(generator)})`);
}

function checkNumbers(what: string, given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "number") continue;
    throw new ValueError(`${what}: ${name} must be a number (got ${described(value)})`);
  }
}
