/** @module One run: its state, downloads, losses, scores and settings. */

import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { isBaseline } from "../../../src/forecast/options.ts";
import { memberName, planName } from "../../../src/forecast/scores/methodNames.ts";
import { savedForecastPanel } from "../../../src/runs/forecastFile.ts";
import { memberShown, rowsNote } from "../../../src/runs/report/scoreTables.ts";
import { lossFigure } from "../../../src/runs/report/trainingFigures.ts";
import {
  outcomeOf,
  type PanelSummary,
  type RunDownloads,
  type RunReply,
  STATUS_LIFETIME,
} from "../../../src/runs/summary.ts";
import { terms } from "../../../src/runs/terms.ts";
import { formatAgo, formatDate, formatValue } from "../../../src/text/format.ts";
import { Candidates } from "../../shared/candidatesTable.tsx";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang, looksAsked } from "../../shared/preferences.ts";
import { ScoreTable } from "../../shared/scoreTable.tsx";
import { siteWords } from "../../shared/siteWords.ts";
import { addressOf } from "../state/address.ts";
import { fileAddress } from "../state/requests.ts";
import { compared, details, listed, now } from "../state/runs.ts";
import { runsWords } from "../words/zh.ts";
import { Badge, hasEpochs, Progress } from "./progress.tsx";
import { Settings } from "./settings.tsx";

/** The run of a name, or why it cannot be shown. */
export function RunView({ name }: { readonly name: string }) {
  const words = runsWords[lang.value];
  const text = words.run;
  const detail = details.value.get(name);
  const place = useRef<HTMLElement>(null);
  const isRead = detail !== undefined; // then the run grows, and browsers keep the list below it where it is
  useEffect(() => showFrom(place.current), [name, isRead]);
  const isListed = listed.value?.runs.some((run) => run.name === name) ?? false;
  return (
    <article class="run-view" ref={place} aria-labelledby="run-title" data-shown={name}>
      <section class="card run-head">
        <a class="back" href={addressOf(null, compared.value)}>
          <span aria-hidden="true">←</span> {text.all}
        </a>
        <h2 id="run-title">{name}</h2>
        {!isListed && <p>{text.missing(name, listed.value?.folder ?? "")}</p>}
        {detail === undefined && isListed && <p class="hint">{words.waiting}</p>}
        {detail && "problem" in detail && detail.panel && <PanelHead name={name} panel={detail.panel} />}
        {detail && "problem" in detail && !detail.panel && (
          <p class="wrong">{words.problem(detail.problem)}</p>
        )}
        {detail && !("problem" in detail) && <Head run={detail} />}
      </section>
      {detail && !("problem" in detail) && <Body run={detail} />}
    </article>
  );
}

/** Scrolls to a run that was chosen far down the list. */
function showFrom(element: HTMLElement | null): void {
  const top = element?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > innerHeight / 2) element?.scrollIntoView();
}

function Head({ run }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].run;
  const { summary } = run;
  const isSilent = summary.state === "training" && now.value - Date.parse(summary.updated) > STATUS_LIFETIME;
  return (
    <>
      <p class="run-facts">
        <Badge state={summary.state} /> <span>{text.created(formatDate(summary.created, lang.value))}</span>
        <Downloads name={summary.name} files={run.files} />
      </p>
      <Progress run={run} />
      {summary.state === "killed" && <p>{text.killed}</p>}
      {isSilent && <p class="hint">{text.silent(formatAgo(summary.updated, now.value, lang.value))}</p>}
    </>
  );
}

/** Of a panel's run, the verdict and the way to its report, which has the scores of every series. */
function PanelHead({ name, panel }: { readonly name: string; readonly panel: PanelSummary }) {
  const text = runsWords[lang.value].run;
  return (
    <>
      <p class="run-facts">
        <Badge state={panel.state} /> <span>{text.created(formatDate(panel.created, lang.value))}</span>
        <Downloads name={name} files={panel.files} />
      </p>
      <p>{panel.verdict?.[lang.value] ?? text.panelWaits}</p>
      {panel.verdict && <p class="hint">{text.panelReport}</p>}
      {panel.state === "killed" && <p>{text.killed}</p>}
    </>
  );
}

function Downloads({ name, files }: { readonly name: string; readonly files: RunDownloads }) {
  const text = runsWords[lang.value].run.downloads;
  return (
    <span class="downloads">
      {files.report && (
        <a href={fileAddress(name, "report.html")} target="_blank" rel="noopener">
          {text.report}
        </a>
      )}
      {files.forecast && (
        <a href={fileAddress(name, "forecast.csv")} download>
          {text.forecast}
        </a>
      )}
      {files.model && (
        <a href={fileAddress(name, "best.safetensors")} download>
          {text.model}
        </a>
      )}
    </span>
  );
}

