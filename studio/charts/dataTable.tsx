/** @module The numbers behind a chart, made when somebody asks for them. */
import { useSignal } from "@preact/signals";
import type { Line, Panel } from "../../src/figures/figure.ts";
import { formatValue } from "../../src/figures/ticks.ts";
import type { TableWords } from "../words/shape.ts";
import { linesOf } from "./plot.ts";

const mostRows = 200;

interface DataTableProps {
  readonly panel: Panel;
  readonly caption: string;
  readonly words: TableWords;
}

/** A table below a chart, folded away. */
export function DataTable({ panel, caption, words }: DataTableProps) {
  const open = useSignal(false);
  const lines = linesOf(panel);
  return (
    <details
      class="data-table"
      onToggle={({ currentTarget }) => {
        open.value = currentTarget.open;
      }}
    >
      <summary>{words.title}</summary>
      {open.value && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section class="scroll" tabIndex={0} aria-label={caption}>
          {groupsByX(lines).map((group) => (
            <Numbers key={group[0].name} lines={group} x={panel.x.label} caption={caption} words={words} />
          ))}
        </section>
      )}
    </details>
  );
}

function Numbers({
  lines,
  x,
  caption,
  words,
}: {
  lines: readonly Line[];
  x: string;
  caption: string;
  words: TableWords;
}) {
  const every = Math.ceil(lines[0].x.length / mostRows);
  const rows = Array.from({ length: Math.ceil(lines[0].x.length / every) }, (_, i) => i * every);
  return (
    <table>
      <caption>{every === 1 ? caption : words.thinned(caption, every)}</caption>
      <thead>
        <tr>
          <th scope="col">{x}</th>
          {lines.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{formatValue(lines[0].x[row])}</th>
            {lines.map(({ name, y }) => (
              <td key={name}>{Number.isNaN(y[row]) ? "–" : formatValue(y[row])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Lines over the same values of x stand in one table. */
function groupsByX(lines: readonly Line[]): readonly (readonly Line[])[] {
  const groups = new Map<ArrayLike<number>, Line[]>();
  for (const line of lines) groups.set(line.x, [...(groups.get(line.x) ?? []), line]);
  return [...groups.values()];
}
