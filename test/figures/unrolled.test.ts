import stringWidth from "string-width";
import { expect, test } from "vitest";
import { renderUnrolledSvg, renderUnrolledText } from "../../src/figures/index.ts";

const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

test("unrolled svg: each letter at every step in one colour, and in the caption", () => {
  const svg = renderUnrolledSvg();
  // Once folded, three times unrolled, once in the caption; W also enters the first and leaves the last step.
  expect(count(svg, /fill="#00805a">U</g)).toBe(5);
  expect(count(svg, /fill="#8e3a9d">V</g)).toBe(5);
  expect(count(svg, /fill="#c25400">W</g)).toBe(6);
  expect(count(svg, /<circle /g)).toBe(12);
  for (const text of [
    "= weight_ih_l0",
    "= weight_hh_l0",
    "= out.weight",
    ">t−1<",
    ">t<",
    ">t+1<",
    "hidden state",
  ]) {
    expect(svg).toContain(text);
  }
});

test("unrolled svg: size, theme, language, and the same string every time", () => {
  const svg = renderUnrolledSvg({ theme: "dark", lang: "zh", width: 400 });
  expect(svg).toMatch(/^<svg [^>]*width="400" height="235"[^>]*role="img"[^>]*lang="zh-CN"/);
  expect(svg).toContain("循环神经网络：折叠形式与按时间展开");
  expect(svg).toContain("每个时间步用的都是同一组 U、W、V");
  expect(svg).toContain('fill="#14181f"');
  expect(renderUnrolledSvg({ theme: "dark", lang: "zh", width: 400 })).toBe(svg);
});

test("unrolled text: folded and unrolled at 80 columns, less where less fits", () => {
  const wide = renderUnrolledText({ columns: 80 });
  expect(wide).toContain("      │     ├──┐               │       │      │       │      │       │");
  expect(wide).toContain("      │  h  │  W    ⇒    … ─W─→│ h(t−1)├──W──→│  h(t) ├──W──→│ h(t+1)├─W→ …");
  expect(wide).toContain("W = weight_hh_l0 (hidden_size, hidden_size)  hidden to hidden");
  const narrow = renderUnrolledText({ columns: 50 }).join("\n");
  expect(narrow).toContain("… W→│ h(t−1)├──W──→│  h(t) ├──W──→│ h(t+1)├─W→ …");
  expect(narrow).not.toContain("│  h  │");
  const tiny = renderUnrolledText({ columns: 20 });
  expect(tiny).toContain("V = out.weight");
  expect(tiny.join("")).not.toContain("│");
});

test("unrolled text: never wider than asked for, in both languages", () => {
  for (const lang of ["en", "zh"] as const) {
    for (let columns = 2; columns <= 100; columns++) {
      for (const line of renderUnrolledText({ columns, lang, color: "256" })) {
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
  }
  expect(renderUnrolledText({ lang: "zh" }).join("\n")).toContain(
    "U = weight_ih_l0 (hidden_size, input_size)   输入到隐藏",
  );
});

test("unrolled text: colour touches the letters alone", () => {
  const esc = String.fromCharCode(27);
  const plain = renderUnrolledText();
  const colored = renderUnrolledText({ color: "16" });
  expect(colored).toContain(
    `${esc}[1;32mU${esc}[0m = weight_ih_l0 (hidden_size, input_size)   input to hidden`,
  );
  expect(colored.map((line) => line.replaceAll(new RegExp(`${esc}\\[[\\d;]*m`, "g"), ""))).toEqual(plain);
});
