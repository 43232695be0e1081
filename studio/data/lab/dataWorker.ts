/** @module The worker of the page: its session answers messages, and trains between them. */
import { expose, transfer } from "comlink";
import type { Lang } from "../../../src/text/lang.ts";
import { workerPump } from "../../shared/workerPump.ts";
import type { Choices } from "./choices.ts";
import { DataSession } from "./dataSession.ts";
import type { Fill, GapNames } from "./gapsFigure.ts";
import { mackeyGlassCsv } from "./samples.ts";
import type { PartNames } from "./seriesFigure.ts";
import type { Reading } from "./tableFacts.ts";

/** Put in when the page is built. */
declare const UNROLLED_VERSION: string;

const session = new DataSession(UNROLLED_VERSION);
/** Milliseconds of training between two looks at the messages of the page. */
const SLICE = 16;
const resume = workerPump((slice) => session.work(slice), SLICE);

/** What the page can call. */
const remote = {
  read: (file: Blob, name: string, reading: Reading) => session.read(file, name, reading),
  mackeyGlassCsv,
  plan: (choices: Choices) => session.plan(choices),
  diagnose: (choices: Choices) => session.diagnose(choices),
  start(choices: Choices): ReturnType<DataSession["start"]> {
    const started = session.start(choices);
    resume();
    return started;
  },
  stop: () => session.stop(),
  frame: () => session.frame(),
  report: () => session.report(),
  results: () => session.results(),
  modelBytes(): Uint8Array<ArrayBuffer> | null {
    const bytes = session.modelBytes();
    if (bytes === null) return null;
    const copy = new Uint8Array(bytes);
    return transfer(copy, [copy.buffer]);
  },
  forecastCsv: (which: "trained" | "loaded") => session.forecastCsv(which),
  gaps: (choices: Choices, name: string, fill: Fill, names: GapNames, lang: Lang) =>
    session.gaps(choices, name, fill, names, lang),
  seriesPanel: (target: string, parts: PartNames, lang: Lang) => session.seriesPanel(target, parts, lang),
  panel: (choices: Choices, keys: readonly string[]) => session.panel(choices, keys),
  panelSeries: (series: number, lang: Lang) => session.panelSeries(series, lang),
  previewPanel: (target: string, lang: Lang) => session.previewPanel(target, lang),
  figures: (target: string, lang: Lang) => session.figures(target, lang),
  loadedFigure: (target: string, lang: Lang) => session.loadedFigure(target, lang),
  readModel: (bytes: Uint8Array) => session.readModel(bytes),
  forecast: (choices: Choices | null) => session.forecast(choices),
};

/** The session as the page calls it. */
export type Remote = typeof remote;

expose(remote);
