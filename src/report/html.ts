/** @module Pieces of HTML. All text is escaped. */
import { escapeHtml } from "../text/escape.ts";

/** Text with `code` between backticks. */
export function prose(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

export function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${prose(text)}</p>`).join("\n");
}

/** Parts of HTML, one below the other; empty ones are left out. */
export function joined(...parts: readonly string[]): string {
  return parts.filter(Boolean).join("\n");
}

export interface Section {
  /** Unique in the page. */
  readonly id: string;
  readonly heading: string;
  readonly body: string;
}

export interface Article {
  readonly title: string;
  /** HTML between the title and the contents. */
  readonly opening: string;
  /** The accessible name of the list of links. */
  readonly contents: string;
  readonly sections: readonly Section[];
}

export function articleBody({ title, opening, contents, sections }: Article): string {
  const links = sections.map(({ id, heading }) => `<li><a href="#${id}">${prose(heading)}</a></li>`);
  const parts = sections.map(
    ({ id, heading, body }) =>
      `<section aria-labelledby="${id}">\n<h2 id="${id}">${prose(heading)}</h2>\n${body}\n</section>`,
  );
  return joined(
    `<h1>${prose(title)}</h1>`,
    opening,
    `<nav aria-label="${escapeHtml(contents)}"><ul>${links.join("")}</ul></nav>`,
    ...parts,
  );
}

/** The format of a column: text, numbers aligned to the right, or code. */
type Column = "text" | "number" | "code";

/** A table; the first cell of each row is its header. */
export interface Table {
  /** Unique in the page. */
  readonly id: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** For each row, the columns whose cells are emphasized; none by default. */
  readonly marked?: readonly (readonly number[])[];
}

/** A table that scrolls sideways on narrow pages. */
export function tableHtml({ id, caption, head, columns, rows, marked = [] }: Table): string {
  const heads = head.map((text, i) => `<th scope="col" class="${columns[i]}">${prose(text)}</th>`).join("");
  const body = rows.map(
    (row, r) =>
      `<tr>${row.map((text, i) => cell(text, columns[i], i === 0, marked[r]?.includes(i))).join("")}</tr>`,
  );
  return [
    `<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table>`,
    `<caption><span id="${id}">${prose(caption)}</span></caption>`,
    `<thead><tr>${heads}</tr></thead>`,
    `<tbody>\n${body.join("\n")}\n</tbody>`,
    "</table></div>",
  ].join("\n");
}

function cell(text: string, column: Column, isHead: boolean, isMarked = false): string {
  const plain = column === "code" && text ? `<code>${escapeHtml(text)}</code>` : prose(text);
  const content = isMarked ? `<strong>${plain}</strong>` : plain;
  return isHead
    ? `<th scope="row" class="${column}">${content}</th>`
    : `<td class="${column}">${content}</td>`;
}
