/** @module Evenly spaced numbers, as NumPy spaces them. */
import { closed } from "../../arguments.ts";

/**
 * `count` numbers evenly spaced from start to end, computed in double precision and rounded once to float32, as
 * `numpy.linspace(start, end, count, dtype=float32)` does. Without `endpoint` the end itself is left out.
 */
export function linspace(
  start: number,
  end: number,
  count: number,
  options: { readonly endpoint?: boolean } = {},
): Float32Array {
  const { endpoint = true } = closed("linspace", options, { endpoint: 0 });
  const step = (end - start) / (endpoint ? count - 1 : count);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = i === 0 ? start : i * step + start; // a single number has a step of ∞
  if (endpoint && count > 1) values[count - 1] = end;
  return values;
}
