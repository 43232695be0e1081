import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { ValueError } from "../../../src/errors.ts";
import {
  type Axis,
  type ColorDepth,
  type Figure,
  type Mark,
  renderTerminal,
} from "../../../src/figures/index.ts";
import { anyFigure } from "../arbitrary.ts";
import { all, bands, boxes, chinese, fit, heat, prediction, target } from "../examples.ts";

const esc = String.fromCharCode(27);
const square = { x: { label: "x" }, y: { label: "y" } } as const;

test("terminal: a line from corner to corner, worked by hand", () => {
  const figure: Figure = {
    title: "t",
    panels: [
      {
        x: { label: "x" },
        y: { label: "y", min: 0, max: 7 },
        marks: [{ kind: "line", name: "l", x: [0, 7], y: [0, 7], color: "loss" }],
      },
    ],
  };
  // Three rows hold no title and no axes: 8 × 12 dots, and the line climbs through all of them.
  expect(renderTerminal(figure, { columns: 4, rows: 3 })).toEqual(["  ⢀⠎", " ⢠⠃", "⡰⠁"]);
});

test("terminal: title, labels, legend and ticks", () => {
  const lines = renderTerminal(fit, { columns: 60, rows: 18 });
  expect(lines.slice(0, 5)).toEqual([
    "RNN at 10 steps",
    "target and prediction",
    "⠂⠐ ⠂ target (cos)   ⠒⠒⠒⠒ prediction",
    "First segments",
    "cos t",
  ]);
  expect(lines.at(-2)).toMatch(/^ +0 +π +2π +3π +4π$/);
  expect(lines.at(-1)?.trim()).toBe("t (radians)");
  expect(lines.some((line) => /^ *0┤/.test(line))).toBe(true);
  expect(lines).toHaveLength(18);
});

test("terminal: without colour there is no esc code; target is sparse dots, prediction a solid line", () => {
  const dots = (mark: Mark) => {
    const drawn = renderTerminal(
      { title: "", panels: [{ ...square, marks: [mark] }] },
      { columns: 40, rows: 3 },
    ).join("");
    expect(drawn).not.toContain(esc);
    return [...drawn].reduce((sum, cell) => sum + bitsOf(cell), 0);
  };
  const level = { x: [0, 1], y: [0, 0] };
  expect(dots({ ...prediction, ...level })).toBe(80);
  expect(dots({ ...target, ...level })).toBe(20);
});

