/** @module Numbers as the note writes them: losses, shares, spans of time. */

/** A loss to so many significant digits: 0.00624, 1.2e-7, NaN. */
export function formatLoss(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞").replace("-", "−");
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e5 ? value.toExponential(digits - 1) : toDigits(value, digits);
  return text.replace("e+", "e").replace(/-/g, "−");
}

/** A share in percent, or as a multiple where it is large: 3.8%, <0.01%, 12×. */
export function formatShare(share: number): string {
  if (Number.isNaN(share)) return "NaN";
  if (share === Number.POSITIVE_INFINITY) return "∞";
  if (share >= 10) return `${toDigits(share, 2)}×`;
  if (share < 1e-4) return "<0.01%";
  return `${toDigits(100 * share, 2)}%`;
}

/** A parameter's value, four decimals, with a true minus sign. */
export function formatWeight(value: number): string {
  return value.toFixed(4).replace("-", "−");
}

/** A shape as Python writes a tuple: (32, 1), (32,). */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** So many significant digits, never in exponents: 0.0062, 12, 3.8, 1234. */
function toDigits(value: number, digits: number): string {
  const power = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(20, Math.max(0, digits - 1 - power)));
}
