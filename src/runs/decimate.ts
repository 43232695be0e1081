/** @module Fewer points of a curve, none of its peaks lost. */

/** A curve: one y for each x. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * A curve of at most about `most` points: the whole of it where it has no more, else the least and the greatest value of
 * each stretch, where they stood. Both ends stay. No value is made up, and no peak is lost, as averages would lose it.
 */
export function decimate({ x, y }: Points, most: number): Points {
  if (x.length <= most) return { x, y };
  const stretches = Math.max(1, Math.floor((most - 2) / 2));
  const kept = new Set<number>([0]);
  for (let k = 0; k < stretches; k++) {
    const [from, until] = [k, k + 1].map((edge) => Math.floor((edge * x.length) / stretches));
    for (const i of extremes(y, from, until)) kept.add(i);
  }
  kept.add(x.length - 1);
  const rows = Int32Array.from(kept).sort();
  return { x: Float64Array.from(rows, (i) => x[i]), y: Float64Array.from(rows, (i) => y[i]) };
}

/** Where the least and the greatest value stand. */
function extremes(y: Float64Array, from: number, until: number): readonly [number, number] {
  let [low, high] = [from, from];
  for (let i = from; i < until; i++) {
    if (y[i] < y[low]) low = i;
    if (y[i] > y[high]) high = i;
  }
  return [low, high];
}
