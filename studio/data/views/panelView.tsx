/** @module A file of several series: what it holds, a chart of any of them, and how to forecast one or all. */
import { shellWord } from "../../../src/text/escape.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import type { LookFacts } from "../lab/panelLook.ts";
import { setSeriesValue } from "../state/actions.ts";
import { looked, lookedSeries, panelLook } from "../state/figures.ts";
import { chosen, seriesKeys } from "../state/session.ts";
import { dataWords } from "../words/words.ts";

const height = 220;

/** Nothing where the rows of some series cannot be made a panel. */
export function PanelView() {
  const outcome = panelLook.value;
  if (outcome === null || "fault" in outcome) return null;
  const facts = outcome.found;
  const text = dataWords[lang.value].panel;
  const series = lookedSeries.value;
  const id = facts.ids[looked.value] ?? series?.values.join("/") ?? "";
  return (
    <div data-panel={facts.series}>
      <p data-panel-facts>{text.facts(facts)}</p>
      <div class="file-buttons">
        <button type="button" data-look="before" onClick={() => look(looked.peek() - 1, facts)}>
          {text.before}
        </button>
        <select
          aria-label={text.look}
          data-look="list"
          value={String(looked.value)}
          onChange={({ currentTarget }) => look(Number(currentTarget.value), facts)}
        >
          {facts.ids.map((name, i) => (
            <option key={name} value={String(i)}>
              {name}
            </option>
          ))}
          {looked.value >= facts.ids.length && <option value={String(looked.value)}>{id}</option>}
        </select>
        <button type="button" data-look="after" onClick={() => look(looked.peek() + 1, facts)}>
          {text.after}
        </button>
        <span class="hint">{text.place(looked.value + 1, facts.series)}</span>
      </div>
      {series ? (
        <Chart label={text.describe(id)} panel={series.panel} height={height} />
      ) : (
        <div class="chart-place" />
      )}
      <div class="file-buttons">
        <button
          type="button"
          class="primary"
          data-action="choose-series"
          onClick={() => choose(series?.values ?? [])}
        >
          {text.choose(id)}
        </button>
      </div>
      <p class="hint">{text.all(facts.series)}</p>
      <pre class="panel-command" data-panel-command>
        <code>{commandFor(facts.target)}</code>
      </pre>
    </div>
  );
}

/** Round and round: after the last comes the first. */
function look(series: number, { series: count }: LookFacts): void {
  looked.value = (series + count) % count;
}

function choose(values: readonly string[]): void {
  for (const [i, value] of values.entries()) setSeriesValue(i, value);
  document.getElementById("stage")?.focus();
}

function commandFor(target: string): string {
  const columns = seriesKeys.value.map(({ column }) => shellWord(column)).join(" ");
  return `npx unrolled train ${shellWord(chosen.value?.name ?? "DATA.csv")} --series ${columns} --target ${shellWord(target)}`;
}
