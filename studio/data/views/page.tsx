/** @module The data page as a whole: what is decided on one side, what comes of it on the other. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { FailureNotice } from "../../shared/failure.tsx";
import { LiveRegion, PageFrame, useAnnouncements } from "../../shared/pageFrame.tsx";
import { lang } from "../../shared/preferences.ts";
import { siteWords } from "../../shared/siteWords.ts";
import {
  asks,
  busy,
  chosen,
  fault,
  forecasted,
  report,
  table,
  training,
  trainingFault,
} from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { ChooseTarget, Columns } from "./columns.tsx";
import { FaultView } from "./faultView.tsx";
import { FileCard } from "./fileCard.tsx";
import { GapsView } from "./gapsView.tsx";
import { LoadedForecast, ModelCard } from "./modelCard.tsx";
import { OptionsCard } from "./optionsCard.tsx";
import { Results } from "./results.tsx";
import { SeriesView } from "./seriesView.tsx";
import { LossView, TrainingView } from "./trainingView.tsx";

/** The page. */
export function Page() {
  const { skip, footer } = dataWords[lang.value];
  const title = siteWords[lang.value].pages.data;
  return (
    <PageFrame page="data" words={{ title, skip, footer }} spoken={<Spoken />}>
      <main class={`data-page${asks.value ? " asks" : ""}`}>
        <div class="side">
          <FileCard />
          {table.value && <Columns />}
          {table.value && <OptionsCard />}
          <ModelCard />
        </div>
        <div class="stage" id="stage" tabIndex={-1}>
          <FailureNotice />
          <GapsView />
          {fault.value && <FaultView fault={fault.value} />}
          {trainingFault.value && <FaultView fault={trainingFault.value} />}
          <LoadedForecast />
          {(chosen.value === null || fault.value?.stage === "read") && forecasted.value === null && <Empty />}
          <ChooseTarget />
          <TrainingView />
          <Results />
          <LossView />
          {/* While it trains the series makes room: what comes of it then pushes nothing aside. */}
          {!busy.value && <SeriesView />}
        </div>
      </main>
    </PageFrame>
  );
}

const example = `date,sales,temperature,holiday
2024-01-01,120.5,3.1,1
2024-01-02,98,2.7,0
2024-01-03,104,,0
…`;

/** The page's first words. */
function Empty() {
  const text = dataWords[lang.value].empty;
  return (
    <section class="card empty">
      <h2>{text.title}</h2>
      <p>{text.intro}</p>
      <ul>
        {text.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <figure>
        <figcaption>{text.example}</figcaption>
        <pre>{example}</pre>
      </figure>
      <p class="hint">{text.spreadsheet}</p>
    </section>
  );
}

/** Announces that a file was read, the progress of a training, and the verdict. */
function Spoken() {
  const text = dataWords[lang.value].summary;
  const said = useSignal("");
  const facts = table.value;
  const verdict = report.value?.results.backtest?.verdict[lang.value];
  useEffect(() => {
    if (facts) said.value = text.read(facts);
  }, [facts]);
  useEffect(() => {
    if (verdict) said.value = verdict;
  }, [verdict]);
  useAnnouncements(() => {
    const frame = training.peek();
    if (frame) said.value = frame.phase === "testing" ? text.testing : text.training(frame);
  }, busy.value);
  return <LiveRegion text={said.value} />;
}
