/** @module What a run is of, and how one that was interrupted goes on. */
import { relative, resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import type { ForecasterRun } from "../../forecast/forecasterRun.ts";
import { isBaseline } from "../../forecast/options.ts";
import type { RunConfig } from "../../runs/files.ts";
import { timeSpan } from "../../runs/labels.ts";
import { say } from "../../sentence.ts";
import { isStandardInput } from "../input.ts";
import type { SeriesRequest } from "./commonOptions.ts";
import type { GivenOptions } from "./flags.ts";
import type { RunFolder } from "./runFolder.ts";
import { checkedRead, type Notified, type SavedRun } from "./savedRun.ts";
import type { Prepared } from "./training.ts";

/** What a run writes after its configuration. */
const results = [
  "metrics",
  "status",
  "best",
  "checkpoint",
  "backtest",
  "forecast",
  "chart",
  "report",
] as const;

/** Deletes all but the configuration of a run, which starts from its first epoch. */
async function startAfresh(folder: RunFolder): Promise<void> {
  await folder.tidy(...results);
}

/**
 * Restores the checkpoint; a run that was killed before its first one starts again. The configuration is brought up to date: data may
 * have moved or, before the first checkpoint, changed, and so may the options that end the training.
 */
export async function restoreRun(
  { run, series }: Prepared,
  { folder, config, request }: SavedRun,
  notified: Notified,
): Promise<void> {
  const checkpoint = isBaseline(run.plan.model) ? null : await folder.read("checkpoint");
  if (checkpoint !== null) {
    checkedRead(folder, "checkpoint", checkpoint, () => run.restore(checkpoint), notified);
    checkEnd(run, config, request.given);
  }
  await folder.updateConfig(changedFacts(config, factsOf(folder, request, { run, series })));
  if (checkpoint === null) await startAfresh(folder);
  await folder.trimMetrics(run.progress?.history ?? []);
  await folder.tidy();
}

type Facts = Pick<RunConfig, "data" | "plan" | "asked">;

/** What a run is of. */
export function factsOf(folder: RunFolder, { data, given }: SeriesRequest, { run, series }: Prepared): Facts {
  const file = isStandardInput(data) ? "-" : relative(resolve(folder.path), resolve(data));
  return {
    data: { file, rows: series.length, timeColumn: series.timeName, ...timeSpan(series) },
    plan: run.plan,
    asked: { ...given },
  };
}

/** The plan of `auto` names the chosen model once it is chosen, and stays unless something else has changed. */
function changedFacts({ data, asked }: RunConfig, facts: Facts): Partial<Facts> {
  const isSame = JSON.stringify([data, asked]) === JSON.stringify([facts.data, facts.asked]);
  return isSame && facts.plan.model === "auto" ? {} : facts;
}

/** Throws UsageError for an end of the training that it has passed already. */
function checkEnd(run: ForecasterRun, { asked }: RunConfig, given: GivenOptions): void {
  const { epochs, patience } = given;
  if (epochs === asked.epochs && patience === asked.patience) return;
  const epoch = run.trainer?.epoch ?? 0;
  if (run.hasStopped)
    throw new UsageError(say`its training has ended, so epochs and patience cannot change`, {
      hint: say`Resume it without --epochs and --patience`,
    });
  if (epochs !== undefined && epochs < epoch)
    throw new UsageError(say`epochs is ${epochs} but must be at least ${epoch}, the epoch it has reached`, {
      remedies: [{ option: "epochs", values: [epoch] }],
    });
}
