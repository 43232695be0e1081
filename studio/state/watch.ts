/** @module Asks the lab for pictures, as often as the screen can show them and no oftener than something changes. */
import { effect } from "@preact/signals";
import { calm } from "./preferences.ts";
import { lab } from "./remote.ts";
import { experiment, frame, insight, isCurrent, lookedAt, playing, selected, slowFrame } from "./session.ts";

/** Milliseconds between two looks inside, which cost more than a picture from outside. */
const insightPause = 200;
/** Milliseconds between two frames for what nobody can read faster. */
const slowPause = 80;
/** Milliseconds between two pictures for people who want little motion. */
const calmPause = 500;

/** Starts watching. */
export function watchLab(): void {
  void watchFrames();
  void watchInside();
}

/** Resolves before the next picture is drawn; in a page that nobody sees, after a while. */
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

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function watchFrames(): Promise<never> {
  let slowSince = 0;
  for (;;) {
    await nextDrawing();
    const seen = await lab.frame();
    if (isCurrent(seen) && hasChanged(seen)) {
      frame.value = seen;
      if (seen.ended) playing.value = false;
    }
    const isDue = !seen.playing || performance.now() - slowSince >= slowPause;
    if (isDue && slowFrame.peek() !== frame.peek()) {
      slowFrame.value = frame.peek();
      slowSince = performance.now();
    }
    if (calm.peek() && playing.peek()) await sleep(calmPause);
    else if (!playing.peek()) await sleep(50);
  }
}

function hasChanged(seen: NonNullable<typeof frame.value>): boolean {
  const old = frame.peek();
  return (
    old === null ||
    old.order !== seen.order ||
    old.playing !== seen.playing ||
    old.ended !== seen.ended ||
    seen.runs.some((run, i) => run.trained !== old.runs[i]?.trained)
  );
}

async function watchInside(): Promise<never> {
  let shown = "";
  effect(() => {
    experiment.value.panel; // another panel may want what was not asked for
    shown = "";
  });
  for (;;) {
    await sleep(insightPause);
    const seen = frame.peek();
    const trained = lookedAt.peek();
    const key = `${seen?.order} ${selected.peek()} ${trained ?? seen?.runs[selected.peek()]?.trained}`;
    if (seen === null || key === shown || document.hidden) continue;
    const found = await lab.insight(selected.peek(), trained).catch(() => null);
    if (!isCurrent(seen)) continue;
    insight.value = found;
    shown = key;
  }
}
