/** @module How far a run is, in numbers. */
import type { RunReply } from "../../../src/runs/replies.ts";
import { lang } from "../../state/preferences.ts";
import { durationOf, shown } from "../words/numbers.ts";
import { runsWords } from "../words/words.ts";

/** A bar, and a line of numbers below it; why it ended, once it has. */
export function Progress({ run }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].run;
  const { summary, progress } = run;
  if (summary.epochs === 0 || (summary.state === "done" && summary.epoch === 0)) return null;
  const label = runsWords[lang.value].list.progress(summary.epoch, summary.epochs);
  return (
    <>
      <progress class="wide" value={doneOf(run)} max={summary.epochs} aria-label={label} />
      <dl class="numbers">
        {numbersOf(run).map(([term, value]) => (
          <div key={term} data-number={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {progress?.reason && <p>{text.reason[progress.reason]}</p>}
    </>
  );
}

/** Epochs that are done, with the part of the one that is under way. */
function doneOf({ summary, progress }: RunReply): number {
  const { batch, batches } = progress ?? { batch: null, batches: null };
  const part = batch !== null && batches !== null && batches > 0 ? batch / batches : 0;
  return Math.min(summary.epochs, summary.epoch + (summary.state === "training" ? part : 0));
}

function numbersOf({ summary, progress, metrics }: RunReply): (readonly [string, string])[] {
  const text = runsWords[lang.value].run;
  const last = metrics.at(-1);
  const isTraining = summary.state === "training";
  const isInEpoch = isTraining && progress?.batches !== null && progress?.batches !== undefined;
  const epoch = isInEpoch ? (progress?.epoch ?? 0) : summary.epoch;
  const numbers: (readonly [string, string])[] = [
    [text.epoch, `${epoch} / ${summary.epochs}`],
    [text.loss, shown(progress?.loss ?? last?.loss)],
    [text.valLoss, shown(last?.valLoss)],
    [text.bestEpoch, shown(summary.best?.epoch)],
  ];
  if (!isTraining) return numbers;
  const { batch = null, batches = null, samplesPerSecond = null, eta = null } = progress ?? {};
  const speed =
    samplesPerSecond === null ? "–" : text.samples(Math.round(samplesPerSecond).toLocaleString("en"));
  return [
    ...numbers.slice(0, 1),
    [text.batch, batches === null ? "–" : `${batch} / ${batches}`],
    ...numbers.slice(1),
    [text.speed, speed],
    [isInEpoch ? text.leftOfEpoch : text.left, eta === null ? "–" : durationOf(eta)],
  ];
}
