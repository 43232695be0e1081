import { expect, test } from "vitest";
import { type Figure, type Mark, renderSvg } from "../../../src/figures/index.ts";
import { bands, boxes, chinese, fit, heat } from "../examples.ts";
import { clipped, elements, placeOf, pointsOf, rectangleOf, stretches, texts } from "./drawing.ts";

const [red, blue, green, lstm] = ["#c8102e", "#1257a8", "#00805a", "#8e3a9d"];

const only = (marks: readonly Mark[], axes: Partial<Pick<Figure["panels"][0], "x" | "y">> = {}): Figure => ({
  title: "only",
  panels: [{ x: { label: "x" }, y: { label: "y" }, ...axes, marks }],
});

test("lines: points lie where the labels of the axes say", () => {
  const svg = renderSvg(
    only([{ kind: "line", name: "l", x: [1, 2, 3], y: [10, 30, 20], color: "loss" }], {
      x: { label: "x", tickUnit: "whole" },
      y: { label: "y", min: 0, max: 40 },
    }),
  );
  const [points] = stretches(svg, blue);
  const xs = ["1", "2", "3"].map((label) => placeOf(svg, label)[0]);
  const ys = ["10", "30", "20"].map((label) => placeOf(svg, label)[1]);
  for (const [i, [x, y]] of points.entries()) {
    expect(x).toBeCloseTo(xs[i], 0);
    expect(y).toBeCloseTo(ys[i], 0);
  }
  const [left, , right] = points.map(([x]) => x);
  expect(points[1][0]).toBeCloseTo((left + right) / 2, 0);
});

test("lines: colour, width and dash are those of the mark, in the panel and in the legend", () => {
  const svg = renderSvg(fit);
  const curves = elements(clipped(svg)[0], "path");
  expect(curves.map(({ stroke }) => stroke)).toEqual([red, blue]);
  expect(curves.map((curve) => curve["stroke-dasharray"])).toEqual(["1 5", undefined]);
  for (const curve of curves) {
    expect(curve.fill).toBe("none");
    expect([curve["stroke-linecap"], curve["stroke-linejoin"]]).toEqual(["round", "round"]);
    const { d, ...style } = curve;
    const samples = elements(svg, "path").filter((path) => path.stroke === curve.stroke && path.d !== d);
    expect(samples.map(({ d: _, ...sample }) => sample)).toEqual([style]);
  }
  const wide = only([
    { kind: "line", name: "l", x: [0, 1], y: [0, 1], color: "loss", width: 3, dash: "dashed" },
  ]);
  const [line] = elements(clipped(renderSvg(wide))[0], "path");
  expect([line["stroke-width"], line["stroke-dasharray"]]).toEqual(["3", "7 6"]);
});

test("lines and bands are clipped to the frame; points outside it are left out", () => {
  const x = [0, 1, 2, 3];
  const y = [0, 5, 1, 0];
  const marks: Mark[] = [
    { kind: "band", name: "l", x, low: [-9, -9, -9, -9], high: y, color: "loss" },
    { kind: "line", name: "l", x, y, color: "loss", points: true },
  ];
  const svg = renderSvg(only(marks, { x: { label: "x" }, y: { label: "y", min: 0, max: 2 } }));
  const [clip] = elements(svg.slice(svg.indexOf("<clipPath")), "path");
  const { left, top, right, bottom } = rectangleOf(clip.d);
  const [[first, second, , last]] = stretches(svg, blue);
  expect([first[0], last[0]]).toEqual([left + 1, right - 1]);
  expect(first[1]).toBe(bottom - 1);
  expect(second[1]).toBeLessThan(top);
  const { id } = elements(svg, "clipPath")[0];
  expect(elements(svg, "g").map((group) => group["clip-path"])).toEqual([`url(#${id})`]);
  expect(elements(clipped(svg)[0], "path")).toHaveLength(2);
  const dots = elements(svg, "circle").filter(({ cx }) => Number(cx) >= left);
  expect(dots.map(({ cx, cy }) => [Number(cx), Number(cy)])).toEqual([
    [expect.closeTo(first[0], 1), expect.closeTo(first[1], 1)],
    [expect.closeTo(left + 1 + (2 / 3) * (right - left - 2), 1), expect.closeTo((top + bottom) / 2, 1)],
    [expect.closeTo(last[0], 1), expect.closeTo(last[1], 1)],
  ]);
});

test("a point between two gaps is a dot as wide as the line", () => {
  const [, alone] = elements(clipped(renderSvg(chinese))[0], "path")[0]
    .d.split("M")
    .filter(Boolean);
  expect(alone).toMatch(/^[\d.]+ [\d.]+h0$/);
});

