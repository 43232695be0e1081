/** @module What the list of runs shows of a panel's. */
import { panelMethodName } from "../../forecast/panel/panelPlan.ts";
import { say } from "../../sentence.ts";
import { type RunStatus, runFiles } from "../files.ts";
import { readMetrics, readStatusIfWhole } from "../read.ts";
import { type BrokenRun, bestOf, type PanelSummary, type RunDownloads } from "../summary.ts";
import { readPanelConfig, readPanelScores } from "./panelFiles.ts";
import { panelTerms } from "./panelTerms.ts";

/** The files that describe the run of a panel, as text; null for a file that does not exist yet. */
export interface PanelTexts {
  readonly config: string;
  readonly status: string | null;
  readonly metrics: string | null;
  readonly scores: string | null;
}

/** What was read of a panel's run: all but its name, and the status, which does not say whether its process is still there. */
export interface PanelRunRecord extends Required<Pick<BrokenRun, "problem" | "panel">> {
  readonly status: RunStatus | null;
}

/** The state is the one that was written. */
export function panelRun(texts: PanelTexts, files: RunDownloads): PanelRunRecord {
  const { created, plan, panel } = readPanelConfig(texts.config);
  const status = readStatusIfWhole(texts.status);
  const metrics = readMetrics(texts.metrics ?? "");
  const scores = texts.scores === null ? null : readPanelScores(texts.scores);
  const mase = scores?.methods[0]?.overall.mase ?? Number.NaN;
  const summary: PanelSummary = {
    state: status?.state ?? "unknown",
    created,
    updated: status?.updated ?? created,
    model: panelMethodName(plan),
    target: panel.target,
    series: panel.series,
    horizon: plan.horizon,
    epoch: metrics.at(-1)?.epoch ?? 0,
    best: bestOf(metrics),
    mase: Number.isFinite(mase) ? mase : null,
    verdict: scores && { en: panelTerms.en.verdict(scores), zh: panelTerms.zh.verdict(scores) },
    files,
  };
  return {
    problem: say`this is a run of a panel: its ${runFiles.report} has the results`,
    panel: summary,
    status,
  };
}
