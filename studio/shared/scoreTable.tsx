/** @module The scores of a backtest as a table: the model and the baselines, with the best of each column in bold. */
import { type Scored, scoreTable } from "../../src/runs/report/scoreTables.ts";
import { lang } from "./preferences.ts";

interface ScoreTableProps {
  readonly backtest: Scored;
  readonly caption: string;
}

/** A row per method, the model first; a column per measure and per interval. */
export function ScoreTable({ backtest, caption }: ScoreTableProps) {
  const { head, rows, best } = scoreTable(backtest, lang.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll wide" tabIndex={0} aria-label={caption}>
      <table class="scores">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values], r) => (
            <tr key={name} class={r === 0 ? "own" : ""}>
              <th scope="row">{name}</th>
              {values.map((value, i) => (
                <td key={head[i + 1]}>{best[r].includes(i + 1) ? <strong>{value}</strong> : value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
