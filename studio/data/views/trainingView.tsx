/** @module How the training goes: numbers, the loss as it falls, and the button that stops it. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Panel } from "../../../src/figures/figure.ts";
import { memberName } from "../../../src/forecast/scores/methodNames.ts";
import { memberShown, rowsNote } from "../../../src/runs/report/scoreTables.ts";
import { lossFigure } from "../../../src/runs/report/trainingFigures.ts";
import { terms } from "../../../src/runs/terms.ts";
import { formatClock, formatValue, formatWhole } from "../../../src/text/format.ts";
import { Candidates } from "../../shared/candidatesTable.tsx";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang } from "../../shared/preferences.ts";
import type { TrainingFrame } from "../lab/training.ts";
import { stop } from "../state/actions.ts";
import { previewPanel, shownOf } from "../state/figures.ts";
import { report, training } from "../state/session.ts";
import { dataWords } from "../words/words.ts";
import { TargetChoice } from "./targetChoice.tsx";

const lossHeight = 200;

/** The training under way. */
export function TrainingView() {
  const frame = training.value;
  return frame === null || frame.phase === "done" ? null : <UnderWay frame={frame} />;
}

function UnderWay({ frame }: { readonly frame: TrainingFrame }) {
  const text = dataWords[lang.value].training;
  const place = useRef<HTMLElement>(null);
  useEffect(() => takeFocus(place.current), []);
  useEffect(() => {
    // With the button to stop it, the focus would be lost.
    if (frame.phase === "testing" && document.activeElement === document.body) place.current?.focus();
  }, [frame.phase]);
  return (
    <section ref={place} tabIndex={-1} class="card" aria-labelledby="training-title" data-phase={frame.phase}>
      <div class="title-line">
        <h2 id="training-title">
          {text.title} <small data-state>{text.state(frame)}</small>
        </h2>
        {frame.phase !== "testing" && (
          <button type="button" class="primary" data-action="stop" onClick={() => void stop()}>
            {text.stop}
          </button>
        )}
      </div>
      <Progress frame={frame} />
      {frame.candidates.length > 0 && (
        <Candidates candidates={frame.candidates} caption={text.tried(frame)} />
      )}
      {previewPanel.value && <Preview frame={frame} panel={previewPanel.value} />}
      {frame.history.length > 0 || frame.budget === null ? (
        <>
          <h3>{text.losses}</h3>
          <LossCurve frame={frame} />
        </>
      ) : null}
    </section>
  );
}

/** Moves the focus from the Train button, far above on a phone, and on to the results at the end, if it is still here. */
function takeFocus(section: HTMLElement | null): () => void {
  section?.scrollIntoView({ block: "nearest" });
  section?.querySelector<HTMLElement>("[data-action=stop]")?.focus({ preventScroll: true });
  return () => {
    if (section?.contains(document.activeElement))
      document.getElementById("stage")?.focus({ preventScroll: true });
  };
}

function Progress({ frame }: { readonly frame: TrainingFrame }) {
  const text = dataWords[lang.value].training;
  const numbers = [
    ...autoNumbers(frame),
    ...(frame.batches > 0 || frame.budget === null ? epochNumbers(frame) : []),
  ];
  return (
    <>
      <progress max={1} value={shareOf(frame)} aria-label={text.progress} />
      <dl class="numbers">
        {numbers.map(([name, shown]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

type Numbers = readonly (readonly [string, string])[];

/** Which model is at work, and how much of the budget is used. */
function autoNumbers({ stage, seconds, budget }: TrainingFrame): Numbers {
  const text = dataWords[lang.value].training;
  if (budget === null) return [];
  return [
    ...(stage === null ? [] : [[text.stage, `${stage.index} / ${stage.count}`] as const]),
    [text.time, `${formatClock(seconds)} / ${formatClock(budget)}`],
  ];
}

function epochNumbers(frame: TrainingFrame): Numbers {
  const text = dataWords[lang.value].training;
  const value = (n: number | null): string => (n === null ? "–" : formatValue(n));
  return [
    [text.epoch, `${frame.epoch} / ${frame.epochs}`],
    [text.loss, value(frame.loss)],
    [text.valLoss, value(frame.valLoss)],
    [text.best, frame.bestEpoch > 0 ? String(frame.bestEpoch) : "–"],
    [text.lr, value(frame.lr)],
    [text.speed, frame.samplesPerSecond === null ? "–" : formatWhole(Math.round(frame.samplesPerSecond))],
    ...(frame.budget === null
      ? [[text.eta, frame.eta === null ? "–" : formatClock(frame.eta)] as const]
      : []),
  ];
}

/** The share of the work that is done: of models, each by its epochs; of one model, of its epochs. */
function shareOf({ phase, stage, epoch, epochs, batch, batches }: TrainingFrame): number {
  const own = Math.min(1, Math.max(0, epoch - 1 + batch / Math.max(1, batches)) / Math.max(1, epochs));
  if (phase === "testing" || phase === "done") return 1;
  return stage === null ? own : (stage.index - 1 + own) / stage.count;
}

function LossCurve({ frame: { history, bestEpoch } }: { readonly frame: TrainingFrame }) {
  const panel = useMemo(
    () => lossFigure(history, bestEpoch, lang.value).panels[0],
    [history.length, bestEpoch, lang.value],
  );
  const text = dataWords[lang.value].training;
  const isAbove = history.some(({ loss, valLoss }) => valLoss !== null && loss > valLoss);
  return (
    <div data-losses={history.length}>
      <Chart label={text.lossChart} panel={panel} height={lossHeight} />
      {isAbove && (
        <p class="hint" data-above>
          {text.whyAbove}
        </p>
      )}
    </div>
  );
}

/** What it would forecast now, over the test set that it does not see. */
function Preview({ frame, panel }: { readonly frame: TrainingFrame; readonly panel: Panel }) {
  const text = dataWords[lang.value];
  const target = shownOf(frame.targets);
  return (
    <div data-preview={frame.previewed}>
      <h3>{frame.budget === null ? text.training.preview(frame.previewed) : text.training.previewBest}</h3>
      <TargetChoice label={text.results.target} targets={frame.targets} />
      <Chart label={text.training.describePreview(target)} panel={panel} height={lossHeight} />
      <p class="hint">{text.training.previewHint}</p>
    </div>
  );
}

/** How the training went, once it is over. */
export function LossView() {
  const text = dataWords[lang.value].training;
  const frame = training.value;
  if (frame?.phase !== "done") return null;
  const results = report.value?.results;
  const ended = results?.training;
  const isSolved = results !== undefined && rowsNote(results, lang.value) !== null;
  const member = results ? memberShown(results.plan) : null;
  const parameters = ended?.parameters ?? 0;
  return (
    <section class="card" aria-labelledby="loss-title">
      <h2 id="loss-title">{text.losses}</h2>
      {member && <p>{terms[lang.value].memberShown(memberName(member, lang.value), parameters)}</p>}
      <p data-ended>
        {ended
          ? text.ended(ended, member === null ? parameters : null)
          : isSolved
            ? terms[lang.value].noEpochs
            : text.learnsNothing}
      </p>
      {frame.history.length > 0 && <LossCurve frame={frame} />}
    </section>
  );
}
