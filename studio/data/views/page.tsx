/** @module The data page as a whole: what is decided on one side, what comes of it on the other. */
import { useEffect } from "preact/hooks";
import { lang } from "../../shared/preferences.ts";
import { PageLinks, PreferenceButtons } from "../../shared/site.tsx";
import { siteWords } from "../../shared/siteWords.ts";
import { busy, chosen, fault, forecasted, table, trainingFault } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { ChooseTarget } from "./chooseTarget.tsx";
import { Columns } from "./columns.tsx";
import { Empty } from "./empty.tsx";
import { Failure, FaultView } from "./faultView.tsx";
import { FileCard } from "./fileCard.tsx";
import { LoadedForecast, ModelCard } from "./modelCard.tsx";
import { OptionsCard } from "./optionsCard.tsx";
import { Results } from "./results.tsx";
import { SeriesView } from "./seriesView.tsx";
import { Spoken } from "./spoken.tsx";
import { LossView, TrainingView } from "./trainingView.tsx";

/** The page. */
export function Page() {
  const text = dataWords[lang.value];
  const title = siteWords[lang.value].pages.data;
  useEffect(() => {
    document.title = `${title} · Unrolled studio`;
  }, [title]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("stage")?.focus()}>
        {text.skip}
      </button>
      <header>
        <h1>
          Unrolled <span>{title}</span>
        </h1>
        <PageLinks current="data" />
        <div class="preferences">
          <PreferenceButtons />
        </div>
      </header>
      <main class="data-page">
        <div class="side">
          <FileCard />
          {table.value && <Columns />}
          {table.value && <OptionsCard />}
          <ModelCard />
        </div>
        <div class="stage" id="stage" tabIndex={-1}>
          <Failure />
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
      <Spoken />
      <footer>{text.footer}</footer>
    </>
  );
}
