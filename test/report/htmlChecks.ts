/** @module What every page of ours must be: well-formed, whole, in need of no other file. */
import { expect } from "vitest";
import { darkRules } from "../../src/report/figures.ts";

/** The HTML of one language's article. */
export function article(html: string, lang: "en" | "zh"): string {
  const start = html.indexOf(`<article class="${lang}"`);
  expect(start).toBeGreaterThan(0);
  return html.slice(start, html.indexOf("</article>", start));
}

/** Level and text of each heading. */
export function headings(html: string): string[] {
  return [...html.matchAll(/<h([1-6])[^>]*>(.*?)<\/h\1>/g)].map(([, level, text]) => `${level} ${text}`);
}

/** Every element opened and closed in turn. */
export function expectBalanced(html: string): void {
  const empty = new Set(["meta", "link", "input", "br"]);
  const open: string[] = [];
  const markup = html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "");
  for (const [, close, name, self] of markup.matchAll(/<(\/?)([a-zA-Z][\w-]*)(?:"[^"]*"|[^>"])*?(\/?)>/g)) {
    if (close) expect(`/${open.pop()}`).toBe(`/${name}`);
    else if (!self && !empty.has(name)) open.push(name);
  }
  expect(open).toEqual([]);
}

/** No identifier twice, and none missing that something refers to; returns how many there are of both. */
export function expectWhole(html: string): { readonly ids: number; readonly references: number } {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const references = [
    ...[...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id),
    ...[...html.matchAll(/ aria-labelledby="([^"]+)"/g)].flatMap(([, list]) => list.split(" ")),
    ...[...html.matchAll(/ for="([^"]+)"/g)].map(([, id]) => id),
    ...[...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id),
  ];
  expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  return { ids: ids.length, references: references.length };
}

/** No other file and no network. */
export function expectSelfContained(html: string): void {
  const outside = html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "");
  expect(outside).not.toMatch(/https?:|@import|@font-face|<img|<iframe|<object| src=/);
  expect(
    [...outside.matchAll(/ href="([^"]*)"/g)].map(([, to]) => to).filter((to) => !to.startsWith("#")),
  ).toEqual(["data:,"]);
}

/** A dark colour for every colour that the figures draw with; returns how many those are. */
export function expectDarkColors(html: string): number {
  const svgs = [...html.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) =>
    svg.replace(/<clipPath[\s\S]*?<\/clipPath>/g, ""),
  );
  const drawn = svgs.flatMap((svg) =>
    [...svg.matchAll(/<(?:path|text|circle|rect)[^>]*>/g)].map(([tag]) => tag),
  );
  for (const tag of drawn) expect(tag).toMatch(/ fill="/); // or it would be black
  const colors = new Set(
    drawn.flatMap((tag) => [...tag.matchAll(/(?:fill|stroke)="(#\w+)"/g)].map(([, hex]) => hex)),
  );
  const rules = darkRules();
  for (const hex of colors) {
    expect(rules).toContain(`[fill="${hex}"]`);
    expect(rules).toContain(`[stroke="${hex}"]`);
  }
  return colors.size;
}
