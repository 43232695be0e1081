/** @module The entry point of a worker in a web page: its first message starts the loop. */
import { type WorkerStart, workLoop } from "./workLoop.ts";

addEventListener("message", ({ data }: MessageEvent<WorkerStart>) => {
  workLoop(data);
});
