/** @module What the panels about the inside know: answers of the lab that are asked for again when they have aged. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { reported } from "../../shared/failure.tsx";
import { sleep } from "../../shared/remote.ts";
import type { WalkName } from "../lab/hiddenState.ts";
import type { SeedsFrame } from "../lab/seeds.ts";
import { experiment, frame, isCurrent, lab, lookedAt } from "./labSession.ts";

/** Milliseconds between two questions. */
const leastPause = 200;

/** Which ways through the plane are drawn beside the trained one. */
export const walksShown = signal<readonly WalkName[]>([]);
/** The time step at which h is drawn for a task that tests the memory; null is the last. */
export const stepShown = signal<number | null>(null);
/** The twenty seeds; null until they were asked for. */
export const seeds = signal<SeedsFrame | null>(null);

/** Which moment of which runs the page shows: what is known of another must be asked for again. */
export function momentKey(): string {
  const seen = frame.peek();
  return `${seen?.request} ${lookedAt.peek() ?? seen?.runs.map(({ trained }) => trained).join()}`;
}

/** An answer of the lab, asked for as long as the component is on the page, whenever `key` has changed. */
export function useAnswer<Answer>(key: () => string, ask: () => Promise<Answer | null>): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const live = useRef({ key, ask });
  live.current = { key, ask };
  useEffect(() => {
    let isShown = true;
    const watch = async (): Promise<void> => {
      let [known, pause] = ["", 0];
      while (isShown) {
        await sleep(pause);
        pause = leastPause;
        const seen = frame.peek();
        const now = live.current.key();
        if (seen === null || !isCurrent(seen) || now === known || document.hidden) continue;
        const started = performance.now();
        const found = await reported(live.current.ask());
        // Training comes first: each kind of question may take a sixth of the time at most.
        pause = Math.max(leastPause, 5 * (performance.now() - started));
        if (!isShown || !isCurrent(seen)) continue;
        setAnswer(found);
        known = now;
      }
    };
    void watch();
    return () => {
      isShown = false;
    };
  }, []);
  return answer;
}

/** Counts the requests, so that a loop that follows an older one ends. */
let request = 0;

/** Trains every run with twenty seeds, at its learning rate and at these multiples of it. */
export async function startSeeds(rates: readonly number[]): Promise<void> {
  request += 1;
  const mine = request;
  await reported(lab.startSeeds({ runs: experiment.peek().runs, rates }));
  while (mine === request) {
    const seen = await reported(lab.seeds());
    if (mine !== request || seen === null) return;
    seeds.value = seen;
    if (!seen.isRunning) return;
    await sleep(150);
  }
}

/** Stops; what is finished stays. */
export function stopSeeds(): void {
  void reported(lab.stopSeeds());
}
