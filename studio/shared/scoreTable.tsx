/** @module The scores of a backtest as a table: the model and the baselines, with the best of each measure in bold. */
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { TargetScores } from "../../src/forecast/scores/judge.ts";
import { type Scored, scoreTable, targetTable } from "../../src/runs/report/scoreTables.ts";
import { terms } from "../../src/runs/terms.ts";
import { lang } from "./preferences.ts";

interface ScoreTableProps {
  readonly backtest: Scored;
  readonly caption: string;
}

/** Where there is no room for a column per measure. */
const narrow = "(max-width: 560px)";

/** A row per method, the model first, and a column per measure; on a phone the other way round. */
export function ScoreTable({ backtest, caption }: ScoreTableProps) {
  const id = useId();
  const isNarrow = useMedia(narrow);
  const { head, rows, best } = scoreTable(backtest, lang.value);
  const isBest = (method: number, measure: number): boolean => best[method].includes(measure);
  return (
    <>
      <p class="hint" id={id}>
        {caption}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll wide" tabIndex={0} aria-labelledby={id}>
        {isNarrow ? (
          <Cells
            id={id}
            head={[head[0], ...rows.map(([name]) => name)]}
            rows={head.slice(1).map((name, m) => [name, ...rows.map((cells) => cells[m + 1])])}
            isBest={(measure, method) => isBest(method - 1, measure + 1)}
            own={{ column: 1 }}
          />
        ) : (
          <Cells id={id} head={head} rows={rows} isBest={isBest} own={{ row: 0 }} />
        )}
      </section>
    </>
  );
}

/** Several targets, each by itself. */
export function TargetTable({ targets }: { readonly targets: readonly TargetScores[] }) {
  const id = useId();
  const { head, rows } = targetTable(targets, lang.value);
  return (
    <>
      <h3 id={id}>{terms[lang.value].byTarget}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll wide" tabIndex={0} aria-labelledby={id}>
        <Cells id={id} head={head} rows={rows} isBest={() => false} own={{}} />
      </section>
    </>
  );
}

interface CellsProps {
  readonly id: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of a row from 0, and of a column with the names of the rows as its first. */
  readonly isBest: (row: number, column: number) => boolean;
  /** The row or the column of the model. */
  readonly own: { readonly row?: number; readonly column?: number };
}

function Cells({ id, head, rows, isBest, own }: CellsProps) {
  const mark = (column: number): string => (own.column === column ? "own" : "");
  return (
    <table class="scores" aria-labelledby={id}>
      <thead>
        <tr>
          {head.map((name, c) => (
            <th key={name} scope="col" class={mark(c)}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...values], r) => (
          <tr key={name} class={own.row === r ? "own" : ""}>
            <th scope="row">{name}</th>
            {values.map((value, i) => (
              <td key={head[i + 1]} class={mark(i + 1)}>
                {isBest(r, i + 1) ? <strong>{value}</strong> : value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whether the window is as a media query says, now and later. */
function useMedia(query: string): boolean {
  const matches = useSignal(matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const update = (): void => {
      matches.value = media.matches;
    };
    media.addEventListener("change", update);
    return () => media.removeEventListener("change", update);
  }, [query]);
  return matches.value;
}
