/** @module The worker of a page as functions that answer later. */
import { type Remote, wrap } from "comlink";
import { failure } from "./failure.tsx";
import { lang } from "./preferences.ts";
import { siteWords } from "./siteWords.ts";

/** The functions of a worker. If the worker fails to load, the page says so and `onLoss` is called. */
export function remoteOf<Functions>(worker: Worker, onLoss?: () => void): Remote<Functions> {
  worker.addEventListener("error", ({ message }) => {
    failure.value = message || siteWords[lang.peek()].noWorker;
    onLoss?.();
  });
  return wrap<Functions>(worker);
}

/** Resolves after a number of milliseconds. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
