/** @module The state of a run and the progress of its training. */
import { isBaseline } from "../../../src/forecast/options.ts";
import { methodName } from "../../../src/forecast/scores/methodNames.ts";
import type { RunStage } from "../../../src/runs/files.ts";
import type { RunReply, RunState, RunSummary } from "../../../src/runs/summary.ts";
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
  if (!hasEpochs(summary)) return null;
  const isTraining = summary.state === "training";
  const stage = isTraining ? (progress?.stage ?? null) : null;
  const label = runsWords[lang.value].list.progress(progress?.epoch ?? summary.epoch, epochsOf(run));
  return (
    <>
      {isTraining && <progress class="wide" value={doneOf(run)} max={1} aria-label={label} />}
      {stage && <p data-stage={stage.phase}>{stageText(stage)}</p>}
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

/** Whether a run has epochs to show: baselines and least squares have none. */
export function hasEpochs({ model, state, epoch }: RunSummary): boolean {
  return !isBaseline(model) && (epoch > 0 || ["training", "killed", "interrupted"].includes(state));
}

function stageText({ phase, model, index, count }: RunStage): string {
  const name = methodName(model, lang.value);
  const { trying, refitting } = terms[lang.value];
  return phase === "refit" ? refitting(name) : trying(name, index, count);
}

/** The epochs of the model at work. */
function epochsOf({ summary, progress }: RunReply): number {
  return progress?.epochs ?? summary.epochs;
}

/** The finished share: of models one after the other, each by its epochs; of one model, of its epochs. */
function doneOf(run: RunReply): number {
  const { batch = null, batches = null, epoch = 0, stage = null } = run.progress ?? {};
  const fraction = batch !== null && batches !== null && batches > 0 ? batch / batches : 0;
  const finished =
    stage?.phase === "refit" ? Math.max(0, batches === null ? epoch : epoch - 1) : run.summary.epoch;
  const own = Math.min(1, (finished + fraction) / Math.max(1, epochsOf(run)));
  return stage === null ? own : (stage.index - 1 + own) / stage.count;
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
    { key: "epoch", term: text.epoch, value: `${epoch} / ${epochsOf(run)}` },
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
    epochs: epochsOf(run),
    seconds: run.metrics.flatMap(({ seconds }) => seconds ?? []),
  });
  const isOne = (run.progress?.stage ?? null) === null; // of several models only the budget is known
  return [
    { key: "batch", term: text.batch, value: batches === null ? NO_NUMBER : `${batch} / ${batches}` },
    { key: "speed", term: text.speed, value: speed },
    ...(isOne
      ? [{ key: "left", term: text.left, value: left === null ? NO_NUMBER : formatClock(left) }]
      : []),
  ];
}

function isInEpoch({ summary, progress }: RunReply): boolean {
  return summary.state === "training" && progress !== null && progress.batches !== null;
}
