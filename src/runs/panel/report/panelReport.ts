/** @module The report of a panel's run: scores, their distribution over the series, the best and the worst, and a picker. */
import type { Panel } from "../../../data/panel/panel.ts";
import { timeAfter } from "../../../data/series/timeStep.ts";
import type { Figure, Panel as FigurePanel, Line, Mark } from "../../../figures/index.ts";
import type { PanelScores } from "../../../forecast/panel/panelBacktest.ts";
import type { PanelForecaster } from "../../../forecast/panel/panelForecaster.ts";
import type { PanelMethod } from "../../../forecast/panel/panelMethod.ts";
import { type PanelPlan, panelMethodName } from "../../../forecast/panel/panelPlan.ts";
import { methodName } from "../../../forecast/scores/methodNames.ts";
import { articleBody, joined, paragraphs, prose, type Section } from "../../../report/html.ts";
import { renderPage } from "../../../report/page.ts";
import { escapeHtml, shellWord } from "../../../text/escape.ts";
import { formatError, formatLevel } from "../../../text/format.ts";
import type { Lang } from "../../../text/lang.ts";
import type { EpochRecord } from "../../../train/events.ts";
import { jsonText, shownName } from "../../labels.ts";
import { drawn, textTableHtml } from "../../report/reportParts.ts";
import { lossFigure } from "../../report/trainingFigures.ts";
import type { PanelFacts } from "../panelFacts.ts";
import type { SavedPanelScores } from "../panelFiles.ts";
import { panelModelLine, panelScoreTable, worstTable } from "../panelTables.ts";
import { panelTerms } from "../panelTerms.ts";
import { pickerData, pickerHtml, pickerScript, pickerStyle } from "./panelPicker.ts";
import { panelReportWords } from "./words.ts";

/** All that a report is made of. */
export interface PanelResults {
  readonly name: string;
  readonly panel: Panel;
  readonly facts: PanelFacts;
  readonly plan: PanelPlan;
  readonly history: readonly EpochRecord[];
  /** Null without test windows. */
  readonly tested: {
    readonly scores: PanelScores;
    readonly saved: SavedPanelScores;
    /** The panel with the rows that were forecast, and the model that has not seen them. */
    readonly whole: Panel;
    readonly method: PanelMethod;
  } | null;
  readonly forecaster: PanelForecaster;
  readonly hasForecast: boolean;
  readonly unrolled: string;
}

/** Series that are drawn of each kind. */
const SHOWN = 4;

export function renderPanelReport(results: PanelResults, { lang }: { readonly lang: Lang }): string {
  const special = extremes(results);
  const picker = results.hasForecast
    ? pickerData(results.panel, results.forecaster, [...special.worst, ...special.best])
    : { html: "", count: 0 };
  const article = (each: Lang): string =>
    joined(each === "en" ? picker.html : "", articleOf(results, special, picker.count, each));
  return renderPage({
    lang,
    titles: { en: panelReportWords.en.title(results.facts), zh: panelReportWords.zh.title(results.facts) },
    articles: { en: article("en"), zh: article("zh") },
    style: `${ownStyle}\n${pickerStyle}`,
    script: pickerScript,
    unrolled: results.unrolled,
  });
}

const ownStyle = `
.settings { max-height: 26rem; overflow: auto; }
.made { color: var(--muted); font-size: .9375rem; margin-top: 3rem; }
td strong { color: var(--link); }`.trim();

interface Extremes {
  readonly worst: readonly number[];
  readonly best: readonly number[];
}

/** The series with the highest and the lowest MASE of the model. */
function extremes({ tested }: PanelResults): Extremes {
  if (tested === null) return { worst: [], best: [] };
  const mase = tested.scores.methods[0]?.bySeries.mase ?? new Float64Array(0);
  const order = Array.from(mase, (value, s) => [value, s] as const)
    .filter(([value]) => !Number.isNaN(value))
    .sort((a, b) => a[0] - b[0])
    .map(([, s]) => s);
  const worst = order.slice(-SHOWN).reverse();
  return { worst, best: order.slice(0, SHOWN).filter((s) => !worst.includes(s)) };
}

