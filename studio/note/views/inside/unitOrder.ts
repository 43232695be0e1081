/** @module The order in which heat maps show the units of a layer. */

/** The units of (T, H) values by the time step at which each is highest, earliest first: what follows is a diagonal. */
export function peakOrder(values: Float32Array, units: number): number[] {
  const peaks = Array.from({ length: units }, (_, unit) => {
    let peak = 0;
    for (let t = 1; t < values.length / units; t++)
      if (values[t * units + unit] > values[peak * units + unit]) peak = t;
    return peak;
  });
  return peaks.map((_, unit) => unit).sort((a, b) => peaks[a] - peaks[b] || a - b);
}

/** (T, H) → (H, T), so that time goes to the right, with the units in an order. */
export function unitRows(values: Float32Array, order: readonly number[]): Float32Array {
  const units = order.length;
  const steps = values.length / units;
  return Float32Array.from(values, (_, i) => values[(i % steps) * units + order[Math.floor(i / steps)]]);
}
