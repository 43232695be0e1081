/** @module CSV text: quotes where they are needed, and what is written is read back. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCsv, readCsv } from "../../../src/data/index.ts";

test("numbers, missing ones, and texts that need quotes", () => {
  const columns = [
    { name: "y", values: [1, Number.NaN, -2.5e-7] },
    { name: "a, b", texts: ["x", 'say "hi"', "two\nlines"] },
  ];
  expect(formatCsv(columns)).toBe('y,"a, b"\n1,x\n,"say ""hi"""\n-2.5e-7,"two\nlines"\n');
  expect(formatCsv(columns.slice(0, 1), { decimal: "," })).toBe("y\n1\nNA\n-2,5e-7\n");
  expect(formatCsv(columns, { delimiter: "\t" })).toContain("y\ta, b\n");
});

test("columns of unequal length are refused", () => {
  const columns = [
    { name: "a", values: [1] },
    { name: "b", texts: [] },
  ];
  expect(() => formatCsv(columns)).toThrow(
    "formatCsv: columns have 1 and 0 rows but must have the same number",
  );
});

const value = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer());
const word = fc.string({ unit: fc.constantFrom(..."ab;,|\t\" '\n日é.5-"), maxLength: 6 });
const noWhite = word.filter((text) => /[ab日é]/.test(text) && text === text.trim());
const columns = fc
  .integer({ min: 1, max: 12 })
  .chain((rows) =>
    fc.array(
      fc.oneof(
        fc.record({ values: fc.array(value, { minLength: rows, maxLength: rows }) }),
        fc.record({ texts: fc.array(noWhite, { minLength: rows, maxLength: rows }) }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  );

test.each([
  [",", "."],
  [";", ","],
  ["\t", "."],
  ["|", ","],
] as const)("what is written with %j and %j is read back, bit for bit", async (delimiter, decimal) => {
  await fc.assert(
    fc.asyncProperty(columns, async (made) => {
      const named = made.map((column, i) => ({ ...column, name: `name${i}` }));
      const options = { delimiter, decimal };
      const table = await readCsv(formatCsv(named, options), { name: "a.csv", ...options });
      expect(
        table.columns.map((column) => ({
          name: column.name,
          ...(column.kind === "text" ? { texts: column.texts } : { values: [...column.values] }),
        })),
      ).toEqual(named.map((column) => withPlainZero(column)));
    }),
    { numRuns: 150 },
  );
});

/** Zero has no sign in text. */
function withPlainZero<Column extends object>(column: Column): Column {
  return "values" in column && Array.isArray(column.values)
    ? { ...column, values: column.values.map((one) => (one === 0 ? 0 : one)) }
    : column;
}
