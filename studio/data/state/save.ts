/** @module Downloads. */

import { reported } from "../../shared/failure.tsx";
import { lang } from "../../shared/preferences.ts";
import { saveFile } from "../../shared/saveFile.ts";
import { dataWorker } from "./session.ts";

/** The forecast, as CSV. */
export async function saveForecast(which: "trained" | "loaded", name: string): Promise<void> {
  const text = await reported(dataWorker.forecastCsv(which));
  if (text !== null) saveFile(new Blob([text], { type: "text/csv" }), `${name}-forecast.csv`);
}

/** The model, as safetensors. */
export async function saveModel(name: string): Promise<void> {
  const bytes = await reported(dataWorker.modelBytes());
  if (bytes !== null) saveFile(new Blob([bytes]), `${name}.safetensors`);
}

/** The report, a page by itself in both languages. Its code is large, and loaded when it is needed. */
export async function saveReport(name: string): Promise<void> {
  const { renderRunReport } = await import("../../../src/runs/report/runReport.ts");
  const results = await dataWorker.results();
  if (results === null) return;
  const html = renderRunReport(results, { lang: lang.peek() });
  saveFile(new Blob([html], { type: "text/html" }), `${name}-report.html`);
}