function articleOf(results: PanelResults, special: Extremes, picked: number, lang: Lang): string {
  const words = panelReportWords[lang];
  const { facts, plan, tested, unrolled } = results;
  const terms = panelTerms[lang];
  const opening = joined(
    `<p class="lead">${prose(words.lead(facts, methodName(panelMethodName(plan), lang), plan))}</p>`,
    tested === null
      ? paragraphs([terms.untested])
      : `<div class="verdict">\n${paragraphs([terms.verdict(tested.saved), terms.blend(tested.saved.blend, plan), ...terms.notes(tested.saved)])}\n</div>`,
  );
  const section = (id: string, heading: string, body: string): Section[] =>
    body === "" ? [] : [{ id: `${lang}-${id}`, heading, body }];
  const body = articleBody({
    title: words.title(facts),
    opening,
    contents: words.contents,
    sections: [
      ...section("scores", words.scores, scoresHtml(results, lang)),
      ...section("spread", words.spread, spreadHtml(results, lang)),
      ...section("worst", words.worst, seriesHtml(results, special.worst, words.worstText, lang)),
      ...section("best", words.best, seriesHtml(results, special.best, words.bestText, lang)),
      ...section(
        "any",
        words.any,
        picked === 0 ? "" : joined(paragraphs([words.anyText(picked, facts.series)]), pickerHtml(lang)),
      ),
      ...section("training", words.training, trainingHtml(results, lang)),
      ...section("again", words.again, againHtml(results, lang)),
      ...section(
        "settings",
        words.settings,
        `<pre class="settings" tabindex="0"><code>${escapeHtml(jsonText(plan))}</code></pre>`,
      ),
    ],
  });
  return joined(body, `<p class="made">${prose(words.made(unrolled))}</p>`);
}

function scoresHtml({ tested, facts }: PanelResults, lang: Lang): string {
  if (tested === null) return "";
  const words = panelReportWords[lang];
  const { saved } = tested;
  return joined(
    textTableHtml(
      { id: `${lang}-score-table`, caption: panelTerms[lang].scores(saved) },
      panelScoreTable(saved, lang),
      lang,
    ),
    paragraphs([words.measures]),
    textTableHtml(
      { id: `${lang}-worst-table`, caption: panelTerms[lang].worst },
      worstTable(saved, facts.idNames, lang),
      lang,
    ),
  );
}

/** Points of a curve of the distribution. */
const POINTS = 200;

/** MASE of every series, in ascending order, of the model and the two best baselines. */
function spreadHtml({ tested }: PanelResults, lang: Lang): string {
  if (tested === null) return "";
  const words = panelReportWords[lang];
  const [own, ...others] = tested.scores.methods;
  if (own === undefined) return "";
  const rivals = [...others].sort((a, b) => a.overall.mase - b.overall.mase).slice(0, 2);
  const lines = [own, ...rivals].flatMap((method, i): Line[] => {
    const sorted = method.bySeries.mase.filter((value) => !Number.isNaN(value)).sort();
    if (sorted.length === 0) return [];
    const count = Math.min(POINTS, sorted.length);
    const at = (k: number): number => (count === 1 ? 0 : Math.round((k * (sorted.length - 1)) / (count - 1)));
    return [
      {
        kind: "line",
        name: methodName(method.name, lang),
        x: Float64Array.from({ length: count }, (_, k) => (100 * (at(k) + 1)) / sorted.length),
        y: Float64Array.from({ length: count }, (_, k) => sorted[at(k)] ?? Number.NaN),
        color: i === 0 ? "prediction" : i === 1 ? "baseline" : "seasonal",
        ...(i === 0 ? {} : { dash: i === 1 ? "dashed" : "dotted" }),
        points: count === 1,
      },
    ];
  });
  const marks: Mark[] = [...lines, { kind: "rule", axis: "y", at: 1, label: "1" }];
  const figure: Figure = {
    title: words.spreadTitle,
    panels: [{ x: { label: words.share, min: 0, max: 100 }, y: { label: "MASE", scale: "log" }, marks }],
  };
  return joined(paragraphs([words.spreadText]), drawn("spread", 340, figure, lang));
}

