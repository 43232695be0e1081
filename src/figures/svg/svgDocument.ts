/** @module An SVG document around a drawing: size, fonts, words for screen readers, identifiers of its own. */
import { escapeHtml } from "../../text/html.ts";
import type { Lang } from "../../text/lang.ts";

/** Those with Chinese glyphs stand before the generic one. */
const fontFamily =
  "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";

/** What stands around the drawing: its size, and its words for those who do not see it. */
export interface Head {
  readonly title: string;
  readonly description: string;
  readonly lang: Lang;
  readonly width: number;
  readonly height: number;
}

/** The drawing as an image with title and description, its `zr0-` identifiers made its own. */
export function wrapSvg(body: string, { title, description, lang, width, height }: Head): string {
  const id = `figure-${digest(title + description + body.replace(/zr\d+-/g, ""))}`;
  const font = `font-family="${fontFamily}"`;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const aria = `role="img" aria-labelledby="${id}-title ${id}-desc" lang="${lang === "zh" ? "zh-CN" : "en"}"`;
  const words = `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>`;
  const drawing = body.replace(/zr\d+-/g, `${id}-`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font} ${aria}>\n${words}\n${drawing}\n</svg>\n`;
  return svg.replace(/(?!\n)\p{Cc}/gu, " "); // which XML forbids
}

/** FNV-1a over the UTF-16 units, 32 bits twice with different starts, in base 36. */
function digest(text: string): string {
  return [0x811c9dc5, 0x01234567]
    .map((start) => {
      let hash = start;
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      return (hash >>> 0).toString(36);
    })
    .join("");
}
