/** @module The worker of the page: the lab behind messages, training between them. */
import { expose } from "comlink";
import type { Insight } from "./insight.ts";
import { Lab, type LabFrame, type Order } from "./lab.ts";
import { type FileKind, type LoadedModel, modelFile, readModel } from "./modelFile.ts";
import type { ProbeOptions, ProbeResult } from "./probe.ts";

const lab = new Lab();
const slice = 8;

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
  const pause = lab.work(slice);
  if (pause === null) return;
  if (pause >= 1) timer = setTimeout(goOn, pause);
  else {
    isWaiting = true;
    port2.postMessage(null);
  }
}

/** What the page can ask for. */
export const remote = {
  start(order: Order): void {
    lab.start(order);
    goOn();
  },
  setPlaying(playing: boolean): void {
    lab.setPlaying(playing);
    goOn();
  },
  setPace(pace: number): void {
    lab.setPace(pace);
    goOn();
  },
  step(): void {
    lab.setPlaying(false);
    lab.step();
  },
  frame(): LabFrame {
    return lab.frame();
  },
  insight(run: number, trained: number | null, layer: number | null): Insight | null {
    return lab.runs[run]?.insight(trained, layer) ?? null;
  },
  probe(run: number, options: ProbeOptions, trained: number | null): ProbeResult | null {
    return lab.runs[run]?.probe(options, trained) ?? null;
  },
  modelFile(run: number, kind: FileKind, trained: number | null): Uint8Array<ArrayBuffer> | null {
    const chosen = lab.runs[run];
    return chosen ? modelFile(chosen.parameters(trained), chosen.settings, kind) : null;
  },
  readModel(bytes: Uint8Array): LoadedModel {
    return readModel(bytes);
  },
};

/** The lab as the page sees it. */
export type Remote = typeof remote;

expose(remote);
