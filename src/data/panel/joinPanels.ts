/** @module A panel with the rows that follow, from another file. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { quoted } from "../read/table.ts";
import { timeAfter } from "../series/timeStep.ts";
import type { Panel, PanelColumn } from "./panel.ts";

/**
 * The rows of each series, and H that follow them in another panel. Covariates that only the rows before have are NaN in
 * these. Throws DataError for a series that the other panel does not continue by that number of rows, right after the last one.
 */
export function joinPanels(panel: Panel, later: Panel, horizon: number): Panel {
  const numbers = new Map(later.ids.map((id, s) => [id, s]));
  const from = panel.ids.map((id, s) => laterStart(panel, s, later, numbers.get(id), id, horizon));
  const offsets = panel.offsets.map((offset, s) => offset + s * horizon);
  const joined = (own: ArrayLike<number>, others: ArrayLike<number> | undefined): Float64Array => {
    const values = new Float64Array(own.length + panel.ids.length * horizon).fill(Number.NaN);
    for (let s = 0; s < panel.ids.length; s++) {
      const [first, last] = [panel.offsets[s], panel.offsets[s + 1]];
      for (let row = first; row < last; row++) values[offsets[s] + row - first] = own[row];
      if (others === undefined) continue;
      for (let h = 0; h < horizon; h++) values[offsets[s] + last - first + h] = others[from[s] + h];
    }
    return values;
  };
  const { aheadOffsets: _, ...rest } = panel;
  const columns = panel.columns.map(({ name, role, values }): PanelColumn => {
    const other = later.columns.find((column) => column.name === name);
    return { name, role, values: Float32Array.from(joined(values, other?.values)) };
  });
  const none = new Uint8Array(panel.values.length);
  const hasFilled = panel.filled !== undefined || later.filled !== undefined;
  const nothing = new Uint8Array(later.values.length);
  return {
    ...rest,
    offsets,
    values: joined(panel.values, later.values),
    columns,
    ...(hasFilled && {
      filled: Uint8Array.from(joined(panel.filled ?? none, later.filled ?? nothing)),
    }),
  };
}

/** Where the rows that follow a series begin in the other panel. */
function laterStart(
  panel: Panel,
  s: number,
  later: Panel,
  t: number | undefined,
  id: string,
  horizon: number,
): number {
  const place = { file: later.name };
  if (t === undefined)
    throw new DataError(place, say`series ${quoted(id)} has no rows, but ${horizon} are needed`);
  const [from, until] = [later.offsets[t], later.offsets[t + 1]];
  if (until - from < horizon)
    throw new DataError(place, say`series ${quoted(id)} has ${until - from} rows, but ${horizon} are needed`);
  if (panel.starts === null || later.starts === null || panel.step === null) return from;
  const next = timeAfter(panel.starts[s], panel.step, panel.offsets[s + 1] - panel.offsets[s]);
  if (next !== later.starts[t])
    throw new DataError(place, say`series ${quoted(id)} does not go on where its rows in ${panel.name} end`);
  return from;
}
