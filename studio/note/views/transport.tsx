/** @module Play, pause, step, reset, pace; and how it goes. */
import {
  experiment,
  playing,
  restart,
  setField,
  setPace,
  settings,
  stepOnce,
  togglePlaying,
} from "../state/labSession.ts";
import { taskWords } from "../state/runNames.ts";
import { Readings } from "./readings.tsx";

const paces = [1, 5, 20, 100, 1000, Number.POSITIVE_INFINITY] as const;

/** The buttons below the stage. */
export function Transport() {
  const text = taskWords.value.transport;
  return (
    <div class="transport" role="toolbar" aria-label={text.label}>
      <button
        type="button"
        class="primary"
        onClick={togglePlaying}
        data-action="play"
        aria-keyshortcuts="Space"
      >
        <span aria-hidden="true">{playing.value ? "❚❚" : "▶"}</span> {playing.value ? text.pause : text.play}
      </button>
      <button type="button" onClick={stepOnce} data-action="step" aria-keyshortcuts="ArrowRight">
        <span aria-hidden="true">⇥</span> {text.step}
      </button>
      <button type="button" onClick={() => void restart()} data-action="reset">
        <span aria-hidden="true">↺</span> {text.reset}
      </button>
      <button
        type="button"
        data-action="new-seed"
        onClick={() => setField("seed", String((settings.value.seed + 1) % 2 ** 32))}
      >
        <span aria-hidden="true">⚄</span> {text.newSeed}
      </button>
      <label class="pace">
        {text.pace}
        <select
          name="pace"
          value={String(experiment.value.pace)}
          onChange={({ currentTarget }) => setPace(Number(currentTarget.value))}
        >
          {[...new Set([...paces, experiment.value.pace])]
            .sort((a, b) => a - b)
            .map((pace) => (
              <option key={pace} value={String(pace)}>
                {pace === Number.POSITIVE_INFINITY ? text.fastest : text.segmentsPerSecond(pace)}
              </option>
            ))}
        </select>
      </label>
      <Readings />
    </div>
  );
}

const actions: Readonly<Record<string, () => void>> = {
  " ": togglePlaying,
  ArrowRight: stepOnce,
};

/** Listens in the whole page, but leaves keys to whatever uses them itself. */
export function listenForKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const action = actions[event.key];
    if (action === undefined || isUsed(event)) return;
    event.preventDefault();
    action();
  });
}

function isUsed({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("input, select, textarea, [role=tablist], .program, .scroll")) return true;
  return key === " " && target.closest("button, summary, a") !== null;
}
