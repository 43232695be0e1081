/** @module Some series of a panel, one after the other, as a panel of their own. */
import type { Panel, StaticColumn } from "./panel.ts";

/** Series `first` up to `last`, exclusive, with arrays of their own: rows, statics and what is known ahead. */
export function panelPart(panel: Panel, first: number, last: number): Panel {
  const { offsets, starts, aheadOffsets, idParts, filled, leftOut: _, ...rest } = panel;
  const rows = [offsets[first], offsets[last]] as const;
  const ahead = aheadOffsets && ([aheadOffsets[first], aheadOffsets[last]] as const);
  return {
    ...rest,
    ids: panel.ids.slice(first, last),
    ...(idParts && { idParts: idParts.map((part) => part.slice(first, last)) }),
    offsets: fromZero(offsets.slice(first, last + 1)),
    values: panel.values.slice(...rows),
    ...(filled && { filled: filled.slice(...rows) }),
    starts: starts?.slice(first, last) ?? null,
    columns: panel.columns.map((column) => ({
      ...column,
      values: column.values.slice(...rows),
      ...(column.ahead && ahead && { ahead: column.ahead.slice(...ahead) }),
    })),
    ...(aheadOffsets && { aheadOffsets: fromZero(aheadOffsets.slice(first, last + 1)) }),
    statics: panel.statics.map(
      (column): StaticColumn =>
        column.kind === "category"
          ? { ...column, codes: column.codes.slice(first, last) }
          : { ...column, values: column.values.slice(first, last) },
    ),
  };
}

function fromZero(offsets: Float64Array): Float64Array {
  const [first] = offsets;
  return offsets.map((offset) => offset - first);
}