/** The last test window of some series, with the forecast of the model that has not seen it. */
function seriesHtml(results: PanelResults, series: readonly number[], text: string, lang: Lang): string {
  const { tested, plan } = results;
  if (tested === null || series.length === 0) return "";
  const { whole, method, scores } = tested;
  const rows = series.map((s) => ({
    series: s,
    from: whole.offsets[s] ?? 0,
    until: (whole.offsets[s + 1] ?? 0) - plan.horizon,
  }));
  const forecasts = method.forecast(whole, rows);
  const mase = scores.methods[0]?.bySeries.mase;
  const panels = rows.map((row, i): FigurePanel => {
    const title = `${shownName(whole.ids[row.series] ?? "", 30)}: MASE ${formatError(mase?.[row.series] ?? Number.NaN)}`;
    return windowPanel(whole, plan, row, forecasts[i], title, lang);
  });
  return joined(paragraphs([text]), drawn("series", 340, { title: "", panels, columns: 2 }, lang));
}

function windowPanel(
  whole: Panel,
  { horizon, lookback, quantiles }: PanelPlan,
  { series, from, until }: { readonly series: number; readonly from: number; readonly until: number },
  forecast: ReturnType<PanelMethod["forecast"]>[number] | undefined,
  title: string,
  lang: Lang,
): FigurePanel {
  const words = panelReportWords[lang];
  const first = Math.max(from, until - Math.min(3 * horizon, Math.max(lookback, horizon)));
  const { starts, step } = whole;
  const hasTimes = starts !== null && step !== null;
  const place = (row: number): number =>
    hasTimes ? timeAfter(starts[series] ?? 0, step, row - from) : row - from + 1;
  const x = (a: number, b: number): Float64Array =>
    Float64Array.from({ length: b - a }, (_, i) => place(a + i));
  const ahead = x(until, until + horizon);
  const Q = quantiles.length;
  const fan = (q: number): Float64Array =>
    Float64Array.from({ length: horizon }, (_, h) => forecast?.quantiles[h * Q + q] ?? Number.NaN);
  const level = (quantiles.at(-1) ?? 1) - (quantiles[0] ?? 0);
  const isDate = hasTimes && whole.timeKind === "date";
  return {
    title,
    x: { label: hasTimes ? (whole.timeName ?? "") : words.row, ...(isDate ? { tickUnit: "date" } : {}) },
    ...(isDate && whole.timeStyle ? { dates: whole.timeStyle } : {}),
    y: { label: shownName(whole.targetName, 20) },
    marks: [
      {
        kind: "line",
        name: words.actual,
        x: x(first, until + horizon),
        y: whole.values.subarray(first, until + horizon),
        color: "target",
        width: 1.5,
      },
      {
        kind: "band",
        name: words.interval(formatLevel(level)),
        x: ahead,
        low: fan(0),
        high: fan(Q - 1),
        color: "prediction",
      },
      {
        kind: "line",
        name: words.forecast,
        x: ahead,
        y: forecast?.point ?? new Float64Array(horizon).fill(Number.NaN),
        color: "prediction",
      },
    ],
  };
}

function trainingHtml({ plan, history }: PanelResults, lang: Lang): string {
  const best = history.reduce<EpochRecord | null>(
    (a, b) => ((b.valLoss ?? b.loss) < (a?.valLoss ?? a?.loss ?? Number.POSITIVE_INFINITY) ? b : a),
    null,
  );
  return joined(
    paragraphs([panelModelLine(plan, lang)]),
    history.length > 0 ? drawn("loss", 340, lossFigure(history, best?.epoch ?? 0, lang), lang) : "",
  );
}

function againHtml({ name }: PanelResults, lang: Lang): string {
  const words = panelReportWords[lang];
  const run = shellWord(`runs/${name}`);
  const commands = `# ${words.newer}\nnpx unrolled forecast ${run} --data NEWER.csv`;
  const program = [
    'import { createReadStream, readFileSync } from "node:fs";',
    'import { readPanel } from "unrolled/data";',
    'import { PanelForecaster } from "unrolled/forecast";',
    "",
    `const forecaster = PanelForecaster.fromBytes(readFileSync(${jsonText(`runs/${name}/best.safetensors`)}));`,
    'const panel = await readPanel(createReadStream("NEWER.csv"), { name: "NEWER.csv" });',
    "for (const { id, point } of forecaster.forecasts(panel)) console.log(id, point);",
  ].join("\n");
  return joined(code(commands), paragraphs([words.program]), code(program), paragraphs([words.files()]));
}

function code(text: string): string {
  return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`;
}
