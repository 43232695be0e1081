/** @module The share of right answers of the runs, as a chart. */

import type { Panel } from "../../../src/figures/figure.ts";
import { maxOf } from "../../../src/lists.ts";
import { accuracyPanel } from "../../shared/charts/accuracyPanel.ts";
import { lang } from "../../shared/preferences.ts";
import type { RunFrame } from "../lab/run.ts";
import { chanceOf } from "../lab/taskProbe.ts";
import { words } from "../words/words.ts";
import { lookOf, nameOf } from "./runNames.ts";

/** The share of right answers of every run; null where answers are not right or wrong. */
export function accuracyOf(runs: readonly RunFrame[]): Panel | null {
  const found = runs.flatMap(({ accuracies }, i) =>
    accuracies ? [{ name: nameOf(i), accuracies, look: lookOf(i) }] : [],
  );
  if (found.length === 0) return null;
  const chance = chanceOf(runs[0].settings);
  const end = maxOf(runs.map(({ trained }) => trained));
  return accuracyPanel(words[lang.peek()].charts, found, { chance, end });
}
