/** @module The worker of the page: the desk behind messages, training between them. */
import { expose, transfer } from "comlink";
import type { Lang } from "../../../src/text/lang.ts";
import { workerPump } from "../../shared/workerPump.ts";
import type { Choices } from "./choices.ts";
import { Desk } from "./desk.ts";
import type { Reading } from "./readTable.ts";
import { mackeyGlassCsv } from "./samples.ts";
import type { PartNames } from "./seriesFigure.ts";

/** Put in when the page is built. */
declare const UNROLLED_VERSION: string;

const desk = new Desk(UNROLLED_VERSION);
/** Milliseconds of training between two looks at the messages of the page. */
const SLICE = 16;
const resume = workerPump((slice) => desk.work(slice), SLICE);

/** What the page can call. */
const remote = {
  read: (file: Blob, name: string, reading: Reading) => desk.read(file, name, reading),
  mackeyGlassCsv,
  plan: (choices: Choices) => desk.plan(choices),
  start(choices: Choices): ReturnType<Desk["start"]> {
    const started = desk.start(choices);
    resume();
    return started;
  },
  stop: () => desk.stop(),
  frame: () => desk.frame(),
  report: () => desk.report(),
  results: () => desk.results(),
  modelBytes(): Uint8Array<ArrayBuffer> | null {
    const bytes = desk.modelBytes();
    if (bytes === null) return null;
    const copy = new Uint8Array(bytes);
    return transfer(copy, [copy.buffer]);
  },
  forecastCsv: (which: "trained" | "brought") => desk.forecastCsv(which),
  seriesPanel: (target: string, parts: PartNames, lang: Lang) => desk.seriesPanel(target, parts, lang),
  figures: (target: string, lang: Lang) => desk.figures(target, lang),
  broughtFigure: (target: string, lang: Lang) => desk.broughtFigure(target, lang),
  readModel: (bytes: Uint8Array) => desk.readModel(bytes),
  forecast: (choices: Choices | null) => desk.forecast(choices),
};

/** The desk as the page sees it. */
export type Remote = typeof remote;

expose(remote);
