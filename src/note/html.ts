/** @module Pieces of HTML: everything from outside is escaped on the way in. */

/** Text made safe inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (letter) => entities[letter]);
}

/** Text with `code` between backticks. */
export function prose(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

/** Paragraphs, one for each text. */
export function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${prose(text)}</p>`).join("\n");
}

/** How a column's cells are set: as text, or as numbers that line up on the right, or as code. */
type Column = "text" | "number" | "code";

/** A table, each row with its own head in the first cell. */
export interface Table {
  /** Unique in the page. */
  readonly id: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** A table that scrolls sideways by itself where the page is narrow. */
export function tableHtml({ id, caption, head, columns, rows }: Table): string {
  const heads = head.map((text, i) => `<th scope="col" class="${columns[i]}">${prose(text)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((text, i) => cell(text, columns[i], i === 0)).join("")}</tr>`,
  );
  return [
    `<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table>`,
    `<caption><span id="${id}">${prose(caption)}</span></caption>`,
    `<thead><tr>${heads}</tr></thead>`,
    `<tbody>\n${body.join("\n")}\n</tbody>`,
    "</table></div>",
  ].join("\n");
}

function cell(text: string, column: Column, isHead: boolean): string {
  const content = column === "code" && text ? `<code>${escapeHtml(text)}</code>` : prose(text);
  return isHead
    ? `<th scope="row" class="${column}">${content}</th>`
    : `<td class="${column}">${content}</td>`;
}
