/** @module The numbers behind a heat map, made when they are opened. */

import { formatValue } from "../../../src/text/format.ts";
import { lang } from "../preferences.ts";
import { siteWords } from "../siteWords.ts";
import { FoldedTables } from "./dataTable.tsx";

/** Values (rows, cols), row-major, with a name. */
export interface Matrix {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly cols: number;
}

/** The most rows and columns that are shown. */
const most = 64;

/** Tables below a heat map, folded away. */
export function MatrixTables({ matrices }: { readonly matrices: readonly Matrix[] }) {
  return (
    <FoldedTables label={matrices[0].name}>
      {() => matrices.map((matrix) => <MatrixTable key={matrix.name} {...matrix} />)}
    </FoldedTables>
  );
}

function MatrixTable({ name, values, rows, cols }: Matrix) {
  const text = siteWords[lang.value].table;
  const indices = (length: number): number[] => Array.from({ length: Math.min(length, most) }, (_, i) => i);
  return (
    <table>
      <caption>{rows > most || cols > most ? text.cut(name, most) : name}</caption>
      <thead>
        <tr>
          <th scope="col">{text.place}</th>
          {indices(cols).map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {indices(rows).map((row) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {indices(cols).map((column) => (
              <td key={column}>{formatValue(values[row * cols + column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
