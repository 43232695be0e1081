/** @module A trained model that the user loads, and its forecast without training. */
import { Chart } from "../../shared/charts/chart.tsx";
import { FileButton } from "../../shared/fileButton.tsx";
import { lang } from "../../shared/preferences.ts";
import { closeModel, forecastWithModel, openModel } from "../state/actions.ts";
import { loadedFigure, shownOf } from "../state/figures.ts";
import { saveForecast } from "../state/save.ts";
import { forecasted, lacking, model, modelFault, table } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { FaultView } from "./faultView.tsx";
import { TargetChoice } from "./targetChoice.tsx";

/** Loads a model. */
export function ModelCard() {
  const text = dataWords[lang.value].model;
  const loaded = model.value;
  // Only a file has its future covariates.
  const needsFuture = (loaded?.facts.plan.columns.future.length ?? 0) > 0;
  return (
    <section class="card" aria-labelledby="model-title" data-model>
      <h2 id="model-title">{text.title}</h2>
      {loaded === null ? (
        <>
          <p class="hint">{text.intro}</p>
          <div class="file-buttons">
            <FileButton
              name="model"
              accept=".safetensors"
              label={dataWords[lang.value].file.choose}
              onFile={(file) => void openModel(file)}
            />
          </div>
        </>
      ) : (
        <>
          <p class="file-name">{loaded.file}</p>
          <p class="hint" data-facts>
            {text.facts(loaded.facts)}
          </p>
          <div class="file-buttons">
            {table.value !== null && (
              <button
                type="button"
                class="primary"
                data-action="forecast-file"
                disabled={lacking.value.length > 0}
                onClick={() => void forecastWithModel(true)}
              >
                {text.onFile}
              </button>
            )}
            {!needsFuture && (
              <button type="button" data-action="forecast-own" onClick={() => void forecastWithModel(false)}>
                {text.onOwn}
              </button>
            )}
            <button type="button" data-action="close-model" onClick={closeModel}>
              {text.close}
            </button>
          </div>
          {lacking.value.length > 0 && <p class="ask">{text.lacks(lacking.value)}</p>}
          {table.value === null && <p class="hint">{needsFuture ? text.bringAhead : text.bringFile}</p>}
        </>
      )}
    </section>
  );
}

/** The forecast of the loaded model. */
export function LoadedForecast() {
  const { model: text, results, downloads } = dataWords[lang.value];
  const found = forecasted.value;
  if (modelFault.value !== null) return <FaultView fault={modelFault.value} />;
  if (found === null) return null;
  const { targets } = found.plan.columns;
  const name = found.name.replace(/\.\w+$/, "");
  return (
    <section class="card" aria-labelledby="loaded-title" data-loaded>
      <h2 id="loaded-title">{text.forecastTitle(name, model.value?.file ?? "")}</h2>
      <p>{text.forecastFacts(found.series, found.plan)}</p>
      <TargetChoice label={results.target} targets={targets} />
      {loadedFigure.value && (
        <Chart
          label={results.describeForecast(shownOf(targets))}
          panel={loadedFigure.value.panels[0]}
          height={300}
        />
      )}
      <div class="file-buttons">
        <button type="button" data-download="loaded" onClick={() => void saveForecast("loaded", name)}>
          {downloads.forecast}
        </button>
      </div>
    </section>
  );
}
