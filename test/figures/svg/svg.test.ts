import fc from "fast-check";
import { expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/errors.ts";
import { type Figure, renderSvg, renderUnrolledSvg } from "../../../src/figures/index.ts";
import { anyFigure } from "../arbitrary.ts";
import { all, bands, boxes, chinese, fit, heat, target } from "../examples.ts";
import { stretches, texts } from "./drawing.ts";

const ids = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
const references = (svg: string) =>
  [...svg.matchAll(/url\(#([^)]+)\)|labelledby="([^"]+)"/g)].flatMap((m) => (m[1] ?? m[2]).split(" "));

test("svg: title, subtitle, panel titles, axis labels with units and series names are in the drawing", () => {
  const drawn = texts(renderSvg(fit));
  for (const text of [
    "RNN at 10 steps",
    "target and prediction",
    "First segments",
    "t (radians)",
    "cos t",
    "target (cos)",
    "prediction",
    "2π",
    "4π",
  ]) {
    expect(drawn).toContain(text);
  }
  expect(texts(renderSvg(boxes))).toEqual(
    expect.arrayContaining(["RNN", "LSTM", "always 0", "0.03", "0.003", "cell", "MSE"]),
  );
  expect(texts(renderSvg(bands)).filter((text) => text === "GRU")).toHaveLength(1);
  expect(texts(renderSvg(heat))).toEqual(
    expect.arrayContaining(["weight_hh_l0", "−1.0", "0", "1.0", "from unit", "to unit"]),
  );
});

test("svg: an image with a name and a description, in the language of its words", () => {
  const svg = renderSvg(chinese, { lang: "zh", width: 640, height: 300 });
  expect(svg).toMatch(
    /^<svg [^>]*width="640" height="300" viewBox="0 0 640 300"[^>]*role="img"[^>]*lang="zh-CN">/,
  );
  expect(svg).toMatch(/<title [^>]*>损失曲线：训练 100 段<\/title>/);
  expect(svg).toMatch(
    /<desc [^>]*>每段之后更新一次 对数坐标：横轴为 段，纵轴为 均方误差（对数坐标）。 图例：损失。<\/desc>/,
  );
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      "损失曲线：训练 100 段",
      "每段之后更新一次",
      "对数坐标",
      "段",
      "均方误差",
      "损失",
    ]),
  );
  const english = renderSvg(bands);
  expect(english).toMatch(
    /<desc [^>]*>T = 10: loss \(log scale\) against step\. T = 20: loss \(log scale\) against step\. Legend: GRU\.<\/desc>/,
  );
});

test("svg: the same figure gives the same string, also after others were drawn", () => {
  const first = renderSvg(bands);
  for (const figure of Object.values(all)) renderSvg(figure, { theme: "dark" });
  expect(renderSvg(bands)).toBe(first);
});

test("svg: figures in one page share no identifier, and each refers only to its own", () => {
  const page = [renderUnrolledSvg(), renderUnrolledSvg({ lang: "zh" })];
  for (const figure of Object.values(all)) {
    for (const theme of ["light", "dark"] as const) page.push(renderSvg(figure, { theme }));
  }
  const found = page.flatMap(ids);
  expect(found.length).toBeGreaterThan(2 * page.length);
  expect(new Set(found).size).toBe(found.length);
  for (const svg of page) expect(ids(svg)).toEqual(expect.arrayContaining(references(svg)));
});

test("svg: nothing that moves, no style sheet, no inline style, no class", () => {
  for (const figure of Object.values(all)) {
    const svg = renderSvg(figure);
    expect(svg).not.toMatch(/<style|<animate|<script|style=|class=|@keyframes|NaN|undefined/);
    expect(svg).toContain('font-family="system-ui');
  }
});

test("svg: on a log axis decades are equally far apart, and zero leaves a gap", () => {
  const lines = stretches(renderSvg(chinese), "#1257a8");
  expect(lines.map((part) => part.length)).toEqual([2, 1]); // after the gap 0.001 stands alone
  const [[[x1, y1], [x2, y2]]] = lines;

  const whole: Figure = {
    ...chinese,
    panels: [
      {
        ...chinese.panels[0],
        marks: [{ kind: "line", name: "l", x: [1, 2, 3, 4], y: [1, 0.1, 0.01, 0.001], color: "loss" }],
      },
    ],
  };
  const [points] = stretches(renderSvg(whole), "#1257a8");
  const [a, b, c, d] = points.map(([, y]) => y);
  // Coordinates are written to a tenth of a pixel.
  expect(b - a).toBeCloseTo(c - b, 0);
  expect(c - b).toBeCloseTo(d - c, 0);
  expect(b - a).toBeGreaterThan(20);
  expect([x1, x2]).toEqual([points[0][0], points[1][0]]);
  expect(y2 - y1).toBeCloseTo(b - a, 0);
});

test("svg: values that are not finite are left out", () => {
  const gappy: Figure = {
    ...fit,
    panels: [
      {
        ...fit.panels[0],
        marks: [
          {
            ...target,
            dash: "solid",
            x: [0, 1, 2, 3, 4, 5],
            y: [0, 1, Number.NaN, 1, Number.POSITIVE_INFINITY, 0],
          },
        ],
      },
    ],
  };
  const svg = renderSvg(gappy);
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(stretches(svg, "#c8102e").map((part) => part.length)).toEqual([2, 1, 1]);
});

test("svg: light and dark differ in paper and ink; words are escaped", () => {
  const figure = { ...fit, title: 'a < b & "c"' };
  const [light, dark] = [renderSvg(figure), renderSvg(figure, { theme: "dark" })];
  expect(light).toContain('fill="#ffffff"');
  expect(dark).toContain('fill="#14181f"');
  expect(dark).not.toContain("#ffffff");
  expect(light).toMatch(/<title [^>]*>a &lt; b &amp; &quot;c&quot;<\/title>/);
});

test("svg: a figure that does not fit together is refused", () => {
  const panel = fit.panels[0];
  const withMarks = (marks: Figure["panels"][number]["marks"]): Figure => ({
    ...fit,
    panels: [{ ...panel, marks }],
  });
  expect(() => renderSvg(withMarks([{ ...target, y: [1, 2] }]))).toThrow(
    new ShapeError('figure: "target (cos)" has 2 values of y but must have 60, as x has'),
  );
  const map = heat.panels[0].marks[0];
  if (map.kind !== "heatmap") throw new Error("the example is a heat map");
  expect(() => renderSvg(withMarks([{ ...map, rows: 4 }]))).toThrow(
    new ShapeError('figure: "weight_hh_l0" has 6 values but must have rows × cols = 4 × 3 = 12'),
  );
  expect(() => renderSvg(withMarks([map, target]))).toThrow(
    new ValueError("figure: a panel has marks of kinds heatmap and line, which must be in two panels"),
  );
  expect(() => renderSvg(withMarks([map, map]))).toThrow(
    new ValueError("figure: a panel has 2 heat maps but must have one"),
  );
  expect(() => renderSvg({ ...fit, panels: [] })).toThrow(
    new ValueError("figure: panels is empty but must have at least one panel"),
  );
  expect(() => renderSvg(fit, { width: 0 })).toThrow(
    new ValueError("renderSvg: the size is 0 × 420 but both must be positive, in pixels"),
  );
});

test("svg: a name such as __proto__ is a name like others and harms nothing", () => {
  const marks = [
    { ...target, name: "__proto__" },
    { ...target, name: "constructor" },
  ];
  const axis = { label: "__proto__" };
  const panel = { title: "__proto__", x: axis, y: axis, marks };
  const svg = renderSvg({ title: "__proto__", subtitle: "__proto__", panels: [panel] });
  expect(texts(svg).filter((text) => text === "__proto__")).toHaveLength(6);
  expect(texts(svg)).toContain("constructor");
  expect(Object.keys(Object)).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("svg: whatever the numbers and words, the document is well-formed and holds no broken coordinate", () => {
  fc.assert(
    fc.property(anyFigure, fc.integer({ min: 1, max: 1000 }), (figure, width) => {
      const svg = renderSvg(figure, { width });
      const tags = svg.replace(/>[^<]*</g, "><");
      expect(tags).not.toMatch(/NaN|Infinity|undefined/);
      expect(unclosed(tags)).toEqual([]);
      expect(tags.replace(/<\/?\w+(?: [\w-]+="[^"<&]*")*\/?>\s*/g, "")).toBe("");
      expect(svg.replace(/&(?:amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
      expect(svg).not.toMatch(/\p{Cc}(?<![\n\t\r])/u);
      for (const number of numbersOf(tags)) expect(Number.isFinite(number)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** Every number in the attributes that place something. */
function numbersOf(tags: string): readonly number[] {
  const places = [...tags.matchAll(/ (?:d|x|y|cx|cy|r|width|height|transform)="([^"]*)"/g)];
  return places.flatMap(([, value]) =>
    value
      .replace(/rotate|[MLHVZhv(),]/g, " ")
      .split(" ")
      .filter(Boolean)
      .map(Number),
  );
}

/** Names of the elements that are open at the end, or the first that closes another. */
function unclosed(svg: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name, selfClosed] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (selfClosed) continue;
    if (!closing) open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}
