/** @module The worker of a web page: one message starts its loop. */
import { type WorkerStart, workLoop } from "./workLoop.ts";

addEventListener("message", ({ data }: MessageEvent<WorkerStart>) => {
  workLoop(data);
});
