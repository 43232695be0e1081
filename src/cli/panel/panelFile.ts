/** @module Reads a data file as a panel, if the options or its columns say that it is one. */
import type { Panel } from "../../data/panel/panel.ts";
import { fieldNames, type PanelOptions } from "../../data/panel/panelOptions.ts";
import { readPanel, readPanelParts } from "../../data/panel/readPanel.ts";
import { readRows } from "../../data/read/readTable.ts";
import type { RowSink } from "../../data/read/rowSink.ts";
import { storedCategories } from "../../data/series/categories.ts";
import { UsageError } from "../../errors.ts";
import type { PanelPlan } from "../../forecast/panel/panelPlan.ts";
import { say } from "../../sentence.ts";
import type { SeriesRequest } from "../forecast/commonOptions.ts";
import { formatOf, namesIn, type Reading, timeOptionsOf } from "../forecast/dataFile.ts";
import type { GivenOptions } from "../forecast/flags.ts";
import { inputName, readInput } from "../input.ts";
import { Interrupted } from "../process.ts";

/** Options that only panels have, and that say that a file is one. */
const panelSigns = ["series", "static", "wide", "protocol", "testFile"] as const;

/** Whether a file is to be read as a panel: an option says so, or it has a column `unique_id` of which not one value is chosen. */
export async function isPanel({ data, given }: SeriesRequest, signal: AbortSignal): Promise<boolean> {
  if (panelSigns.some((name) => given[name] !== undefined)) return true;
  const chosen = (given.where ?? []).filter((condition) => condition.trim().startsWith(fieldNames.series));
  if (chosen.length === 1) return false;
  return (await columnNames(data, given, signal)).includes(fieldNames.series);
}

/** Ends the reading of a file. */
class Enough extends Error {}

/** The names of the columns of a file; none where it cannot be read, which reading it tells better. */
async function columnNames(
  data: string,
  given: GivenOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let found: readonly string[] = [];
  const sink: RowSink = {
    lastText: "",
    begin(names) {
      found = names;
      throw new Enough();
    },
    add: () => undefined,
  };
  const options = { name: inputName(data), ...formatOf(given) };
  await readRows(readInput(data, signal), options, sink).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
  });
  return found;
}

/** Options of reading that the command line has as the library has them. */
const unchanged = [
  "wide",
  "where",
  "missing",
  "duplicates",
  "unsorted",
  "gaps",
  "resample",
  "aggregate",
] as const satisfies readonly (keyof GivenOptions & keyof PanelOptions)[];

/** The roles and the policies of a command line. Throws UsageError for what panels do not have. */
function rolesOf(given: GivenOptions): PanelOptions {
  const { series, target, covariates, future, static: statics } = given;
  const targets = namesIn(target);
  if (targets.length > 1)
    throw new UsageError(say`target is ${targets.join(", ")}, but a panel has one target`, {
      hint: say`Columns that are series are a panel of their own: --wide columns`,
    });
  if (given.holidays !== undefined)
    throw new UsageError(say`${"holidays"} is set, but panels have no such option`, {
      hint: say`Write the holidays into a column, and name it with --future`,
    });
  const roles = {
    ...(series && { series: namesIn(series) }),
    ...(targets.length === 1 && { target: targets[0] }),
    ...(covariates && { covariates: namesIn(covariates) }),
    ...(Array.isArray(future) && { future: namesIn(future) }),
    ...(statics && { static: namesIn(statics) }),
    ...Object.fromEntries(unchanged.map((name) => [name, given[name]])),
    ...timeOptionsOf(given),
  };
  return Object.fromEntries(Object.entries(roles).filter(([, value]) => value !== undefined));
}

/** Reads a panel, as a trained model expects it; a file of future covariates has the rows that follow, without targets. */
export function readPanelFile(
  data: string,
  given: GivenOptions,
  { plan = null, future }: { readonly plan?: PanelPlan | null; readonly future?: string | undefined } = {},
  { onProgress = () => undefined, signal }: Reading = {},
): Promise<Panel> {
  const name = inputName(data);
  const roles = rolesOf(given);
  const columns =
    plan === null ? [] : [...plan.inputs.covariates, ...plan.inputs.future].map((one) => one.name);
  const categories = storedCategories(columns, [...(roles.covariates ?? []), ...(roles.future ?? [])]);
  const options = {
    name,
    onProgress,
    ...formatOf(given),
    ...roles,
    ...(columns.length > 0 && { categories }),
  };
  const source = readInput(data, signal);
  if (future === undefined) return readPanel(source, options);
  const later = { source: readInput(future, signal), name: inputName(future) };
  return readPanelParts([{ source, name }, later], options);
}
