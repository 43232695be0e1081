/** @module The files of a run of the note: report, figures, metrics, weights. */
import { join } from "node:path";
import { renderSvg } from "../../figures/svg/svg.ts";
import { encodeSafetensors } from "../../interop/safetensors.ts";
import { noteFigures } from "../../note/report/noteFigures.ts";
import { renderReport } from "../../note/report/noteReport.ts";
import type { Lang } from "../../text/lang.ts";
import { makeFolder, writeWhole } from "../files.ts";
import type { FinishedNote } from "./noteRun.ts";

export async function writeNoteFiles(note: FinishedNote, folder: string, lang: Lang): Promise<string[]> {
  await makeFolder(folder);
  const written: string[] = [];
  for await (const [name, content] of filesOf(note, lang)) {
    const path = join(folder, name);
    await writeWhole(path, content);
    written.push(path);
  }
  return written;
}

/** Name and content of each file, the report first. */
async function* filesOf(
  { results, programs, runs }: FinishedNote,
  lang: Lang,
): AsyncGenerator<[string, string | Uint8Array]> {
  yield ["report.html", await renderReport(results, { lang })];
  for (const { name, figure, size } of noteFigures(results, lang)) {
    yield [`${name}.svg`, await renderSvg(figure, { ...size, theme: "light", lang })];
  }
  yield ["metrics.jsonl", metricsOf({ results, programs, runs })];
  for (const { model, settings } of programs) {
    const metadata = { format: "pt", settings: JSON.stringify(settings) };
    yield [`${settings.cell}.safetensors`, encodeSafetensors(model.stateDict(), metadata)];
  }
}

/** One line of JSON for each trained segment, and for each run of the comparison. */
function metricsOf({ results, runs }: FinishedNote): string {
  const segments = results.programs.flatMap(({ name, segments }) =>
    segments.map(({ index, loss }) => ({ program: name, segment: index + 1, loss })),
  );
  const compared = runs.map(({ cell, timeStep, seed, losses, before, after }) => ({
    program: "compare",
    cell,
    timeStep,
    seed,
    losses,
    gradientBefore: before,
    gradientAfter: after,
  }));
  return [...segments, ...compared].map((line) => `${JSON.stringify(line)}\n`).join("");
}
