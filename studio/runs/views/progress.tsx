/** @module How far a run is, in numbers. */

import { isBaseline } from "../../../src/forecast/options.ts";
import type { RunReply } from "../../../src/runs/replies.ts";
import { formatClock, formatValue, formatWhole } from "../../../src/text/format.ts";
import { lang } from "../../shared/preferences.ts";
import { runsWords } from "../words/words.ts";

/** A bar, and a line of numbers below it; why it ended, once it has. */
export function Progress({ run }: { readonly run: RunReply }) {
  const text = runsWords[lang.value].run;
  const { summary, progress } = run;
  if (isBaseline(summary.model)) return null;
  const label = runsWords[lang.value].list.progress(summary.epoch, summary.epochs);
  return (
    <>
      <progress class="wide" value={doneOf(run)} max={summary.epochs} aria-label={label} />
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

/** Epochs that are done, with the part of the one that is under way. */
function doneOf({ summary, progress }: RunReply): number {
  const { batch, batches } = progress ?? { batch: null, batches: null };
  const part = batch !== null && batches !== null && batches > 0 ? batch / batches : 0;
  return Math.min(summary.epochs, summary.epoch + (summary.state === "training" ? part : 0));
}

interface Told {
  readonly key: string;
  readonly term: string;
  readonly value: string;
}

function numbersOf(run: RunReply): Told[] {
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

/** What is of interest only while it trains. */
function pacesOf(run: RunReply): Told[] {
  const text = runsWords[lang.value].run;
  const { batch = null, batches = null, samplesPerSecond = null, eta = null } = run.progress ?? {};
  const speed = samplesPerSecond === null ? "–" : text.samples(formatWhole(Math.round(samplesPerSecond)));
  const left = isInEpoch(run) ? text.leftOfEpoch : text.left;
  return [
    { key: "batch", term: text.batch, value: batches === null ? "–" : `${batch} / ${batches}` },
    { key: "speed", term: text.speed, value: speed },
    { key: "left", term: left, value: eta === null ? "–" : formatClock(eta) },
  ];
}

function isInEpoch({ summary, progress }: RunReply): boolean {
  return summary.state === "training" && progress !== null && progress.batches !== null;
}