test("terminal: the prediction hides the target below it, and the target hides what is below that", () => {
  const marks: Mark[] = [
    { ...target, x: [0, 1], y: [0, 0], dash: "solid" },
    { ...prediction, x: [0, 0.5], y: [0, 0] },
    { kind: "rule", axis: "y", at: 0, label: "zero" },
  ];
  const figure = { title: "t", panels: [{ x: { label: "x" }, y: { label: "y", min: -1, max: 1 }, marks }] };
  const lines = renderTerminal(figure, { columns: 40, rows: 12, color: "16" });
  expect(lines[1]).toContain(`${esc}[31m⠒⠒⠒⠒${esc}[0m target (cos)   ${esc}[94m⠒⠒⠒⠒${esc}[0m prediction`);
  const drawn = lines.find((line) => line.includes("┤") && line.includes(`${esc}[94m`)) ?? "";
  expect(drawn.indexOf(`${esc}[94m`)).toBeLessThan(drawn.indexOf(`${esc}[31m`));
  expect(drawn.match(/\[31m/g)).toHaveLength(1); // not a cell of the target where the prediction is
});

test("terminal: ticks stand the same number of rows apart", () => {
  const rowsOf = (y: Axis, rows: number): number[] => {
    const marks: Mark[] = [{ kind: "line", name: "l", x: [0, 1], y: [0.5, 1], color: "loss" }];
    const lines = renderTerminal(
      { title: "", panels: [{ x: { label: "x" }, y, marks }] },
      { columns: 60, rows },
    );
    return lines.flatMap((line, i) => (line.includes("┤") ? [i] : []));
  };
  for (const rows of [12, 15, 18, 22]) {
    for (const y of [
      { label: "y", min: -1.15, max: 1.15 },
      { label: "y", min: 0, max: 2 },
      { label: "y", scale: "log", min: 1e-4, max: 1 } as const,
    ]) {
      const found = rowsOf(y, rows);
      const apart = found.slice(1).map((row, i) => row - found[i]);
      expect(new Set(apart).size).toBeLessThanOrEqual(1);
    }
  }
});

test("terminal: depths of colour", () => {
  const codes = (color: ColorDepth) => renderTerminal(fit, { columns: 60, rows: 18, color }).join("\n");
  expect(codes("256")).toMatch(/\[38;5;203m⠂⠐ ⠂/);
  expect(codes("truecolor")).toContain(`${esc}[38;2;236;78;78m⠂⠐ ⠂`);
  expect(renderTerminal(heat, { columns: 40, rows: 14, color: "truecolor" }).join("")).toMatch(
    /48;2;\d+;\d+;\d+m▀/,
  );
});

test("terminal: panels stand side by side where there is room, else one below the other", () => {
  const beside = renderTerminal(bands, { columns: 100, rows: 24 });
  expect(beside.filter((line) => line.includes("T = 10") && line.includes("T = 20"))).toHaveLength(1);
  const below = renderTerminal(bands, { columns: 50, rows: 30 });
  expect(below.filter((line) => /^T = (10|20)$/.test(line))).toEqual(["T = 10", "T = 20"]);
});

test("terminal: boxes are named below, reference lines in the legend", () => {
  const lines = renderTerminal(boxes, { columns: 60, rows: 20 });
  expect(lines[1]).toBe("┄┄ always 0");
  expect(lines.at(-2)?.trim()).toMatch(/^RNN +LSTM$/);
  expect(
    lines.filter((line) => line.includes("⠒⠒")).length + lines.filter((line) => line.includes("⣀⣀")).length,
  ).toBeGreaterThan(2);
});

test("terminal: a heat map without colours is signs, first row on top", () => {
  const lines = renderTerminal(heat, { columns: 30, rows: 12 });
  const cells = lines.filter((line) => /[│┤]/.test(line)).map((line) => line.replace(/^.*[│┤]/, ""));
  expect(cells[0]).toMatch(/^=+·+\++$/);
  expect(cells.at(-1)).toMatch(/^#+ +-+$/);
  expect(lines).toContain("weight_hh_l0: −1 =-·+# +1");
});

test("terminal: zero on a log axis leaves a gap", () => {
  const lines = (y: number[]) =>
    renderTerminal(
      {
        title: "",
        panels: [
          {
            x: { label: "x" },
            y: { label: "y", scale: "log", min: 1e-3, max: 10 },
            marks: [{ kind: "line", name: "l", x: [0, 1, 2, 3, 4], y, color: "loss" }],
          },
        ],
      },
      { columns: 20, rows: 3 },
    ).map((line) => line.padEnd(20));
  const filled = (drawn: string[]) =>
    Array.from({ length: 20 }, (_, column) => drawn.some((line) => line[column] !== " "));
  expect(filled(lines([1, 1, 1, 1, 1])).every(Boolean)).toBe(true);
  expect(filled(lines([1, 1, 0, 1, 1])).slice(6, 14)).toEqual(Array(8).fill(false));
  expect(filled(lines([1, 1, 0, 1, 1])).slice(0, 5)).toEqual(Array(5).fill(true));
});

test("terminal: Chinese words are kept whole and columns counted by two", () => {
  const lines = renderTerminal(chinese, { columns: 40, rows: 18 });
  expect(lines.slice(0, 5)).toEqual([
    "损失曲线：训练 100 段",
    "每段之后更新一次",
    "⠒⠒⠒⠒ 损失",
    "对数坐标",
    "均方误差",
  ]);
  expect(renderTerminal(chinese, { columns: 12, rows: 10 })[0]).toBe("损失曲线：…");
});

test("terminal: never wider or longer than asked for, whatever the figure says", () => {
  const size = fc.record({
    columns: fc.integer({ min: 1, max: 130 }),
    rows: fc.integer({ min: 1, max: 40 }),
    color: fc.constantFrom<ColorDepth>("none", "16", "256", "truecolor"),
  });
  fc.assert(
    fc.property(fc.oneof(anyFigure, fc.constantFrom(...Object.values(all))), size, (drawn, options) => {
      const lines = renderTerminal(drawn, options);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(options.rows);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(options.columns);
    }),
    { numRuns: 300 },
  );
});

test("terminal: words cannot move the cursor or change colours", () => {
  const figure = { ...fit, title: `a${esc}[2Jb\nc` };
  expect(renderTerminal(figure, { columns: 60, rows: 18 })[0]).toBe("a [2Jb c");
});

test("terminal: a size below one is refused", () => {
  expect(() => renderTerminal(fit, { columns: 0 })).toThrow(
    new ValueError("renderTerminal: the size is 0 × 24 but both must be at least 1"),
  );
});

function bitsOf(cell: string): number {
  let bits = (cell.codePointAt(0) ?? 0) - 0x2800;
  let count = 0;
  for (; bits > 0; bits >>= 1) count += bits & 1;
  return count;
}
