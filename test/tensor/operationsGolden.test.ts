/** @module Operations of sequence models, on ties, edges and random values, against PyTorch's values and gradients. */
import { functional, Generator, maximum, minimum, multinomial, type Tensor, where } from "unrolled";
import { expect, test } from "vitest";
import { expectBitEqual, expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";

type Argument = number | boolean | string | readonly number[] | object | { readonly tensor: GoldenArray };

interface Case {
  readonly name: string;
  readonly inputs: readonly GoldenArray[];
  readonly args: readonly Argument[];
  readonly outputs: readonly GoldenArray[];
  readonly cotangents: readonly GoldenArray[];
  readonly grads: readonly (GoldenArray | null)[];
}

interface Draw {
  readonly weights: GoldenArray;
  readonly count: number;
  readonly replacement: boolean;
  readonly runs: readonly {
    readonly seed: number;
    readonly indices: readonly number[];
    readonly next: number;
  }[];
}

const golden = readGolden<{ readonly cases: readonly Case[]; readonly multinomial: readonly Draw[] }>(
  "operations",
);

/** Sums in another order, of values of size 1. */
const TOLERANCE = { absolute: 1e-6, relative: 1e-6 };

/** PyTorch adds up logarithms of size 40 in float32, which err by 2e-6 each; ours are in double precision. */
const CTC_TOLERANCE = { absolute: 1e-5, relative: 1e-5 };

/** Functions of all inputs, then the arguments; PyTorch rounds each of their steps to float32. */
const computed: Readonly<Record<string, (...args: never[]) => Tensor>> = {
  binaryCrossEntropy: functional.binaryCrossEntropy,
  klDiv: functional.klDiv,
  ctcLoss: functional.ctcLoss,
  scaledDotProductAttention: functional.scaledDotProductAttention,
};

const functions: Readonly<Record<string, (inputs: Tensor[], args: never[]) => unknown>> = {
  oneHot: (_, [classes, count]) => functional.oneHot(classes, count),
  where: ([a, b], [mask]) => where(mask, a, b),
  "where method": ([a, b], [mask]) => a.where(mask, b),
  maximum: ([a, b]) => maximum(a, b),
  minimum: ([a, b]) => minimum(a, b),
  max: ([a, ...others], args) => Reflect.apply(a.max, a, [...others, ...args]),
  min: ([a, ...others], args) => Reflect.apply(a.min, a, [...others, ...args]),
  clamp: ([x, ...bounds], args) => Reflect.apply(x.clamp, x, [...bounds, ...args]),
};

/** Tensors among the arguments, and in options. */
function readArgument(arg: Argument): unknown {
  if (typeof arg !== "object" || Array.isArray(arg)) return arg;
  if ("tensor" in arg) return goldenTensor(arg.tensor as GoldenArray);
  return Object.fromEntries(Object.entries(arg).map(([key, value]) => [key, readArgument(value)]));
}

function call(name: string, inputs: Tensor[], args: readonly Argument[]): Tensor[] {
  const read = args.map(readArgument);
  const [x] = inputs;
  if (name in computed) return [Reflect.apply(computed[name], null, [...inputs, ...read])];
  const result: unknown = functions[name]
    ? functions[name](inputs, read as never[])
    : Reflect.apply(Reflect.get(x, name), x, read);
  const isSeveral = typeof result === "object" && result !== null && Symbol.iterator in result;
  return isSeveral ? [...(result as Iterable<Tensor>)] : [result as Tensor];
}

test.each(golden.cases.map((one, i) => ({ ...one, title: `${one.name} ${i}` })))(
  "$title",
  ({ title, ...one }) => {
    const inputs = one.inputs.map((array) => goldenTensor(array, true));
    const tolerance = one.name === "ctcLoss" ? CTC_TOLERANCE : TOLERANCE;
    const outputs = call(one.name, inputs, one.args);
    expect(outputs.length).toBe(one.outputs.length);
    outputs.forEach((y, i) => {
      if (one.name in computed) expectClose(y, one.outputs[i], tolerance, title);
      else expectBitEqual(y, one.outputs[i], title);
    });
    const graded = outputs.filter((y) => y.requiresGrad);
    expect(graded.length).toBe(one.cotangents.length);
    if (graded.length === 0) return;
    const terms = graded.map((y, i) => y.mul(goldenTensor(one.cotangents[i])).sum());
    terms.reduce((sum, term) => sum.add(term)).backward();
    inputs.forEach((x, i) => {
      const expected = one.grads[i];
      if (expected !== null) expectClose(x.grad, expected, tolerance, title);
    });
  },
);

test("multinomial draws PyTorch's indices under a seed, and leaves the generator where PyTorch does", () => {
  expect(golden.multinomial).toHaveLength(5);
  for (const { weights, count, replacement, runs } of golden.multinomial) {
    for (const { seed, indices, next } of runs) {
      const generator = new Generator(seed);
      const drawn = multinomial(goldenTensor(weights), count, { replacement, generator });
      expect(drawn.shape).toEqual([...weights.shape.slice(0, -1), count]);
      expect([...drawn.data], `seed ${seed}`).toEqual(indices);
      expect((generator.random32() & 0xffffff) * 2 ** -24).toBe(next);
    }
  }
});
