/** @module The figures made in the worker, which has the series: requested whenever they change. */
import { computed, effect, signal } from "@preact/signals";
import type { Figure, Panel } from "../../../src/figures/figure.ts";
import { reported } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import type { ForecastFigures } from "../lab/sessionFacts.ts";
import { dataWords } from "../words/words.ts";
import { dataWorker, forecasted, planned, report, training } from "./session.ts";

/** The target that charts show, where there are several. */
const shown = signal<string | null>(null);
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
  followLatest(seriesPanel, () => {
    const targets = planned.value?.plan.columns.targets;
    const { parts } = dataWords[lang.value].series;
    return targets ? dataWorker.seriesPanel(shownOf(targets), parts, lang.value) : null;
  });
  const previewed = computed(() => training.value?.previewed ?? 0);
  followLatest(previewPanel, () => {
    const targets = previewed.value > 0 ? training.peek()?.targets : undefined;
    return targets ? dataWorker.previewPanel(shownOf(targets), lang.value) : null;
  });
  followLatest(figures, () => {
    const targets = report.value?.results.plan.columns.targets;
    return targets ? dataWorker.figures(shownOf(targets), lang.value) : null;
  });
  followLatest(loadedFigure, () => {
    const targets = forecasted.value?.plan.columns.targets;
    return targets ? dataWorker.loadedFigure(shownOf(targets), lang.value) : null;
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
