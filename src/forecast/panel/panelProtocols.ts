/** @module The protocols behind published scores of panels: M4, GIFT-Eval, fev-bench. */
import type { Panel } from "../../data/panel/panel.ts";
import type { Step } from "../../data/series/timeStep.ts";
import type { ScorePanelOptions } from "./panelBacktest.ts";
import type { PanelScore } from "./panelErrors.ts";

/** The names of the protocols. */
export const panelProtocolNames = ["m4", "gift-eval", "fev"] as const;

/** The name of a protocol. */
export type PanelProtocolName = (typeof panelProtocolNames)[number];

/** How a protocol scores a panel. */
export interface PanelProtocol extends Required<Pick<ScorePanelOptions, "horizon" | "windows" | "stride">> {
  /** The season of MASE by convention, where the dates of the panel say; null where they do not. */
  readonly season: number | null;
  /** The scores that it publishes, the first one first. */
  readonly scores: readonly (keyof PanelScore | "owa")[];
}

const DAY = 86_400_000;

/** GIFT-Eval: at most this share of the shortest series is tested, and at most this number of windows. */
const SHARE = 0.1;
const MOST_WINDOWS = 20;

/**
 * What a protocol prescribes for a panel whose last rows are the test set.
 *
 * - `m4`: one window; sMAPE, MASE and OWA.
 * - `gift-eval`: windows without overlap in the last tenth of the shortest series, 1 to 20; MASE, and CRPS as the mean weighted
 *   quantile loss. Its M4 sets have one window.
 * - `fev`: 20 windows without overlap, as fev-bench's ETT tasks; scaled quantile loss (SQL) and MASE.
 *
 * Seasons by convention: 24 for hours, 12 for months, 4 for quarters, 1 for days and weeks; fev takes 7 for days.
 * Source: Makridakis, Spiliotis & Assimakopoulos, "The M4 competition", 2020; Aksu et al., "GIFT-Eval", 2024, data.py;
 * Shchur et al., "fev-bench", 2025.
 */
export function panelProtocol(name: PanelProtocolName, panel: Panel, horizon: number): PanelProtocol {
  const season = conventionalSeason(panel.step, name === "fev" ? 7 : 1);
  const shape = { horizon, stride: horizon, season };
  if (name === "m4") return { ...shape, windows: 1, scores: ["smape", "mase", "owa"] };
  if (name === "fev") return { ...shape, windows: MOST_WINDOWS, scores: ["sql", "mase"] };
  const windows = Math.ceil((SHARE * shortest(panel)) / horizon);
  return { ...shape, windows: Math.min(MOST_WINDOWS, Math.max(1, windows)), scores: ["mase", "wql"] };
}

function shortest({ offsets }: Panel): number {
  let least = Number.POSITIVE_INFINITY;
  for (let s = 1; s < offsets.length; s++) least = Math.min(least, offsets[s] - offsets[s - 1]);
  return least;
}

/** The rows of a day for steps below one, of a year for months; null where the step is unknown. */
function conventionalSeason(step: Step | null, days: number): number | null {
  if (step === null || step.unit === "number") return null;
  if (step.unit === "slot") return 5;
  if (step.unit === "year") return 1;
  if (step.unit === "month") return step.count <= 6 && 12 % step.count === 0 ? 12 / step.count : 1;
  if (step.count > DAY) return 1;
  return step.count === DAY ? days : Math.round(DAY / step.count);
}
