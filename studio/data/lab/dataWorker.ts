/** @module The worker of the page: the desk behind messages, training between them. */
import { expose, transfer } from "comlink";
import type { Lang } from "../../../src/text/lang.ts";
import type { Choices } from "./choices.ts";
import { Desk } from "./desk.ts";
import type { Reading } from "./readTable.ts";
import { mackeyGlassCsv } from "./samples.ts";
import type { PartNames } from "./seriesFigure.ts";

/** Put in when the page is built. */
declare const UNROLLED_VERSION: string;

const desk = new Desk(UNROLLED_VERSION);
/** Milliseconds of training between two looks at the page's messages. */
const slice = 16;

// A message to itself lets those of the page through, without the 4 ms that timers wait.
const { port1, port2 } = new MessageChannel();
let timer: ReturnType<typeof setTimeout> | undefined;
let isWaiting = false;
port1.onmessage = () => {
  isWaiting = false;
  goOn();
};

function goOn(): void {
  clearTimeout(timer);
  if (isWaiting) return;
  const pause = desk.work(slice);
  if (pause === null) return;
  if (pause > 0) timer = setTimeout(goOn, pause);
  else {
    isWaiting = true;
    port2.postMessage(null);
  }
}

/** What the page can ask for. */
const remote = {
  read: (file: Blob, name: string, reading: Reading) => desk.read(file, name, reading),
  mackeyGlassCsv,
  plan: (choices: Choices) => desk.plan(choices),
  start(choices: Choices): ReturnType<Desk["start"]> {
    const started = desk.start(choices);
    goOn();
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
