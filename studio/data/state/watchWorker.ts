/** @module Keeps the page in step with the worker: plans whenever choices change, polls while it reads or trains. */
import { effect } from "@preact/signals";
import { reported } from "../../shared/failure.tsx";
import { calm } from "../../shared/preferences.ts";
import { sleep } from "../../shared/remote.ts";
import {
  busy,
  choices,
  dataWorker,
  diagnosis,
  fault,
  hasTarget,
  planned,
  reading,
  report,
  seriesKeys,
  training,
  trainingFault,
} from "./session.ts";

/** Milliseconds between two frames: numbers that change faster cannot be read. */
const pause = 80;
/** The same with reduced motion. */
const calmPause = 500;

/** Starts watching. */
export function watchWorker(): void {
  planAlways();
  void watchFrames();
}

/** The latest decisions count: an answer to earlier ones is dropped. */
function planAlways(): void {
  let order = 0;
  effect(() => {
    const decided = choices.value;
    const isReady = hasTarget.value;
    order += 1;
    const own = order;
    if (decided === null || !isReady) {
      planned.value = null;
      [diagnosis.value, fault.value] = [null, decided === null ? fault.peek() : null];
      return;
    }
    void reported(dataWorker.plan(decided)).then((outcome) => {
      if (outcome === null || own !== order) return;
      fault.value = "fault" in outcome ? outcome.fault : null;
      planned.value = "found" in outcome ? outcome.found : null;
      diagnosis.value = null;
      if (!("fault" in outcome)) return;
      const { keys } = outcome.fault;
      // the same keys in a new list would be a new decision, and a new plan, for ever
      if (keys !== undefined && JSON.stringify(keys) !== JSON.stringify(seriesKeys.peek()))
        seriesKeys.value = keys;
      if (outcome.fault.stage !== "series") return;
      void reported(dataWorker.diagnose(decided)).then((found) => {
        if (own === order && found !== null && found.faults.length > 1) diagnosis.value = found;
      });
    });
  });
}

async function watchFrames(): Promise<never> {
  for (;;) {
    await sleep(calm.peek() ? calmPause : pause);
    if (reading.peek() === null && !busy.peek()) continue;
    const frame = await reported(dataWorker.frame());
    if (frame === null) continue;
    if (reading.peek() !== null && frame.reading !== null) reading.value = frame.reading;
    if (!busy.peek()) continue;
    if (frame.fault !== null) trainingFault.value = frame.fault;
    if (frame.training?.phase === "done") report.value = await reported(dataWorker.report());
    training.value = frame.training;
  }
}
