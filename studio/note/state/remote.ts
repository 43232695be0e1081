/** @module The lab's worker, as functions that answer later. */
import { wrap } from "comlink";
import type { Remote } from "../lab/worker.ts";

/** The worker that the lab is in. */
export const worker: Worker = new Worker(new URL("../lab/worker.ts", import.meta.url), {
  type: "module",
  name: "lab",
});

/** The lab. */
export const lab = wrap<Remote>(worker);