function Body({ run }: { readonly run: RunReply }) {
  return (
    <>
      <ForecastChart run={run} />
      <Choice run={run} />
      <LossChart run={run} />
      <Scores run={run} />
      <Settings config={run.config} />
    </>
  );
}

/** The verdict and the scores, or when they come. */
function Scores({ run: { backtest } }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].scores;
  return (
    <section class="card scores" aria-labelledby="scores-title">
      <h3 id="scores-title">{text.title}</h3>
      {backtest === null ? (
        <p class="hint">{text.none}</p>
      ) : (
        <>
          <p class={`verdict ${verdictClasses[outcomeOf(backtest.verdict)]}`}>
            {backtest.verdict[lang.value]}
          </p>
          <ScoreTable
            backtest={backtest}
            caption={text.caption(backtest.windows, backtest.units === "scaled")}
          />
        </>
      )}
    </section>
  );
}

/** What `auto` tried and chose, and on which rows the model was trained. */
function Choice({ run: { summary, config } }: { readonly run: RunReply }) {
  const { plan, data } = config;
  const { choice, split, refit } = plan;
  if (choice === undefined) return null;
  const refitRows = refit && summary.state === "done" && split.train.until < data.rows ? data.rows : null;
  const note = rowsNote({ plan, refitRows }, lang.value);
  return (
    <section class="card" aria-labelledby="choice-title" data-choice>
      <h3 id="choice-title">{runsWords[lang.value].scores.chosen(planName(plan, lang.value))}</h3>
      {summary.state === "done" && note !== null && <p class="hint">{note}</p>}
      <Candidates candidates={choice.candidates} caption={terms[lang.value].choice(choice.windows)} />
    </section>
  );
}

/** Good, poor, or neither. */
const verdictClasses = { better: "good", worse: "poor", unsure: "unsure" } as const;

/** The forecast as `unrolled train` wrote it, or why there is none. */
function ForecastChart({ run: { summary, forecast, files } }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].forecast;
  const names = forecast?.targets.map(({ name }) => name) ?? summary.targets;
  const chosen = useSignal(names[0]);
  const target = names.includes(chosen.value) ? chosen.value : names[0];
  const panel = useMemo(
    () => forecast && savedForecastPanel(forecast, target, lang.value),
    [forecast, target, lang.value],
  );
  return (
    <section class="card forecast" aria-labelledby="forecast-title">
      <h3 id="forecast-title">{terms[lang.value].forecastOf(target)}</h3>
      {names.length > 1 && panel && (
        <label class="target-choice">
          {text.target}
          <select
            name="target"
            value={target}
            onChange={({ currentTarget }) => {
              chosen.value = currentTarget.value;
            }}
          >
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {panel ? (
        <Chart label={text.describe(target)} panel={panel} height={290} />
      ) : (
        <p class="hint">{files.forecast ? text.older : summary.mae === null ? text.waiting : text.none}</p>
      )}
      {files.model && summary.state === "done" && (
        <p class="hint">
          {text.newer} <a href={`./data.html${looksAsked()}`}>{siteWords[lang.value].pages.data}</a>
        </p>
      )}
    </section>
  );
}

function LossChart({ run: { summary, config, metrics } }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].chart;
  const options = summary.state === "training" ? { mostEpochs: config.plan.epochs } : {};
  const best = summary.best?.epoch ?? 0;
  const member = memberShown(config.plan);
  const figure = useMemo(
    () => lossFigure(metrics, best, lang.value, options),
    [metrics, best, lang.value, options.mostEpochs],
  );
  return (
    <section class="card loss" aria-labelledby="loss-title">
      <h3 id="loss-title">
        {terms[lang.value].lossTitle}
        {summary.best && <small> {text.best(summary.best.epoch, formatValue(summary.best.loss))}</small>}
      </h3>
      {member && <p class="hint">{terms[lang.value].memberShown(memberName(member, lang.value), null)}</p>}
      {metrics.length > 0 ? (
        <Chart label={text.describe(summary.name)} panel={figure.panels[0]} height={290} />
      ) : (
        <p class="hint">
          {isBaseline(summary.model)
            ? text.untrained
            : hasEpochs(summary)
              ? text.none
              : terms[lang.value].noEpochs}
        </p>
      )}
    </section>
  );
}
