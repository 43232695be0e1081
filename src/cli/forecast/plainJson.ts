/** @module Results as JSON: typed arrays as lists, and null for what JSON has no number for. */

/** A value as indented JSON, lists of numbers on one line each; NaN and infinities are null. */
export function plainJson(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) => plain(one), 2);
  return `${text.replace(/\[\n\s+(?:-?[\d.e+-]+|null)(?:,\n\s+(?:-?[\d.e+-]+|null))*\n\s+\]/g, onOneLine)}\n`;
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

function onOneLine(list: string): string {
  return list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]");
}
