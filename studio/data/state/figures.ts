/** @module The figures made in the worker, which has the series: requested whenever they change. */
import { computed, effect, signal } from "@preact/signals";
import type { Figure, Panel } from "../../../src/figures/figure.ts";
import { reported } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import type { PanelSeries } from "../lab/dataSession.ts";
import type { Fill, GapsFigure } from "../lab/gapsFigure.ts";
import type { LookFacts } from "../lab/panelLook.ts";
import type { ForecastFigures, Outcome } from "../lab/sessionFacts.ts";
import { dataWords } from "../words/words.ts";
import { choices, dataWorker, fault, forecasted, planned, report, targets, training } from "./session.ts";

/** The target that charts show, where there are several. */
const shown = signal<string | null>(null);
/** The file as a panel, as long as none of its series is chosen. */
export const panelLook = signal<Outcome<LookFacts> | null>(null);
/** The series that is looked at, from 0. */
export const looked = signal(0);
/** That series. */
export const lookedSeries = signal<PanelSeries | null>(null);
/** The policy to show in the picture of the gaps: one that a person points at. */
export const pointedFill = signal<Fill>(null);
/** The column to forecast as it stands in the file, while its rows need a decision. */
export const gaps = signal<GapsFigure | null>(null);
/** The series as it was read. */
export const seriesPanel = signal<Panel | null>(null);
/** The test set and its forecasts while it trains. */
export const previewPanel = signal<Panel | null>(null);
/** The forecast of the training, and those of its test part. */
export const figures = signal<ForecastFigures | null>(null);
/** The forecast of the loaded model. */
export const loadedFigure = signal<Figure | null>(null);

/** The target to show of some; what was chosen, where it is among them. */
export function shownOf(targets: readonly string[]): string {
  return targets.find((name) => name === shown.value) ?? targets[0];
}

/** Shows another target. */
export function show(target: string): void {
  shown.value = target;
}

/** Keeps the figures up to date. */
export function followFigures(): void {
  followLatest(gaps, () => {
    const decided = fault.value?.stage === "series" ? choices.value : null;
    if (decided === null || targets.value.length === 0) return null;
    const names = dataWords[lang.value].gaps;
    const marks = { missing: names.missing, filled: names.filled };
    return dataWorker.gaps(decided, shownOf(targets.value), pointedFill.value, marks, lang.value);
  });
  followLatest(panelLook, () => {
    const keys = fault.value?.keys;
    const decided = choices.value;
    looked.value = 0;
    return keys === undefined || decided === null
      ? null
      : dataWorker.panel(
          decided,
          keys.map(({ column }) => column),
        );
  });
  followLatest(lookedSeries, () => {
    const outcome = panelLook.value;
    return outcome === null || "fault" in outcome ? null : dataWorker.panelSeries(looked.value, lang.value);
  });
  followLatest(seriesPanel, () => {
    const named = planned.value?.plan.columns.targets;
    const { series, gaps: names } = dataWords[lang.value];
    const parts = { ...series.parts, filled: names.filled };
    return named ? dataWorker.seriesPanel(shownOf(named), parts, lang.value) : null;
  });
  const previewed = computed(() => training.value?.previewed ?? 0);
  followLatest(previewPanel, () => {
    const named = previewed.value > 0 ? training.peek()?.targets : undefined;
    return named ? dataWorker.previewPanel(shownOf(named), lang.value) : null;
  });
  followLatest(figures, () => {
    const named = report.value?.results.plan.columns.targets;
    return named ? dataWorker.figures(shownOf(named), lang.value) : null;
  });
  followLatest(loadedFigure, () => {
    const named = forecasted.value?.plan.columns.targets;
    return named ? dataWorker.loadedFigure(shownOf(named), lang.value) : null;
  });
}

/** Sets `place` to the answer of `ask`, again whenever what `ask` reads changes; answers that come too late are dropped. */
function followLatest<Thing>(place: { value: Thing | null }, ask: () => Promise<Thing | null> | null): void {
  let asked = 0;
  effect(() => {
    const answer = ask();
    asked += 1;
    const own = asked;
    if (answer === null) place.value = null;
    else
      void reported(answer).then((thing) => {
        if (own === asked) place.value = thing;
      });
  });
}
