/** @module The figures that only the worker can draw, since it has the series: asked for whenever they become others. */
import { effect, signal } from "@preact/signals";
import type { Figure, Panel } from "../../../src/figures/figure.ts";
import { lang } from "../../shared/preferences.ts";
import type { ForecastFigures } from "../lab/sessionFacts.ts";
import { dataWords } from "../words/words.ts";
import { reported } from "./actions.ts";
import { desk } from "./remote.ts";
import { forecasted, planned, report } from "./session.ts";

/** The target that charts show, where there are several. */
const shown = signal<string | null>(null);
/** The series as it was read. */
export const seriesPanel = signal<Panel | null>(null);
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

/** Starts to follow. */
export function followFigures(): void {
  follow(seriesPanel, () => {
    const targets = planned.value?.plan.columns.targets;
    const { parts } = dataWords[lang.value].series;
    return targets ? desk.seriesPanel(shownOf(targets), parts, lang.value) : null;
  });
  follow(figures, () => {
    const targets = report.value?.results.plan.columns.targets;
    return targets ? desk.figures(shownOf(targets), lang.value) : null;
  });
  follow(loadedFigure, () => {
    const targets = forecasted.value?.plan.columns.targets;
    return targets ? desk.loadedFigure(shownOf(targets), lang.value) : null;
  });
}

/** Keeps a signal at what was asked for last; an answer that comes too late is dropped. */
function follow<Thing>(place: { value: Thing | null }, ask: () => Promise<Thing | null> | null): void {
  let order = 0;
  effect(() => {
    const asked = ask();
    order += 1;
    const own = order;
    if (asked === null) place.value = null;
    else
      void reported(asked).then((thing) => {
        if (own === order) place.value = thing;
      });
  });
}
