import { expect, test } from "vitest";
import { type Color, divergingHex, hexOf, surfaceOf, type Theme } from "../../src/figures/palette.ts";

type Rgb = readonly number[];

const linear = (hex: string): Rgb =>
  [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
const multiply = (matrix: readonly Rgb[], v: Rgb): Rgb =>
  matrix.map((row) => row.reduce((sum, m, i) => sum + m * v[i], 0));
const luminance = (rgb: Rgb) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map((hex) => luminance(linear(hex))).sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

// Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
const sights: Readonly<Record<string, readonly Rgb[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of linear RGB under D65. */
function lab(rgb: Rgb): Rgb {
  const xyz = multiply(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    rgb,
  );
  const [x, y, z] = [xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883].map((t) =>
    t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116,
  );
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const themes: readonly Theme[] = ["light", "dark"];
const groups: readonly (readonly Color[])[] = [
  ["target", "prediction"],
  ["rnn", "lstm", "gru"],
  ["rnn", "second", "third"],
  ["lstm", "second", "third"],
  ["inputWeight", "hiddenWeight", "outputWeight"],
];

test("palette: every colour and every text stands out from the paper", () => {
  for (const theme of themes) {
    const { paper, ink, muted } = surfaceOf(theme);
    for (const color of groups.flat())
      expect(contrast(hexOf(color, theme), paper)).toBeGreaterThanOrEqual(4.5);
    for (const text of [ink, muted]) expect(contrast(text, paper)).toBeGreaterThanOrEqual(4.5);
  }
});

test("palette: colours that meet in one figure differ for colour-blind eyes too", () => {
  // A difference of about 10 in L*a*b* is seen at a glance.
  for (const theme of themes) {
    for (const group of groups) {
      for (const [a, b] of group.flatMap((x, i) => group.slice(i + 1).map((y) => [x, y] as const))) {
        for (const [sight, matrix] of Object.entries(sights)) {
          const [p, q] = [a, b].map((color) => lab(multiply(matrix, linear(hexOf(color, theme)))));
          const apart = Math.hypot(...p.map((value, i) => value - q[i]));
          expect(apart, `${a} and ${b}, ${theme}, ${sight}`).toBeGreaterThan(15);
        }
      }
    }
  }
});

test("palette: the diverging scale is neutral at zero and saturated beyond its ends", () => {
  expect(divergingHex(0, "light")).toBe("#f4f5f6");
  expect(divergingHex(1, "light")).toBe("#c8102e");
  expect(divergingHex(-1, "light")).toBe("#1257a8");
  expect(divergingHex(5, "dark")).toBe(divergingHex(1, "dark"));
});
