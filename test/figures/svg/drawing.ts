/** @module An SVG read back: its elements, texts, curves and where they are. */

export type Attributes = Readonly<Record<string, string>>;

/** The texts, in the order of drawing; that of an outline comes before the text over it. */
export const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((match) => match[1]);

/** The attributes of each element of this name, in the order of drawing. */
export function elements(svg: string, name: string): readonly Attributes[] {
  const tags = [...svg.matchAll(new RegExp(`<${name} ([^>]*)>`, "g"))];
  return tags.map(([, tag]) =>
    Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
  );
}

/** The bands and curves of each panel: what is clipped. */
export function clipped(svg: string): string[] {
  return [...svg.matchAll(/<g clip-path=[^>]*>([\s\S]*?)<\/g>/g)].map((match) => match[1]);
}

/** Points of a path, one list for each stretch without a gap. */
export function pointsOf(d: string): number[][][] {
  const parts = d.replace(/h0|Z/g, "").split("M").filter(Boolean);
  return parts.map((part) => part.split("L").map((point) => point.split(" ").map(Number)));
}

/** The corners of the first rectangle of a path. */
export function rectangleOf(d: string): {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
} {
  const [, left, top, right, bottom] = (/^M(\S+) (\S+)H([^V]+)V([^H]+)H\1Z/.exec(d) ?? []).map(Number);
  return { left, top, right, bottom };
}

/** The points of the curve in a colour, one list for each stretch without a gap. */
export function stretches(svg: string, stroke: string): number[][][] {
  const curve = elements(clipped(svg).join(""), "path").find((path) => path.stroke === stroke);
  return pointsOf(curve?.d ?? "");
}

/** Where the last of these texts is: its x, and the middle of its height. */
export function placeOf(svg: string, text: string): readonly [number, number] {
  const found = [...svg.matchAll(/<text [^>]*>([^<]*)</g)].filter((match) => match[1] === text);
  const [{ x, y, "font-size": size }] = elements(found.at(-1)?.[0] ?? "", "text");
  return [Number(x), Number(y) - 0.35 * Number(size)];
}
