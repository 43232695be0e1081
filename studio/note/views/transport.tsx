/** @module Play, pause, step, reset, pace; and how it goes. */
import { formatValue, formatWhole } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import type { RunFrame } from "../lab/run.ts";
import { windowNames } from "../state/experiment.ts";
import {
  experiment,
  lookedAt,
  playing,
  restart,
  setField,
  setPace,
  settings,
  slowFrame,
  stepOnce,
  togglePlaying,
} from "../state/labSession.ts";
import { words } from "../words/words.ts";

const paces = [1, 5, 20, 100, 1000, Number.POSITIVE_INFINITY] as const;

/** The buttons above the stage. */
export function Transport() {
  const text = words[lang.value].transport;
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
      <label class="pace">
        {text.window}
        <select
          name="window"
          value={experiment.value.window}
          onChange={({ currentTarget }) => {
            const window = windowNames.find((name) => name === currentTarget.value) ?? "all";
            experiment.value = { ...experiment.peek(), window };
          }}
        >
          {windowNames.map((name) => (
            <option key={name} value={name}>
              {text.windows[name]}
            </option>
          ))}
        </select>
      </label>
      <Scrubber />
      <Numbers />
    </div>
  );
}

/** Segment, loss and speed, in figures of fixed width. */
function Numbers() {
  const text = words[lang.value].transport;
  const seen = slowFrame.value;
  const most = Math.max(0, ...(seen?.runs ?? []).map(({ trained }) => trained));
  const steps = Math.max(...experiment.value.runs.map((run) => run.steps));
  const told = (of: (run: RunFrame) => number | null): string =>
    (seen?.runs ?? []).map((run) => formatValue(of(run) ?? Number.NaN).replace("NaN", "–")).join(" · ") ||
    "–";
  return (
    <dl class="numbers">
      <div>
        <dt>{text.segment}</dt>
        <dd data-number="segment">
          {formatWhole(most)} / {formatWhole(steps)}
        </dd>
      </div>
      <div>
        <dt>{text.loss}</dt>
        <dd data-number="loss">{told(({ loss }) => loss)}</dd>
      </div>
      <div>
        <dt>{text.lastTen}</dt>
        <dd data-number="last-ten">{told(({ lastTen }) => lastTen)}</dd>
      </div>
      <div>
        <dt>{text.speed}</dt>
        <dd data-number="speed">{formatWhole(Math.round(seen?.rate ?? 0))}</dd>
      </div>
    </dl>
  );
}

/** Back to any earlier segment: the panels then show the network as it was. */
function Scrubber() {
  const text = words[lang.value].transport;
  const trained = Math.max(0, ...(slowFrame.value?.runs ?? []).map((run) => run.trained));
  const at = lookedAt.value ?? trained;
  // With a graph that grows, going back would mean to run everything again.
  const hasGraph = experiment.value.runs.some(({ carry, detach }) => carry && !detach);
  return (
    <label class="scrubber">
      {lookedAt.value === null ? text.now : text.back(at)}
      <input
        type="range"
        name="scrubber"
        min={1}
        max={Math.max(1, trained)}
        value={at}
        disabled={trained < 2 || hasGraph}
        aria-valuetext={text.back(at)}
        onInput={({ currentTarget }) => {
          const chosen = Number(currentTarget.value);
          lookedAt.value = chosen >= trained ? null : chosen;
          if (playing.peek()) togglePlaying();
        }}
      />
    </label>
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
