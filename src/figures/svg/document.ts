/** @module SVG as text: elements, paths, and the accessible document around a drawing. */
import { controls, escapeHtml } from "../../text/escape.ts";
import { type Lang, tagOf } from "../../text/lang.ts";

/** x and y in pixels from the top left corner. */
export type Point = readonly [x: number, y: number];

/** Names and values of an element's attributes; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Prefix of the identifiers in a drawing. `wrapSvg` replaces it by one that no other drawing has. */
export const idPrefix = "\u0001";

/** Families with Chinese glyphs come before the generic one. */
const fontFamily =
  "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";

/** An element; numbers are rounded to hundredths. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? Math.round(value * 100) / 100 : value}"`);
  return `<${name}${written.join("")}${content === "" ? "/>" : `>${content}</${name}>`}`;
}

/** A stroke along a path, `dashes` in pixels. */
export function strokeElement(d: string, stroke: string, width?: number, dashes?: string): string {
  return element("path", { d, fill: "none", stroke, "stroke-width": width, "stroke-dasharray": dashes });
}

/** How a text looks; 12 pixels high, starting at its place, unless this says otherwise. */
export interface TextStyle {
  readonly fill: string;
  readonly size?: number;
  readonly weight?: number;
  readonly anchor?: "start" | "middle" | "end";
  /** Reads from bottom to top. */
  readonly vertical?: boolean;
  /** The colour of an outline that keeps the text readable over marks. */
  readonly outline?: string;
}

/** A text with its middle line at y; "" for none. Few programs but browsers support `dominant-baseline`. */
export function textElement(text: string, [x, y]: Point, style: TextStyle): string {
  if (text === "") return "";
  const { fill, size = 12, weight, anchor, vertical, outline } = style;
  const attributes = {
    x,
    y: y + 0.35 * size,
    "font-size": size,
    "font-weight": weight,
    "text-anchor": anchor,
    transform: vertical ? `rotate(-90 ${tenths(x)} ${tenths(y)})` : undefined,
  };
  if (outline === undefined) return element("text", { ...attributes, fill }, xmlText(text));
  const wide = { fill: outline, stroke: outline, "stroke-width": 4, "stroke-linejoin": "round" };
  // An element of its own, since hardly any program but browsers supports `paint-order`.
  const below = element("text", { ...attributes, ...wide }, xmlText(text));
  return below + element("text", { ...attributes, fill }, xmlText(text));
}

/** Path data through the points, to a tenth of a pixel. A single point becomes a dot of the stroke's width. */
export function pathThrough(points: readonly Point[]): string {
  const pairs = points.map(([x, y]) => `${tenths(x)} ${tenths(y)}`);
  return pairs.length === 1 ? `M${pairs[0]}h0` : `M${pairs.join("L")}`;
}

/** Path data of the rectangle with these corners. */
export function rectanglePath([x1, y1]: Point, [x2, y2]: Point): string {
  return `M${tenths(x1)} ${tenths(y1)}H${tenths(x2)}V${tenths(y2)}H${tenths(x1)}Z`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The size of a document, and its text for screen readers. */
export interface Head {
  readonly title: string;
  readonly description: string;
  readonly lang: Lang;
  readonly width: number;
  readonly height: number;
}

/** The drawing as a self-contained image with a title and a description. */
export function wrapSvg(drawing: string, { title, description, lang, width, height }: Head): string {
  const id = `figure-${digest(title + description + drawing)}`;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": fontFamily,
    role: "img",
    "aria-labelledby": `${id}-title ${id}-desc`,
    lang: tagOf[lang],
  };
  const words = [
    element("title", { id: `${id}-title` }, xmlText(title)),
    element("desc", { id: `${id}-desc` }, xmlText(description)),
  ];
  return `${element("svg", attributes, `\n${words.join("")}\n${drawing.replaceAll(idPrefix, `${id}-`)}\n`)}\n`;
}

const notInXml = new RegExp(`[${controls}\\ufffe\\uffff]`, "g");

/** Escaped, and without the characters that XML forbids. */
function xmlText(text: string): string {
  return escapeHtml(text.replace(notInXml, " "));
}

/** FNV-1a over the UTF-16 units, 32 bits twice with different starts, in base 36. */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01234567];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193);
  }
  return [a, b].map((hash) => (hash >>> 0).toString(36)).join("");
}
