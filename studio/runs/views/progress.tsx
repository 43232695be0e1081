/** @module The state of a run and the progress of its training. */
import { isBaseline } from "../../../src/forecast/options.ts";
import type { RunReply, RunState } from "../../../src/runs/summary.ts";
import { terms } from "../../../src/runs/terms.ts";
import { formatClock, formatValue, formatWhole, NO_NUMBER } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import { secondsLeft } from "../state/timeLeft.ts";
import { runsWords } from "../words/zh.ts";

const signs: Readonly<Record<RunState, string>> = {
  training: "●",
  done: "✓",
  interrupted: "‖",
  diverged: "✕",
  killed: "✕",
  unknown: "?",
};

/** The state as a word, with a sign and a colour. */
export function Badge({ state }: { readonly state: RunState }) {
  return (
    <span class={`badge ${state}`} data-state={state}>
      <span aria-hidden="true">{signs[state]}</span> {terms[lang.value].states[state]}
    </span>
  );
}

/** A bar while it trains, the numbers of the training, and why it ended. */
export function Progress({ run }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].run;
  const { summary, progress } = run;
  if (isBaseline(summary.model)) return null;
  const label = runsWords[lang.value].list.progress(summary.epoch, summary.epochs);
  return (
    <>
      {summary.state === "training" && (
        <progress class="wide" value={doneOf(run)} max={summary.epochs} aria-label={label} />
      )}
      <dl class="numbers">
        {numbersOf(run).map(({ key, term, value }) => (
          <div key={key} data-number={key}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {progress?.reason && <p>{text.reason[progress.reason]}</p>}
    </>
  );
}

/** Finished epochs, with the finished fraction of the current one. */
function doneOf({ summary, progress }: RunReply): number {
  const { batch, batches } = progress ?? { batch: null, batches: null };
  const fraction = batch !== null && batches !== null && batches > 0 ? batch / batches : 0;
  return Math.min(summary.epochs, summary.epoch + fraction);
}

interface Entry {
  readonly key: string;
  readonly term: string;
  readonly value: string;
}

function numbersOf(run: RunReply): Entry[] {
  const text = runsWords[lang.value].run;
  const { summary, progress, metrics } = run;
  const last = metrics.at(-1);
  const epoch = isInEpoch(run) ? (progress?.epoch ?? 0) : summary.epoch;
  return [
    { key: "epoch", term: text.epoch, value: `${epoch} / ${summary.epochs}` },
    { key: "loss", term: text.loss, value: formatValue(progress?.loss ?? last?.loss) },
    { key: "valLoss", term: text.valLoss, value: formatValue(last?.valLoss) },
    { key: "best", term: text.bestEpoch, value: formatValue(summary.best?.epoch) },
    ...(summary.state === "training" ? pacesOf(run) : []),
  ];
}

/** The numbers that are shown during training only. */
function pacesOf(run: RunReply): Entry[] {
  const text = runsWords[lang.value].run;
  const { batch = null, batches = null, samplesPerSecond = null } = run.progress ?? {};
  const speed =
    samplesPerSecond === null ? NO_NUMBER : text.samples(formatWhole(Math.round(samplesPerSecond)));
  const left = secondsLeft({
    progress: run.progress,
    epochs: run.summary.epochs,
    seconds: run.metrics.flatMap(({ seconds }) => seconds ?? []),
  });
  return [
    { key: "batch", term: text.batch, value: batches === null ? NO_NUMBER : `${batch} / ${batches}` },
    { key: "speed", term: text.speed, value: speed },
    { key: "left", term: text.left, value: left === null ? NO_NUMBER : formatClock(left) },
  ];
}

function isInEpoch({ summary, progress }: RunReply): boolean {
  return summary.state === "training" && progress !== null && progress.batches !== null;
}
