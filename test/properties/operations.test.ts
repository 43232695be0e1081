/** @module Random programs over the operations that rearrange, select and reduce, against twins in float64. */
import fc from "fast-check";
import { cat, functional, type Tensor, tensor, where } from "unrolled";
import { expect, test } from "vitest";
import { centralDifferences, dot, values } from "../reference/values.ts";

/** A twin: float64 values of a matrix with R rows. */
type Rows = readonly (readonly number[])[];

/** One operation on a matrix with at least one row and column, which it keeps. */
interface Step {
  readonly text: string;
  readonly ours: (t: Tensor) => Tensor;
  readonly twin: (rows: Rows) => Rows;
}

const map = (rows: Rows, f: (value: number, i: number, j: number) => number): Rows =>
  rows.map((row, i) => row.map((value, j) => f(value, i, j)));
const turned = (rows: Rows): Rows => rows[0].map((_, j) => rows.map((row) => row[j]));
const runningSum = (row: readonly number[]): number[] =>
  row.map((_, j) => row.slice(0, j + 1).reduce((a, b) => a + b));
const softmaxed = (row: readonly number[]): number[] => {
  const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
  return row.map((value) => Math.exp(value) / total);
};
const sorted = (row: readonly number[]): number[] => [...row].sort((a, b) => b - a);

/** The column of each row that `gather` reads: (2 i + 1) modulo the width. */
const columnOf = (i: number, width: number): number => (2 * i + 1) % width;

const steps: readonly Step[] = [
  { text: "tanh", ours: (t) => t.tanh(), twin: (r) => map(r, Math.tanh) },
  { text: "sin·2", ours: (t) => t.sin().mul(2), twin: (r) => map(r, (v) => 2 * Math.sin(v)) },
  { text: "transpose", ours: (t) => t.transpose(0, 1), twin: turned },
  { text: "flip 0", ours: (t) => t.flip(0), twin: (r) => r.toReversed() },
  {
    text: "flip 0, 1",
    ours: (t) => t.flip([0, 1]),
    twin: (r) => r.map((row) => row.toReversed()).toReversed(),
  },
  {
    text: "cumsum 1",
    ours: (t) => t.cumsum(1).div(t.size(1)),
    twin: (r) => map(r.map(runningSum), (v) => v / r[0].length),
  },
  {
    text: "cumsum 0",
    ours: (t) => t.cumsum(0).div(t.size(0)),
    twin: (r) => map(turned(turned(r).map(runningSum)), (v) => v / r.length),
  },
  {
    text: "− max 1",
    ours: (t) => t.sub(t.max(1, true).values),
    twin: (r) => r.map((row) => row.map((v) => v - Math.max(...row))),
  },
  {
    text: "− min 0",
    ours: (t) => t.sub(t.min(0).values),
    twin: (r) => turned(turned(r).map((c) => c.map((v) => v - Math.min(...c)))),
  },
  {
    text: "· max",
    ours: (t) => t.mul(t.max()).tanh(),
    twin: (r) => map(r, (v) => Math.tanh(v * Math.max(...r.flat()))),
  },
  {
    text: "− argmax",
    ours: (t) => t.sub(t.argmax(1, true)).tanh(),
    twin: (r) => map(r, (v, i) => Math.tanh(v - r[i].indexOf(Math.max(...r[i])))),
  },
  { text: "topk all", ours: (t) => t.topk(t.size(1)).values, twin: (r) => r.map(sorted) },
  {
    text: "smallest first",
    ours: (t) => t.topk(t.size(0), { dim: 0, largest: false }).values,
    twin: (r) => turned(turned(r).map((c) => sorted(c).toReversed())),
  },
  {
    text: "clamp",
    ours: (t) => t.clamp(-0.51, 0.77),
    twin: (r) => map(r, (v) => Math.min(Math.max(v, -0.51), 0.77)),
  },
  {
    text: "where > 0.1",
    ours: (t) => where(t.gt(0.1), t, t.mul(-0.3)),
    twin: (r) => map(r, (v) => (v > 0.1 ? v : -0.3 * v)),
  },
  {
    text: "masked",
    ours: (t) => t.maskedFill(t.le(-0.2).mul(t.ne(1)), 0.4),
    twin: (r) => map(r, (v) => (v <= -0.2 ? 0.4 : v)),
  },
  {
    text: "· (< flipped)",
    ours: (t) => t.mul(t.lt(t.flip(1)).add(t.ge(0.05))),
    twin: (r) => map(r, (v, i, j) => v * (Number(v < (r[i].at(-1 - j) ?? 0)) + Number(v >= 0.05))),
  },
  {
    text: "gather",
    ours: (t) =>
      t
        .add(t.gather(1, tensor(Array.from({ length: t.size(0) }, (_, i) => [columnOf(i, t.size(1))]))))
        .tanh(),
    twin: (r) => map(r, (v, i) => Math.tanh(v + r[i][columnOf(i, r[0].length)])),
  },
  {
    text: "chunks swapped",
    ours: (t) => cat(t.chunk(2, 1).toReversed(), 1),
    twin: (r) =>
      r.map((row) => [...row.slice(Math.ceil(row.length / 2)), ...row.slice(0, Math.ceil(row.length / 2))]),
  },
  {
    text: "split off a row",
    ours: (t) => cat(t.split([1, t.size(0) - 1]).toReversed()),
    twin: (r) => [...r.slice(1), r[0]],
  },
  {
    text: "+ expanded row",
    ours: (t) => t.add(t.slice(0, 0, 1).expand(t.size(0), -1)).tanh(),
    twin: (r) => map(r, (v, _, j) => Math.tanh(v + r[0][j])),
  },
  {
    text: "repeat, first half",
    ours: (t) => t.repeat(1, 2).slice(1, 1, t.size(1) + 1),
    twin: (r) => r.map((row) => [...row.slice(1), row[0]]),
  },
  {
    text: "flatten and back",
    ours: (t) =>
      t
        .flatten()
        .flip(0)
        .view([t.size(1), t.size(0)]),
    twin: (r) => {
      const flat = r.flat().toReversed();
      return Array.from({ length: r[0].length }, (_, i) => flat.slice(i * r.length, (i + 1) * r.length));
    },
  },
  { text: "softmax", ours: (t) => functional.softmax(t, 1), twin: (r) => r.map(softmaxed) },
];

