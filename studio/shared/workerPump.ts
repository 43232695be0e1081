/** @module Work in slices inside a worker, with its messages answered between two slices. */

/**
 * A function that starts or resumes `work`. `work` gets the milliseconds of a slice and returns the milliseconds until
 * it is due again, 0 for at once, or null while there is nothing to do. What `work` throws is an error event of the
 * worker.
 */
export function workerPump(work: (slice: number) => number | null, slice: number): () => void {
  // A message to oneself lets those of the page through, without the 4 ms that timers take.
  const { port1, port2 } = new MessageChannel();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isQueued = false;
  const resume = (): void => {
    clearTimeout(timer);
    if (isQueued) return;
    const pause = work(slice);
    if (pause === null) return;
    if (pause >= 1) timer = setTimeout(resume, pause);
    else {
      isQueued = true;
      port2.postMessage(null);
    }
  };
  port1.onmessage = () => {
    isQueued = false;
    resume();
  };
  return resume;
}
