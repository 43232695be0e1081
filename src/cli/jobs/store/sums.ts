/** @module The sums of the errors of some series, from JSON with arrays. */
import { FormatError } from "../../../errors.ts";
import type { PanelSums } from "../../../forecast/panel/panelErrors.ts";
import type { Fields } from "../../../train/json.ts";

/** Throws FormatError unless all sums are there, of the same number of series. */
export function readSums(fields: Fields): PanelSums {
  const of = (name: string): Float64Array => float64(fields, name);
  const sums: PanelSums = {
    ...{
      count: of("count"),
      scaledCount: of("scaledCount"),
      absolute: of("absolute"),
      symmetric: of("symmetric"),
    },
    ...{ scaled: of("scaled"), scaledSquared: of("scaledSquared"), pinball: of("pinball") },
    ...{ scaledPinball: of("scaledPinball"), size: of("size"), inside: of("inside") },
  };
  if (Object.values(sums).some(({ length }) => length !== sums.count.length))
    throw new FormatError(`${fields.pathOf("count")}: not all sums are of the same series`);
  return sums;
}

export function float64(fields: Fields, name: string): Float64Array {
  const value = fields.raw(name);
  return value instanceof Float64Array ? value : fields.refuse(name, "an array of numbers");
}