/** Up to eight operations of values up to 10 err by some 1e-6; a wrong term is of size 0.1 and more. */
const TOLERANCE = 2e-5;

const program = fc.tuple(
  fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 8 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 1e6 }),
);

/**
 * The twin's gradient by differences with two step lengths; null where they differ, which is beside a kink or a jump, where a
 * difference says nothing about either side.
 */
function gradientOf(total: () => number, x: number[]): number[] | null {
  const [[fine], [coarse]] = [centralDifferences(total, [x], 1e-6), centralDifferences(total, [x], 1e-4)];
  return fine.every((d, i) => Math.abs(d - coarse[i]) < 1e-4) ? fine : null;
}

test("random programs of selections and reductions have their twins' values and gradients", () => {
  const used = new Set<string>();
  let compared = 0;
  const property = fc.property(program, ([chosen, R, C, seed]) => {
    const flat = values(R * C, seed, 1.5);
    const twin = (): Rows =>
      chosen.reduce<Rows>(
        (rows, step) => step.twin(rows),
        Array.from({ length: R }, (_, i) => flat.slice(i * C, (i + 1) * C)),
      );
    const x = tensor(flat, { shape: [R, C], requiresGrad: true });
    const y = chosen.reduce((t, step) => step.ours(t), x);
    const text = chosen.map((step) => step.text).join(" → ");
    const expected = twin();
    expect(y.shape, text).toEqual([expected.length, expected[0].length]);
    const dy = values(R * C, seed + 1);
    const gradient = gradientOf(() => dot(dy, twin().flat()), flat);
    if (gradient === null) return;
    expected.flat().forEach((value, i) => {
      expect(Math.abs(y.data[i] - value), text).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(value)));
    });
    y.mul(tensor(dy, { shape: y.shape }))
      .sum()
      .backward();
    gradient.forEach((value, i) => {
      const got = x.grad?.data[i] ?? 0;
      expect(Math.abs(got - value), text).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(value)));
    });
    compared += 1;
    for (const step of chosen) used.add(step.text);
  });
  fc.assert(property, { seed: 40, numRuns: 1000 });
  expect(used.size).toBe(steps.length);
  expect(compared).toBeGreaterThan(900); // the others are beside a kink
});