test("bands: upper edge forward, lower edge back, behind the line, a fifth of its colour", () => {
  const [panel] = clipped(renderSvg(bands));
  const [band, line] = elements(panel, "path");
  expect([band.fill, band["fill-opacity"], band.stroke]).toEqual([green, "0.2", undefined]);
  expect([line.stroke, line["stroke-dasharray"]]).toEqual([green, "7 6"]);
  const [edge] = pointsOf(band.d);
  expect(edge).toHaveLength(10);
  expect(edge.slice(0, 5).map(([x]) => x)).toEqual(
    edge
      .slice(5)
      .reverse()
      .map(([x]) => x),
  );
  for (const [i, [, y]] of pointsOf(line.d)[0].entries()) {
    expect(edge[i][1]).toBeLessThan(y);
    expect(edge[9 - i][1]).toBeGreaterThan(y);
  }
  const gap = { kind: "band", name: "b", x: [0, 1, 2, 3, 4], color: "gru" } as const;
  const two = renderSvg(only([{ ...gap, low: [0, 0, Number.NaN, 0, 0], high: [1, 1, 1, 1, 1] }]));
  expect(elements(clipped(two)[0], "path").map(({ d }) => pointsOf(d)[0].length)).toEqual([4, 4]);
});

test("legend: names in the order of the marks, a line on its band, new rows where the sheet ends", () => {
  const line = (name: string, color: "rnn" | "lstm"): Mark => ({
    kind: "line",
    name,
    x: [0, 1],
    y: [0, 1],
    color,
  });
  const band: Mark = { kind: "band", name: "first", x: [0, 1], low: [0, 0], high: [1, 1], color: "rnn" };
  const names = ["first", "second", "the third name", "the fourth name"];
  const figure = only([
    band,
    line("second", "lstm"),
    line("first", "rnn"),
    ...names.slice(2).map((name) => line(name, "lstm")),
  ]);
  const svg = renderSvg(figure, { width: 380 });
  expect(texts(svg).filter((text) => names.includes(text))).toEqual(names);
  const places = names.map((name) => placeOf(svg, name));
  const [first, second, third, fourth] = places;
  expect([second[1], third[1]]).toEqual([first[1], first[1]]);
  expect(fourth).toEqual([first[0], first[1] + 20]);
  expect(second[0]).toBeGreaterThan(first[0] + 50);
  const [patch] = elements(svg, "rect").filter(({ fill }) => fill === "#c25400");
  expect(patch["fill-opacity"]).toBe("0.2");
  expect(Number(patch.x)).toBeLessThan(first[0]);
});

test("boxes: quartiles, whiskers, median and values lie where the axis says", () => {
  const svg = renderSvg({
    title: "box",
    panels: [
      {
        x: { label: "" },
        y: { label: "", min: 0, max: 4 },
        marks: [
          {
            kind: "box",
            name: "A",
            min: 0,
            q1: 1,
            median: 2,
            q3: 3,
            max: 4,
            points: [0, 4, Number.NaN],
            color: "gru",
          },
        ],
      },
    ],
  });
  const level = (value: number) => placeOf(svg, value === 0 ? "0" : `${value}.0`)[1];
  const [whiskers, body, median] = elements(svg, "path").filter(({ stroke }) => stroke === green);
  const { top, bottom } = rectangleOf(body.d);
  expect([top, bottom]).toEqual([expect.closeTo(level(3), 0), expect.closeTo(level(1), 0)]);
  expect([body.fill, body["fill-opacity"]]).toEqual([green, "0.2"]);
  const [[from, to]] = pointsOf(median.d);
  expect(from[1]).toBe(to[1]);
  const ends = pointsOf(whiskers.d).map((line) => line.map(([, y]) => y));
  expect(ends[0]).toEqual([expect.closeTo(level(4), 0), top]);
  expect(ends[1]).toEqual([bottom, expect.closeTo(level(0), 0)]);
  expect(elements(svg, "circle").map(({ cy }) => Number(cy))).toEqual([
    expect.closeTo(level(0), 0),
    expect.closeTo(level(4), 0),
  ]);
  for (const { cx } of elements(svg, "circle")) expect(Number(cx)).toBeGreaterThan(to[0]);
  expect(texts(svg).filter((text) => text === "2")).toHaveLength(2); // the median over its outline
});

test("boxes: a box that the axis cannot show is left out", () => {
  const [panel] = boxes.panels;
  const marks = panel.marks.map((mark) =>
    mark.kind === "box" && mark.name === "RNN" ? { ...mark, min: 0 } : mark,
  );
  const svg = renderSvg({ ...boxes, panels: [{ ...panel, marks }] });
  expect(svg).toContain(lstm);
  expect(svg).not.toContain("#c25400");
});

