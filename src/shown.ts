/** @module Foreign values as error messages show them: at most one line long, however large or deep they are. */

const MOST = 60; // characters
const DEEPEST = 32; // levels of nesting

/** A value as JSON, cut to `most` characters; also what JSON has not: `undefined`, `NaN`, `1n`, `a function`. */
export function shown(value: unknown, most: number = MOST): string {
  const text = write(value, most + 1, DEEPEST);
  return text.length > most ? `${text.slice(0, most - 3)}…` : text;
}

/** A name from a file, quoted. */
export function shownName(name: string): string {
  return shown(name, 200);
}

/** At least the first `room` characters, if there are as many. */
function write(value: unknown, room: number, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, room));
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? `${value}n` : "a large bigint";
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (value instanceof Date) return String(JSON.stringify(value));
  if (depth === 0) return "…";
  return Array.isArray(value)
    ? `[${writeItems(value.length, (i) => write(value[i], room, depth - 1), room)}]`
    : `{${writeEntries(value, room, depth)}}`;
}

function writeEntries(value: object, room: number, depth: number): string {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return writeItems(
    entries.length,
    (i) => `${write(entries[i][0], room, 0)}:${write(entries[i][1], room, depth - 1)}`,
    room,
  );
}

function writeItems(count: number, item: (i: number) => string, room: number): string {
  let text = "";
  for (let i = 0; i < count && text.length < room; i++) text += (i === 0 ? "" : ",") + item(i);
  return text;
}
