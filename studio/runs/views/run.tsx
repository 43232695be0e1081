/** @module One run: where it stands, its losses, its scores, what it was, and what it left. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import { isBaseline } from "../../../src/forecast/options.ts";
import type { RunReply } from "../../../src/runs/replies.ts";
import { formatAgo, formatDate, formatValue } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import { addressOf } from "../state/address.ts";
import { fileAddress } from "../state/ask.ts";
import { compared, details, listed, now } from "../state/runs.ts";
import { runsWords } from "../words/words.ts";
import { Badge } from "./badge.tsx";
import { runPanel } from "./lossPanels.ts";
import { Progress } from "./progress.tsx";
import { Scores } from "./scores.tsx";

/** The run of a name, or why there is nothing to show. */
export function RunView({ name }: { readonly name: string }) {
  const words = runsWords[lang.value];
  const text = words.run;
  const detail = details.value.get(name);
  const place = useRef<HTMLElement>(null);
  useEffect(() => showFrom(place.current), [name]);
  const isListed = listed.value?.runs.some((run) => run.name === name) ?? false;
  return (
    <article class="run-view" ref={place} aria-labelledby="run-title" data-formatValue={name}>
      <section class="card run-head">
        <a class="back" href={addressOf(null, compared.value)}>
          <span aria-hidden="true">←</span> {text.all}
        </a>
        <h2 id="run-title">{name}</h2>
        {!isListed && <p>{text.missing(name, listed.value?.folder ?? "")}</p>}
        {detail === undefined && isListed && <p class="hint">{words.waiting}</p>}
        {detail && "problem" in detail && <p class="wrong">{detail.problem}</p>}
        {detail && !("problem" in detail) && <Head run={detail} />}
      </section>
      {detail && !("problem" in detail) && <Body run={detail} />}
    </article>
  );
}

/** Whoever has chosen it far down a list must see that something has come of it. */
function showFrom(element: HTMLElement | null): void {
  const top = element?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > innerHeight / 2) element?.scrollIntoView();
}

/** Longer than that, and a run that trains has written nothing although it should have. */
const silence = 60_000;

function Head({ run }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].run;
  const { summary } = run;
  const isSilent = summary.state === "training" && now.value - Date.parse(summary.updated) > silence;
  return (
    <>
      <p class="run-facts">
        <Badge state={summary.state} /> <span>{text.created(formatDate(summary.created, lang.value))}</span>
        <Downloads run={run} />
      </p>
      <Progress run={run} />
      {summary.state === "killed" && <p>{text.killed}</p>}
      {isSilent && <p class="hint">{text.silent(formatAgo(summary.updated, now.value, lang.value))}</p>}
    </>
  );
}

function Downloads({ run: { summary, files } }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].run.downloads;
  return (
    <span class="downloads">
      {files.report && (
        <a href={fileAddress(summary.name, "report.html")} target="_blank" rel="noopener">
          {text.report}
        </a>
      )}
      {files.forecast && (
        <a href={fileAddress(summary.name, "forecast.csv")} download>
          {text.forecast}
        </a>
      )}
      {files.model && (
        <a href={fileAddress(summary.name, "best.safetensors")} download>
          {text.model}
        </a>
      )}
    </span>
  );
}

function Body({ run }: { readonly run: RunReply }) {
  const words = runsWords[lang.value];
  return (
    <>
      <LossChart run={run} />
      <Scores run={run} />
      <section class="card" aria-labelledby="config-title">
        <h3 id="config-title">{words.run.config}</h3>
        <dl class="config">
          {words.config(run.config).map(([term, description]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{description}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function LossChart({ run: { summary, config, metrics } }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].chart;
  const most = summary.state === "training" ? config.plan.epochs : null;
  const panel = useMemo(() => runPanel(text, metrics, most), [text, metrics, most]);
  return (
    <section class="card loss" aria-labelledby="loss-title">
      <h3 id="loss-title">
        {text.title}
        {summary.best && <small> {text.best(summary.best.epoch, formatValue(summary.best.loss))}</small>}
      </h3>
      {metrics.length > 0 ? (
        <Chart
          label={text.describe(summary.name)}
          panel={panel}
          height={290}
          at={summary.best?.epoch ?? null}
        />
      ) : (
        <p class="hint">{isBaseline(summary.model) ? text.learnsNothing : text.none}</p>
      )}
    </section>
  );
}
