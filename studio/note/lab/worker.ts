/** @module The worker of the page: the lab behind messages, training between them. */
import { expose } from "comlink";
import { workerPump } from "../../shared/workerPump.ts";
import type { HiddenState, HiddenStateView } from "./hiddenState.ts";
import type { Insight } from "./insight.ts";
import { Lab, type LabFrame, type RunRequest } from "./lab.ts";
import { type Measure, measureOf } from "./measure.ts";
import { type FileKind, type LoadedModel, modelFile, readModel } from "./modelFile.ts";
import type { NetworkPicture, PictureRequest } from "./networkPicture.ts";
import type { ProbeOptions, ProbeResult } from "./probe.ts";
import type { RunGradient } from "./run.ts";
import { Seeds, type SeedsFrame, type SeedsRequest } from "./seeds.ts";
import type { TaskProbe } from "./taskProbe.ts";

const lab = new Lab();
const seeds = new Seeds();
/** Milliseconds of training between two looks at the messages of the page. */
const SLICE = 8;
const resume = workerPump((slice) => lab.work(slice), SLICE);
const resumeSeeds = workerPump((slice) => seeds.work(slice), SLICE);

/** What the page can call. */
export const remote = {
  start(request: RunRequest): void {
    lab.start(request);
    resume();
  },
  setPlaying(playing: boolean): void {
    lab.setPlaying(playing);
    resume();
  },
  setPace(pace: number): void {
    lab.setPace(pace);
    resume();
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
  hiddenState(run: number, view: HiddenStateView, trained: number | null): HiddenState | null {
    return lab.runs[run]?.hiddenState(view, trained) ?? null;
  },
  gradients(trained: number | null): RunGradient[] {
    return lab.runs.map((run) => run.gradient(trained));
  },
  startSeeds(request: SeedsRequest): void {
    seeds.start(request);
    resumeSeeds();
  },
  stopSeeds(): void {
    seeds.stop();
  },
  seeds(): SeedsFrame {
    return seeds.frame();
  },
  network(run: number, trained: number | null, request: PictureRequest): NetworkPicture | null {
    return lab.runs[run]?.network(trained, request) ?? null;
  },
  probe(run: number, options: ProbeOptions, trained: number | null): ProbeResult | null {
    return lab.runs[run]?.probe(options, trained) ?? null;
  },
  probeLengths(run: number, trained: number | null): TaskProbe | null {
    return lab.runs[run]?.probeLengths(trained) ?? null;
  },
  measure(run: number, measure: Measure): number {
    const chosen = lab.runs[run];
    return chosen ? measureOf(chosen, measure) : Number.NaN;
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
