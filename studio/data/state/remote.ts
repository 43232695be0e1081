/** @module The data page's worker, as functions that answer later. */
import { wrap } from "comlink";
import type { Remote } from "../lab/dataWorker.ts";

/** The worker that reads and trains. */
export const worker: Worker = new Worker(new URL("../lab/dataWorker.ts", import.meta.url), {
  type: "module",
  name: "data",
});

/** The desk. */
export const desk = wrap<Remote>(worker);
