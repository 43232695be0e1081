/** @module The decimal sign of a CSV file, as the cells of its beginning show it. */

import { DataError } from "../../errors.ts";
import { maxOf } from "../../lists.ts";
import { type Sentence, say } from "../../sentence.ts";
import { bodyOf } from "./numberStyle.ts";
import type { Decimal } from "./parseNumber.ts";
import { quoted } from "./table.ts";

/** What a cell shows: the decimal sign, the sign between thousands, or that a sign is one of the two. */
type Shown = `${"decimal" | "thousands" | "either"} ${Decimal}`;

/** The decimal sign. `1,234` may be 1.234 or 1234; unless another cell decides it, the user must. */
export function findDecimal(rows: readonly (readonly string[])[], delimiter: string, file: string): Decimal {
  const first: Partial<Record<Shown, string>> = {};
  for (const cell of rows.flat()) {
    const shown = shownBy(cell);
    if (shown !== null) first[shown] ??= cell.trim();
  }
  const [comma, dot] = [first["decimal ,"], first["decimal ."]];
  if (comma !== undefined && dot !== undefined) throw ambiguous(file, bothSigns(comma, dot));
  if (comma !== undefined || first["thousands ."] !== undefined) return ",";
  if (dot !== undefined || first["thousands ,"] !== undefined) return ".";
  const [commas, dots] = [first["either ,"], first["either ."]];
  if (commas !== undefined && dots !== undefined) throw ambiguous(file, bothSigns(commas, dots));
  if (commas !== undefined && delimiter !== "," && !showsThousands(rows, ","))
    throw ambiguous(file, say`the decimal sign is ambiguous: it contains ${quoted(commas)}`, commas);
  if (dots === undefined || delimiter !== ";") return "."; // quoted cells with commas hold thousands
  if (!showsThousands(rows, "."))
    throw ambiguous(
      file,
      say`the decimal sign is ambiguous: ${quoted(dots)} may have a thousands separator`,
      dots,
    );
  return ",";
}

function bothSigns(comma: string, dot: string): Sentence {
  return say`the decimal sign is ambiguous: it contains ${quoted(comma)} and ${quoted(dot)}`;
}

function ambiguous(file: string, what: Sentence, cell?: string): DataError {
  const plain = cell?.replace(/[.,]/g, "") ?? "";
  const [sign, other] = cell?.includes(",") ? [".", ","] : [",", "."];
  const hint =
    cell === undefined
      ? undefined
      : say`With ${quoted(sign)} it is ${plain}, with ${quoted(other)} it has decimals`;
  return new DataError({ file }, what, { remedies: [{ option: "decimal", values: [",", "."] }], hint });
}

const one = /^[\d'\u2019 \u00a0\u202f\u2009]*([.,])(\d*)$/;
const mixed = /^\d{1,3}(?:(?:,\d{3})+(\.)\d*|(?:\.\d{3})+(,)\d*)$/;
const groups = /^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)$/;

/** 03.2020 is a month: numbers above 1 do not begin with 0. */
const leadingMonth = /^\s*(?:0[1-9]|1[0-2])\.(?:19|20)\d\d\s*$/;

function shownBy(cell: string): Shown | null {
  const body = /[.,]/.test(cell) && !leadingMonth.test(cell) ? bodyOf(cell) : null;
  if (body === null) return null;
  const point = mixed.exec(body);
  if (point !== null) return point[1] === "." ? "decimal ." : "decimal ,";
  const sign = body.includes(",") ? "," : ".";
  if (groups.test(body))
    return `${body.indexOf(sign) === body.lastIndexOf(sign) ? "either" : "thousands"} ${sign}`;
  return one.test(body.replace(/[eE][\s\S]*$/, "")) ? `decimal ${sign}` : null;
}

/** Signs of thousands are rare where they are needed, and numbers without one are below 1000. */
const FEWEST = 3;

/**
 * Whether some column shows that a sign separates thousands: numbers with it always have three digits after it, those
 * without it are whole and below 1000.
 */
function showsThousands(rows: readonly (readonly string[])[], sign: Decimal): boolean {
  const width = maxOf(rows.map((row) => row.length));
  return Array.from({ length: width }, (_, i) => rows.slice(1).map((row) => row[i] ?? "")).some((cells) => {
    const bodies = cells.map(bodyOf).filter((body) => body !== null);
    const signed = bodies.filter((body) => body.includes(sign));
    const plain = bodies.filter((body) => /^\d+$/.test(body));
    const isWhole = signed.every((body) => groups.test(body)) && plain.every((body) => Number(body) < 1000);
    const isAll = signed.length + plain.length === bodies.length;
    return isAll && isWhole && signed.length >= FEWEST && plain.some((body) => Number(body) > 0);
  });
}
