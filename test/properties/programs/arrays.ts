/** @module Arrays of any shape in float64: what the twins of operations compute with. */

/** Row-major values of a shape. */
export interface Array64 {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export const countOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The array whose value at each index is f of the index. */
export function made(shape: readonly number[], f: (index: readonly number[]) => number): Array64 {
  const index = shape.map(() => 0);
  const data = Array.from({ length: countOf(shape) }, () => {
    const value = f(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] += 1;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
    return value;
  });
  return { shape, data };
}

/** The value at an index, of which an array with fewer axes takes the last ones; axes of size 1 are broadcast. */
export function at({ shape, data }: Array64, index: readonly number[]): number {
  const skipped = index.length - shape.length;
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++)
    offset = offset * shape[axis] + (shape[axis] === 1 ? 0 : index[axis + skipped]);
  return data[offset];
}

export const map = ({ shape, data }: Array64, f: (value: number) => number): Array64 => ({
  shape,
  data: data.map((value) => f(value)),
});

/** f of the values of several arrays, which are broadcast. */
export function zip(arrays: readonly Array64[], f: (...values: number[]) => number): Array64 {
  const rank = Math.max(...arrays.map(({ shape }) => shape.length));
  const shape = Array.from({ length: rank }, (_, axis) =>
    Math.max(...arrays.map((a) => a.shape[axis - rank + a.shape.length] ?? 1)),
  );
  return made(shape, (index) => f(...arrays.map((a) => at(a, index))));
}

/** Each line along an axis becomes f of it, which may be longer or shorter. */
export function lines(a: Array64, axis: number, f: (line: number[]) => readonly number[]): Array64 {
  const last = turned(a, axis);
  const width = a.shape[axis];
  const rows = Array.from({ length: last.data.length / width }, (_, i) =>
    f(last.data.slice(i * width, (i + 1) * width)),
  );
  const shape = [...last.shape.slice(0, -1), rows[0].length];
  return turnedBack({ shape, data: rows.flat() }, axis);
}

/** The axes in another order: result axis k is axis order[k]. */
export function permuted(a: Array64, order: readonly number[]): Array64 {
  const shape = order.map((axis) => a.shape[axis]);
  return made(shape, (index) =>
    at(
      a,
      a.shape.map((_, axis) => index[order.indexOf(axis)]),
    ),
  );
}

/** With an axis as the last one. */
function turned(a: Array64, axis: number): Array64 {
  const others = a.shape.map((_, k) => k).filter((k) => k !== axis);
  return permuted(a, [...others, axis]);
}

function turnedBack(a: Array64, axis: number): Array64 {
  const last = a.shape.length - 1;
  const order = Array.from({ length: last }, (_, k) => k);
  order.splice(axis, 0, last);
  return permuted(a, order);
}

/** (…, N, K) with (K, M): (…, N, M). */
export function product(a: Array64, b: Array64): Array64 {
  const [K, M] = b.shape;
  return made([...a.shape.slice(0, -1), M], (index) => {
    const [row, column] = [index.slice(0, -1), index[index.length - 1]];
    let sum = 0;
    for (let k = 0; k < K; k++) sum += at(a, [...row, k]) * b.data[k * M + column];
    return sum;
  });
}

export const softmaxed = (line: readonly number[]): number[] => {
  const most = Math.max(...line);
  const powers = line.map((value) => Math.exp(value - most));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / total);
};

export const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
