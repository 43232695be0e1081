import { expect, test } from "vitest";
import { BrailleCanvas } from "../../../src/figures/terminal/braille.ts";

const text = (canvas: BrailleCanvas, row: number) =>
  Array.from({ length: canvas.columns }, (_, column) => canvas.character(column, row)).join("");

test("braille: each of the eight dots alone gives its own character", () => {
  // Unicode numbers the dots 1 2 3 down the left, 4 5 6 down the right, then 7 left and 8 right.
  const expected = [
    ["\u2801", "\u2808"],
    ["\u2802", "\u2810"],
    ["\u2804", "\u2820"],
    ["\u2840", "\u2880"],
  ];
  for (let y = 0; y < 4; y++) {
    for (let x = 0; x < 2; x++) {
      const canvas = new BrailleCanvas(1, 1);
      canvas.dot(x, y, 0);
      expect(canvas.character(0, 0)).toBe(expected[y][x]);
    }
  }
});

test("braille: dots fall in the cell of their column and row, others stay spaces", () => {
  const canvas = new BrailleCanvas(3, 2);
  canvas.dot(5, 7, 0);
  expect([text(canvas, 0), text(canvas, 1)]).toEqual(["   ", "  ⢀"]);
});

test("braille: lines worked by hand", () => {
  const canvas = new BrailleCanvas(2, 1);
  canvas.line([0, 0], [3, 3], 0);
  expect(text(canvas, 0)).toBe("⠑⢄"); // dots 1 and 5, then 3 and 8

  const level = new BrailleCanvas(2, 1);
  level.line([0, 1], [3, 1], 0);
  expect(text(level, 0)).toBe("⠒⠒");

  const upright = new BrailleCanvas(1, 2);
  upright.line([0, 0], [0, 7], 0);
  expect([text(upright, 0), text(upright, 1)]).toEqual(["⡇", "⡇"]);
});

test("braille: a pattern keeps its place from one stretch of a line to the next", () => {
  const canvas = new BrailleCanvas(4, 1);
  const every = (n: number) => (index: number) => index % n === 0;
  const index = canvas.line([0, 0], [3, 0], 0, every(4));
  expect(index).toBe(3);
  canvas.line([3, 0], [7, 0], 0, every(4), index); // index 3 at x = 3, so index 4 at x = 4
  expect(text(canvas, 0)).toBe("⠁ ⠁ ");
});

test("braille: what leaves the canvas is cut off, however far it goes", () => {
  const canvas = new BrailleCanvas(2, 1);
  canvas.line([-1e9, 0], [1e9, 0], 0);
  canvas.line([-50, 90], [70, 90], 0);
  canvas.dot(-1, 0, 0);
  canvas.dot(4, 0, 0);
  canvas.dot(Number.NaN, 0, 0);
  expect(text(canvas, 0)).toBe("⠉⠉");
});

test("braille: a cell knows all pens that drew in it and the last of them", () => {
  const canvas = new BrailleCanvas(2, 1);
  canvas.dot(0, 0, 1);
  canvas.dot(1, 3, 4);
  expect(canvas.pens(0, 0)).toBe(0b10010);
  expect(canvas.lastPen(0, 0)).toBe(4);
  expect([canvas.pens(1, 0), canvas.lastPen(1, 0)]).toEqual([0, -1]);
});
