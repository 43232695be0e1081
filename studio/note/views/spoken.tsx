/** @module What readers of screens are told: rarely, and when training stops. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lang } from "../../shared/preferences.ts";
import { experiment, frame, playing } from "../state/session.ts";
import { runName, words } from "../words/words.ts";

const pause = 15_000;

/** A line that is only heard. */
export function Spoken() {
  const said = useSignal("");
  useEffect(() => {
    const say = (): void => {
      const { runs } = experiment.peek();
      const seen = (frame.peek()?.runs ?? []).slice(0, runs.length);
      const named = seen.map((run, i) => ({ name: runName(i, runs[i]), run }));
      if (named.length > 0) said.value = words[lang.peek()].summary(named, playing.peek());
    };
    const soon = setTimeout(say, 300); // the last frame comes after the button
    const timer = playing.value ? setInterval(say, pause) : undefined;
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [playing.value, lang.value]);
  return (
    <p class="heard" role="status" aria-live="polite" data-spoken>
      {said.value}
    </p>
  );
}
