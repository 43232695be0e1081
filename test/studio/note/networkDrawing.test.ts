/** @module Where the parts of the drawing stand: every step has its place, at any width, and what is pointed at is there. */
import { expect, test } from "vitest";
import {
  columnsOf,
  layoutOf,
  rows,
  type Slot,
  sidesOf,
  spotAt,
} from "../../../studio/note/views/network/geometry.ts";

const ranges = (slots: readonly Slot[]): string[] =>
  slots.map(({ from, to, isGap }) => (isGap ? `${from}..${to - 1}` : `${from}`));

test("few steps are all shown; of many the first, a window and the last, with gaps between", () => {
  expect(ranges(layoutOf(900, 5, "rnn", [], null).slots)).toEqual(["0", "1", "2", "3", "4"]);
  const narrow = layoutOf(340, 50, "gru", ["r", "z"], 20);
  expect(ranges(narrow.slots)).toEqual(["0", "1..20", "21", "22..48", "49"]);
  expect(narrow.travel).toBe(47);
  expect(ranges(layoutOf(340, 50, "gru", ["r", "z"], null).slots)).toEqual(["0", "1..47", "48", "49"]);
  expect(ranges(layoutOf(340, 50, "gru", ["r", "z"], 0).slots)).toEqual(["0", "1", "2..48", "49"]);
});

test.each([
  [320, 200, "lstm"],
  [900, 200, "rnn"],
  [1500, 11, "gru"],
] as const)("at %i pixels, %i steps of %s stand side by side inside the frame", (width, T, cell) => {
  for (const from of [0, 3, null]) {
    const { slots } = layoutOf(width, T, cell, [], from);
    expect(slots[0].from).toBe(0);
    expect(slots.at(-1)?.to).toBe(T);
    slots.forEach((slot, i) => {
      if (i > 0) expect(slot.from).toBe(slots[i - 1].to);
      if (i > 0) expect(slot.x - slot.width / 2).toBeCloseTo(slots[i - 1].x + slots[i - 1].width / 2, 9);
      const [left, right] = sidesOf(slot, cell);
      expect(left).toBeGreaterThan(0);
      expect(right).toBeLessThan(width);
    });
  }
});

test("a place of a column is its unit, one of a bar its gate; a gap is nothing", () => {
  const layout = layoutOf(900, 60, "lstm", ["i", "f", "o"], 10);
  const [first, gap] = layout.slots;
  const { top, height } = rows.column;
  const { h, c } = columnsOf(first, "lstm");
  const unitY = (unit: number): number => top + ((unit + 0.5) / 32) * height;
  const at = (x: number, y: number) => spotAt(layout, 32, 7, x, y);
  expect(at(h + 5, unitY(0))).toEqual({ kind: "hidden", gate: null, step: 0, unit: 0 });
  expect(at(h + 5, unitY(31))).toEqual({ kind: "hidden", gate: null, step: 0, unit: 31 });
  expect(at(c + 5, unitY(12))).toEqual({ kind: "cell", gate: null, step: 0, unit: 12 });
  expect(at(first.x, rows.gates.top + 5)).toEqual({ kind: "gate", gate: "f", step: 0, unit: 7 });
  expect(at(first.x, rows.output.top + 3)).toEqual({ kind: "output", gate: null, step: 0, unit: 0 });
  expect(at(gap.x, unitY(3))).toBeNull();
  expect(at(1, unitY(3))).toBeNull();
});
