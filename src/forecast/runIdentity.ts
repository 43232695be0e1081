/** @module What two runs must share for one to go on where the other was left: what is trained, and a checksum of the data. */
import { fitScaler } from "../data/prepare/scalers.ts";
import type { Series } from "../data/series/series.ts";
import { FormatError } from "../errors.ts";
import { crc32 } from "../interop/crc32.ts";
import { shown } from "../shown.ts";
import type { Json } from "../train/json.ts";
import type { Plan } from "./plan.ts";
import { frameOf, inputColumns } from "./scaledSeries.ts";

/** The identity of a run of this plan. Throws for columns that the plan's models cannot read. */
export function identityOf(series: Series, plan: Plan): Json {
  const columns = inputColumns(series, plan.columns);
  const scaler = fitScaler(plan.scaler, columns, plan.split.train);
  const { scaled } = frameOf(columns, scaler, plan.columns);
  const data = crc32(new Uint8Array(scaled.buffer, scaled.byteOffset, scaled.byteLength));
  return JSON.parse(JSON.stringify({ ...sharedOptions(plan), data }));
}

/** Throws FormatError for the identity of another run; checkpoints of earlier versions have none. */
export function checkIdentity(saved: unknown, own: Json): void {
  const text = JSON.stringify(own);
  if (saved === undefined || shown(saved, text.length) === text) return;
  throw new FormatError(
    `the checkpoint is ${difference(saved, own)}, but must be one of this series and these options`,
    { caller: "forecaster" },
  );
}

/** The options that may not change when a run is resumed. */
function sharedOptions(plan: Plan): Partial<Plan> {
  const { epochs, patience, min, max, integer, monotone, refit, budget, windowsPerEpoch, ...shared } = plan;
  return windowsPerEpoch === null ? shared : { ...shared, windowsPerEpoch };
}

function difference(saved: unknown, own: Json): string {
  const [a, b] = [Object(saved), Object(own)];
  const isSame = (key: string): boolean => {
    const text = JSON.stringify(b[key]);
    return shown(a[key], text.length) === text;
  };
  const name = Object.keys(b).find((key) => !isSame(key)) ?? "more";
  return name === "data"
    ? "one of other data"
    : `one with ${name} ${a[name] === undefined ? "missing" : shown(a[name], 200)} instead of ${shown(b[name], 200)}`;
}
