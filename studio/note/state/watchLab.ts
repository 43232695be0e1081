/** @module Polls the lab for frames, at most one per repaint, and updates the page when something has changed. */

import { reported } from "../../shared/failure.tsx";
import { calm } from "../../shared/preferences.ts";
import { sleep } from "../../shared/remote.ts";
import {
  experiment,
  frame,
  isCurrent,
  lab,
  layer,
  looked,
  lookedAt,
  playing,
  selected,
  slowFrame,
} from "./labSession.ts";

/** Milliseconds between two insights, which cost more than a frame. */
const insightPause = 200;
/** Milliseconds between two frames of what people read, such as numbers. */
const slowPause = 80;
/** Milliseconds between two frames with reduced motion. */
const calmPause = 500;

/** Starts watching. */
export function watchLab(): void {
  void watchFrames();
  void watchInside();
}

/** Resolves before the next picture is drawn; in a hidden page, after a second. */
function nextDrawing(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(done, 1000);
    const asked = requestAnimationFrame(done);
    function done(): void {
      clearTimeout(late);
      cancelAnimationFrame(asked);
      resolve();
    }
  });
}

async function watchFrames(): Promise<never> {
  let slowSince = 0;
  for (;;) {
    await nextDrawing();
    const seen = await reported(lab.frame());
    if (seen !== null && isCurrent(seen) && hasChanged(seen)) {
      frame.value = seen;
      if (seen.ended) playing.value = false;
    }
    const isDue = !seen?.playing || performance.now() - slowSince >= slowPause;
    if (isDue && slowFrame.peek() !== frame.peek()) {
      slowFrame.value = frame.peek();
      slowSince = performance.now();
    }
    if (seen === null) await sleep(1000);
    else if (calm.peek() && playing.peek()) await sleep(calmPause);
    else if (!playing.peek()) await sleep(50);
  }
}

function hasChanged(seen: NonNullable<typeof frame.value>): boolean {
  const old = frame.peek();
  return (
    old === null ||
    old.request !== seen.request ||
    old.playing !== seen.playing ||
    old.ended !== seen.ended ||
    seen.runs.some((run, i) => run.trained !== old.runs[i]?.trained)
  );
}

async function watchInside(): Promise<never> {
  let shown = "";
  let pause = insightPause;
  for (;;) {
    await sleep(pause);
    const seen = frame.peek();
    const run = selected.peek();
    const trained = lookedAt.peek();
    const chosen = experiment.peek().panel === "inside" ? layer.peek() : null;
    const key = `${seen?.request} ${run} ${chosen} ${trained ?? seen?.runs[run]?.trained}`;
    if (seen === null || !isCurrent(seen) || key === shown || document.hidden) continue;
    const started = performance.now();
    const found = await reported(lab.insight(run, trained, chosen));
    // Training comes first: insights may take a sixth of the time at most.
    pause = Math.max(insightPause, 5 * (performance.now() - started));
    if (!isCurrent(seen)) continue;
    looked.value = { run, insight: found };
    shown = key;
  }
}
