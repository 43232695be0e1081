/** @module The figures of the note: their names, what they draw, and what they do with little data. */
import { describe, expect, test } from "vitest";
import { type Figure, type Line, renderSvg, renderTerminal } from "../../../src/figures/index.ts";
import { noteFigures } from "../../../src/note/report/noteFigures.ts";
import { rnnProgram } from "../../../src/note/settings.ts";
import type { ReportFigure } from "../../../src/report/figures.ts";
import { langs } from "../../../src/text/lang.ts";
import { comparisonOf, comparisonResult, programResult, wholeRun } from "../madeUp.ts";

function figureOf(figures: readonly ReportFigure[], name: string): Figure {
  const found = figures.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no figure named ${name}`);
  return found.figure;
}

function linesOf({ panels }: Figure, panel = 0): Line[] {
  return panels[panel].marks.filter((mark) => mark.kind === "line");
}

describe("a whole run", () => {
  const figures = noteFigures(wholeRun, "en");

  test("has these figures, in the note's order", () => {
    expect(figures.map(({ name }) => name)).toEqual([
      "data",
      "rnn-fit",
      "rnn-loss",
      "lstm-fit",
      "lstm-loss",
      "pair-fit",
      "comparison-loss",
      "final-loss",
      "gradient-flow-before",
      "gradient-flow",
    ]);
  });

  test("data: target red, input blue, over 2π in multiples of π", () => {
    const { panels } = figureOf(figures, "data");
    expect(linesOf({ title: "", panels }).map(({ name, color }) => [name, color])).toEqual([
      ["target (cos)", "target"],
      ["input (sin)", "input"],
    ]);
    expect(panels[0].x).toEqual({ label: "t (radians)", tickUnit: "pi" });
  });

  test("fit: the first twelve segments and the last twelve", () => {
    const fit = figureOf(figures, "rnn-fit");
    expect(fit.panels.map(({ title }) => title)).toEqual(["Segments 1 to 12", "Segments 89 to 100"]);
    const [target, prediction] = linesOf(fit, 1);
    expect([target.dash, target.color, prediction.color]).toEqual(["dashed", "target", "prediction"]);
    expect(target.x).toHaveLength(120);
    expect(target.x[0]).toBeCloseTo(88 * Math.PI, 4);
    expect(prediction.y[0]).toBe(0);
  });

  test("the pair: RNN above LSTM, the beginning of each beside its end", () => {
    const pair = figureOf(figures, "pair-fit");
    expect(pair.title).toBe("RNN and LSTM at 20 time steps, 100 trainings");
    expect(pair.columns).toBe(2);
    expect(pair.panels.map(({ title }) => title)).toEqual([
      "RNN, segments 1 to 8",
      "RNN, segments 93 to 100",
      "LSTM, segments 1 to 8",
      "LSTM, segments 93 to 100",
    ]);
    expect(linesOf(pair, 3)[0].x).toHaveLength(8 * 20);
  });

  test("loss: logarithmic, with the loss of always answering 0", () => {
    const [panel] = figureOf(figures, "rnn-loss").panels;
    expect(panel.y.scale).toBe("log");
    const rule = panel.marks.find((mark) => mark.kind === "rule");
    expect(rule?.at).toBeCloseTo(0.5, 6); // the mean of cos² over whole half periods
    expect(linesOf({ title: "", panels: [panel] })[0].y[1]).toBe(0.25);
  });

  test("comparison: a line and a band for each cell; a box with a dot for each seed", () => {
    const marks = figureOf(figures, "comparison-loss").panels[0].marks;
    expect(marks.map(({ kind }) => kind)).toEqual(["band", "line", "band", "line", "band", "line", "rule"]);
    const boxes = figureOf(figures, "final-loss").panels[0].marks.filter((mark) => mark.kind === "box");
    expect(boxes.map(({ name, median, points }) => [name, median, points])).toEqual([
      ["RNN", 0.02, [0.01, 0.02, 0.03]],
      ["LSTM", 0.025, [0.015, 0.025, 0.035]],
      ["GRU", 0.002, [0.001, 0.002, 0.003]],
    ]);
  });

  test("gradient flow: a panel for each length, all on one scale, with a rule at 1%", () => {
    const { panels } = figureOf(figures, "gradient-flow");
    expect(panels.map(({ title }) => title)).toEqual(["10 time steps", "20 time steps"]);
    expect(new Set(panels.map(({ y }) => `${y.min} ${y.max}`))).toEqual(new Set(["0.000001 3"]));
    expect(panels[0].marks.find((mark) => mark.kind === "rule")).toMatchObject({ at: 0.01, label: "1%" });
    const [rnn] = linesOf(figureOf(figures, "gradient-flow"), 1);
    expect(rnn.y[19]).toBeCloseTo(0.9 ** 19, 12);
  });
});

test("an LSTM's cell is drawn dashed, and what is below a millionth not at all", () => {
  const [group] = comparisonResult.gradients;
  const after = { hidden: [1, 0.1, 1e-7], cell: [0, 0.2, 0.1] };
  const cells = { ...group.cells, lstm: { before: after, after } };
  const comparison = { ...comparisonResult, gradients: [{ timeStep: 3, cells }] };
  const lines = linesOf(figureOf(noteFigures({ ...wholeRun, comparison }, "en"), "gradient-flow"));
  expect(lines.map(({ name, dash }) => [name, dash])).toEqual([
    ["RNN", undefined],
    ["LSTM", undefined],
    ["LSTM, cell state c", "dashed"],
    ["GRU", undefined],
  ]);
  expect(Array.from(lines[1].y)).toEqual([1, 0.1, Number.NaN]);
});

test("an explosion stays inside the axis", () => {
  const finals = { rnn: [1], lstm: [1], gru: [1] };
  const factors = { rnn: [1, 2], lstm: [1, 1], gru: [1, 1] } as const;
  const comparison = { ...comparisonResult, ...comparisonOf(finals, factors, [11]) };
  const figure = figureOf(noteFigures({ ...wholeRun, comparison }, "en"), "gradient-flow");
  expect(figure.panels[0].y.max).toBe(1.5 * 1024);
});

test("a short run has one panel; a run without a segment has no figure", () => {
  const short = { ...wholeRun, pair: [], comparison: null, programs: [programResult(rnnProgram, 24)] };
  expect(figureOf(noteFigures(short, "en"), "rnn-fit").panels.map(({ title }) => title)).toEqual([
    "Segments 1 to 24",
  ]);
  const none = { ...short, programs: [programResult(rnnProgram, 0)] };
  expect(noteFigures(none, "en").map(({ name }) => name)).toEqual(["data"]);
  expect(
    noteFigures({ ...short, programs: [programResult(rnnProgram, 25)] }, "zh")[1].figure.panels,
  ).toHaveLength(2);
});

test("every figure can be drawn in both languages, with NaN among the numbers too", async () => {
  const nan = { rnn: [Number.NaN, 1], lstm: [1, 2], gru: [1, 2] };
  const factors = { rnn: [0.5, Number.NaN], lstm: [0.5, 0.5], gru: [0.5, 0.5] } as const;
  const broken = { ...wholeRun, comparison: { ...comparisonResult, ...comparisonOf(nan, factors) } };
  const titles: string[] = [];
  for (const lang of langs) {
    for (const { figure, size, caption } of noteFigures(broken, lang)) {
      const svg = renderSvg(figure, { ...size, lang });
      expect(svg).toContain(`width="${size.width}"`);
      expect(svg).not.toContain("NaN");
      expect(renderTerminal(figure, { columns: 80, rows: 20 }).length).toBeLessThanOrEqual(20);
      titles.push(figure.title, caption);
    }
  }
  expect(new Set(titles).size).toBeGreaterThanOrEqual(28); // no title is left untranslated
});