test("rules: dashed across the frame, labelled inside it, left out beyond the limits", () => {
  const rule = (axis: "x" | "y", at: number, label: string): Mark => ({ kind: "rule", axis, at, label });
  const line: Mark = { kind: "line", name: "l", x: [0, 10], y: [0, 10], color: "loss" };
  const marks = [
    line,
    rule("x", 5, "middle"),
    rule("x", 10, "end"),
    rule("y", 5, "level"),
    rule("x", 20, "beyond"),
  ];
  const svg = renderSvg(only(marks, { x: { label: "x", min: 0, max: 10 } }));
  const rules = elements(svg, "path").filter((path) => path["stroke-dasharray"] === "5 4");
  const [middle, end, level] = rules.map(({ d }) => pointsOf(d)[0]);
  const [[from, to]] = stretches(svg, blue);
  expect(rules).toHaveLength(3);
  expect(middle.map(([x]) => x)).toEqual([(from[0] + to[0]) / 2, (from[0] + to[0]) / 2]);
  expect(level.map(([x]) => x)).toEqual([from[0], to[0]]);
  expect(placeOf(svg, "middle")[0]).toBeGreaterThan(middle[0][0]);
  expect(placeOf(svg, "end")[0]).toBeLessThan(end[0][0]);
  expect(placeOf(svg, "level")[1]).toBeLessThan(level[0][1]);
  expect(texts(svg)).not.toContain("beyond");
});

test("heat maps: one path for each colour, its cells row by row, none where a value is missing", () => {
  const svg = renderSvg(heat);
  const cells = elements(svg, "path").filter((path) => path["stroke-width"] === "0.4");
  expect(cells.map(({ fill, d }) => [fill, d.split("M").length - 1])).toEqual([
    [blue, 1],
    ["#f4f5f6", 1],
    ["#de8392", 1],
    [red, 1],
    ["#83a6cf", 1],
  ]);
  const [minus, zero, , one] = cells.map(({ d }) => rectangleOf(d));
  expect(zero.left).toBe(minus.right); // the second column begins where the first ends
  expect(one.top).toBe(minus.bottom); // the second row is below the first
  expect(placeOf(svg, "weight_hh_l0")[0]).toBeGreaterThan(placeOf(svg, "2")[0]);
});

test("heat maps: the colour bar goes from the positive to the negative limit", () => {
  const svg = renderSvg(heat);
  expect(elements(svg, "stop").map((stop) => [stop.offset, stop["stop-color"]])).toEqual([
    ["0", red],
    ["0.5", "#f4f5f6"],
    ["1", blue],
  ]);
  const [{ id }] = elements(svg, "linearGradient");
  const bar = elements(svg, "path").filter(({ fill }) => fill === `url(#${id})`);
  const { top, bottom } = rectangleOf(bar[0].d);
  expect(placeOf(svg, "1.0")[1]).toBeCloseTo(top, 0);
  expect(placeOf(svg, "−1.0")[1]).toBeCloseTo(bottom, 0);
});

test("headings: a long title and subtitle are broken into lines that fit, and what is below moves down", () => {
  const title = "A title that is far too long for one line of a narrow sheet";
  const broken = { ...fit, title, subtitle: "first line\nsecond line" };
  const svg = renderSvg(broken, { width: 320 });
  const lines = texts(svg).filter((text) => title.includes(text) && text.includes("e"));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(" ")).toBe(title);
  const order = [...lines, "first line", "second line", "target (cos)", "First segments"];
  const heights = order.map((text) => placeOf(svg, text)[1]);
  for (let i = 1; i < heights.length; i++) expect(heights[i]).toBeGreaterThan(heights[i - 1] + 14);
});

test("axes: labels that would touch are left out, grid and axes lie in the middle of pixels", () => {
  const x = [Date.UTC(2020, 0, 1), Date.UTC(2020, 0, 5)];
  const dates = only([{ kind: "line", name: "l", x, y: [0, 1], color: "loss" }], {
    x: { label: "x", tickUnit: "date" },
  });
  const svg = renderSvg(dates, { width: 420 });
  const places = texts(svg)
    .filter((text) => text.startsWith("2020-"))
    .map((text) => placeOf(svg, text)[0]);
  expect(places.length).toBeGreaterThan(1);
  for (let i = 1; i < places.length; i++) expect(places[i] - places[i - 1]).toBeGreaterThan(10 * 6);
  const lines = elements(svg, "path").filter(({ stroke }) => stroke === "#e4e8ec" || stroke === "#8c959f");
  expect(lines).toHaveLength(2);
  for (const { d } of lines)
    for (const [, number] of d.matchAll(/[MHV ](-?[\d.]+)/g)) expect(Number(number) % 1).toBe(0.5);
});
