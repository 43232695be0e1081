/** @module Files to take away. */
import { saveFile } from "../../state/saveFile.ts";
import { reported } from "./actions.ts";
import { desk } from "./remote.ts";

/** The forecast, as CSV. */
export async function saveForecast(which: "trained" | "brought", name: string): Promise<void> {
  const text = await reported(desk.forecastCsv(which));
  if (text !== null) saveFile(new Blob([text], { type: "text/csv" }), `${name}-forecast.csv`);
}

/** The model, as safetensors. */
export async function saveModel(name: string): Promise<void> {
  const bytes = await reported(desk.modelBytes());
  if (bytes !== null) saveFile(new Blob([bytes]), `${name}.safetensors`);
}
