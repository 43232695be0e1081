/** @module The numbers behind a chart, made when they are opened. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { timeText } from "../../../src/data/series/calendarDate.ts";
import { styleWriter } from "../../../src/data/series/timeStyle.ts";
import { fromLocal } from "../../../src/data/series/zone.ts";
import type { Panel } from "../../../src/figures/figure.ts";
import { formatRounded, formatValue } from "../../../src/text/format.ts";
import { lang } from "../preferences.ts";
import { siteWords } from "../siteWords.ts";
import { linesOf } from "./plot.ts";
import { bandsOf } from "./underlay.ts";

const mostRows = 200;

/** One column: a line, or a band from its lower to its upper end. */
interface Column {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly textOf: (row: number) => string;
}

interface DataTableProps {
  readonly panel: Panel;
  readonly caption: string;
}

/** A table below a chart, folded away. */
export function DataTable({ panel, caption }: DataTableProps) {
  return (
    <FoldedTables label={caption}>
      {() =>
        groupsByX(columnsOf(panel)).map((group, i) => (
          <Numbers key={i} columns={group} panel={panel} caption={caption} />
        ))
      }
    </FoldedTables>
  );
}

interface FoldedTablesProps {
  readonly label: string;
  /** Makes the tables; only called once they are opened. */
  readonly children: () => ComponentChildren;
}

/** Folded tables, made when they are opened. */
export function FoldedTables({ label, children }: FoldedTablesProps) {
  const open = useSignal(false);
  return (
    <details
      class="data-table"
      onToggle={({ currentTarget }) => {
        open.value = currentTarget.open;
      }}
    >
      <summary>{siteWords[lang.value].table.title}</summary>
      {open.value && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section class="scroll" tabIndex={0} aria-label={label}>
          {children()}
        </section>
      )}
    </details>
  );
}

interface NumbersProps {
  readonly columns: readonly Column[];
  readonly panel: Panel;
  readonly caption: string;
}

function Numbers({ columns, panel, caption }: NumbersProps) {
  const text = siteWords[lang.value].table;
  const places = columns[0].x;
  const every = Math.ceil(places.length / mostRows);
  const rows = Array.from({ length: Math.ceil(places.length / every) }, (_, i) => i * every);
  return (
    <table>
      <caption>{every === 1 ? caption : text.thinned(caption, every)}</caption>
      <thead>
        <tr>
          <th scope="col">{panel.x.label}</th>
          {columns.map(({ name }, i) => (
            <th key={`${i}`} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{placeText(places[row], panel)}</th>
            {columns.map(({ textOf }, i) => (
              <td key={`${i}`}>{textOf(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whole numbers with all their digits: years, epochs, segments. */
function placeText(x: number, { x: { tickUnit }, dates }: Panel): string {
  if (dates !== undefined && !dates.pattern.startsWith("unix"))
    return styleWriter(dates)(fromLocal(x, dates.zone));
  if (tickUnit === "date") return timeText(x);
  return Number.isInteger(x) ? String(x) : formatValue(x);
}

function columnsOf(panel: Panel): readonly Column[] {
  const digits = digitsOf(panel);
  const text = (value: number): string => {
    if (!Number.isFinite(value)) return "–";
    return digits === 3 ? formatValue(value) : formatRounded(value, digits);
  };
  return [
    ...linesOf(panel).map(({ name, x, y }) => ({ name, x, textOf: (row: number) => text(y[row]) })),
    ...bandsOf(panel).map(({ name, x, low, high }) => ({
      name,
      x,
      textOf: (row: number) => `${text(low[row])} – ${text(high[row])}`,
    })),
  ];
}

/** Three digits, plus those that all values of a chart share: 371.2 and 371.9 differ in the fourth. */
function digitsOf(panel: Panel): number {
  const all = [
    ...linesOf(panel).map(({ y }) => y),
    ...bandsOf(panel).flatMap(({ low, high }) => [low, high]),
  ];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all)
    for (let i = 0; i < values.length; i++) {
      if (values[i] < least && Number.isFinite(values[i])) least = values[i];
      if (values[i] > most && Number.isFinite(values[i])) most = values[i];
    }
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (panel.y.scale === "log" || !(size / (most - least) < 1e6)) return 3;
  return Math.max(3, 3 + Math.floor(Math.log10(size)) - Math.floor(Math.log10(most - least)));
}

/** Columns over the same values of x stand in one table. */
function groupsByX(columns: readonly Column[]): readonly (readonly Column[])[] {
  const groups = new Map<ArrayLike<number>, Column[]>();
  for (const column of columns) groups.set(column.x, [...(groups.get(column.x) ?? []), column]);
  return [...groups.values()];
}
