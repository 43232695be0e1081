/** @module Any figure at all, for the tests that hold for every one. */

import fc from "fast-check";
import type { Color, Figure, Mark } from "../../src/figures/index.ts";

const text = fc.string({ unit: "grapheme", maxLength: 50 });
const values = fc.array(fc.double(), { minLength: 4, maxLength: 4 });
const color = fc.constantFrom<Color>("target", "prediction", "gru");
const rule = fc.record({
  kind: fc.constant("rule"),
  axis: fc.constantFrom("x", "y"),
  at: fc.double(),
  label: text,
});
const curve = fc.oneof(
  fc.record({ kind: fc.constant("line"), name: text, x: values, y: values, color, points: fc.boolean() }),
  fc.record({
    kind: fc.constant("band"),
    name: text,
    x: values,
    low: values,
    high: values,
    color,
    faint: fc.boolean(),
  }),
  rule,
);
const number = fc.double();
const box = fc.record({
  kind: fc.constant("box"),
  name: text,
  min: number,
  q1: number,
  median: number,
  q3: number,
  max: number,
  points: values,
  color,
});
const heatmap = fc.record({
  kind: fc.constant("heatmap"),
  name: text,
  values,
  rows: fc.constant(2),
  cols: fc.constant(2),
});
const marks: fc.Arbitrary<readonly Mark[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(curve, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(box, rule), { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.tuple(heatmap) },
);
const axis = fc.record(
  {
    label: text,
    scale: fc.constantFrom("linear", "log"),
    tickUnit: fc.constantFrom("pi", "whole", "date"),
  },
  { requiredKeys: ["label", "scale"] },
);
const panel = fc.record({ title: text, x: axis, y: axis, marks });
/** Figures with any words and any numbers, infinite and missing ones among them. */
export const anyFigure: fc.Arbitrary<Figure> = fc.record({
  title: text,
  subtitle: text,
  panels: fc.array(panel, { minLength: 1, maxLength: 3 }),
  columns: fc.integer({ min: 1, max: 3 }),
});
