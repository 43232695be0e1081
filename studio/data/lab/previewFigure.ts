/** @module The test set with the forecasts of a training under way: after its first epoch, and after the latest one. */
import type { Series } from "../../../src/data/series/series.ts";
import type { Line, Panel } from "../../../src/figures/figure.ts";
import { samplesFigure } from "../../../src/runs/report/forecastFigures.ts";
import { terms } from "../../../src/runs/terms.ts";
import type { Lang } from "../../../src/text/lang.ts";
import type { Preview } from "./training.ts";

/** The actual values, the first forecasts in grey, and the latest ones over both. */
export function previewPanel(
  series: Series,
  previews: readonly Preview[],
  target: string,
  lang: Lang,
): Panel {
  const [first, latest] = [previews[0], previews[previews.length - 1]];
  const panel = panelOf(series, latest, target, lang);
  if (first === latest) return panel;
  const words = terms[lang];
  const before = panelOf(series, first, target, lang).marks.flatMap((mark): Line[] =>
    mark.kind === "line" && mark.name === words.forecast
      ? [{ ...mark, name: words.afterEpoch(first.epoch), color: "baseline", dash: "dotted", width: 1.5 }]
      : [],
  );
  return { ...panel, marks: [...before, ...panel.marks] };
}

function panelOf(series: Series, { samples }: Preview, target: string, lang: Lang): Panel {
  const { from, forecast } = samples[samples.length - 1];
  const test = { from: samples[0].from, until: from + forecast.targets[0].point.length };
  return samplesFigure({ series, samples, test }, target, lang).panels[0];
}
