/** @module The stage of a test of memory: what was read, the question, and each network's answers. */
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { hexOf } from "../../../src/figures/palette.ts";
import type { Segment } from "../../../src/note/program.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { formatPercent, formatValue } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang, theme } from "../../shared/preferences.ts";
import type { RunFrame } from "../lab/run.ts";
import { accuracyOf } from "../state/accuracy.ts";
import { experiment, setRuns, slowFrame } from "../state/labSession.ts";
import { lookOf, nameOf } from "../state/runNames.ts";
import { answersOf, type Cell, cellsOf, latestAnswers, type TaskAnswer } from "../state/taskView.ts";
import { words } from "../words/words.ts";

/** How many sequences long the line of answers is. */
const shownAnswers = 24;
/** Milliseconds that a sequence stays, so that it can be read. */
const readingTime = 350;

/** One run: its last sequence, the answer, and the answers before. */
export function TaskRun({ index, run }: { readonly index: number; readonly run: RunFrame }) {
  const text = words[lang.value].task;
  const { settings, loss, last } = run;
  const { task } = settings;
  const shown = useReadable(run);
  const accuracy = last?.accuracy ?? null;
  const state = [
    text.batch(run.trained),
    accuracy !== null && text.accuracy(formatPercent(accuracy, 0)),
    loss !== null && text.loss(formatValue(loss), formatValue(tasks[task].floor)),
  ];
  return (
    <div class="run-stage task-run" style={{ borderLeftColor: hexOf(lookOf(index).color, theme.value) }}>
      <h2>
        {nameOf(index)} <small>{state.filter(Boolean).join(" · ")}</small>
      </h2>
      {shown ? (
        <Sequence run={shown} last={shown.last} />
      ) : (
        <p class="waiting">{words[lang.value].waiting}</p>
      )}
    </div>
  );
}

/** The frame of a moment ago, while frames come faster than one can read. */
function useReadable(run: RunFrame): (RunFrame & { readonly last: Segment }) | null {
  const kept = useRef<{ run: RunFrame; since: number } | null>(null);
  const isOld = kept.current === null || performance.now() - kept.current.since > readingTime;
  const isOther = kept.current?.run.settings !== run.settings || run.trained < kept.current.run.trained;
  if (isOld || isOther || run.ending !== null) kept.current = { run, since: performance.now() };
  const { last } = kept.current?.run ?? run;
  return last === null ? null : { ...(kept.current?.run ?? run), last };
}

function Sequence({ run, last }: { readonly run: RunFrame; readonly last: Segment }) {
  const text = words[lang.value].task;
  const { task } = run.settings;
  const cells = cellsOf(task, last);
  const answers = answersOf(task, last);
  const isEach = tasks[task].answers === "each";
  const latest = latestAnswers(run.settings, run.curves, shownAnswers);
  const [{ right, given, isRight }] = answers;
  return (
    <>
      <div class="sequence" role="img" aria-label={text.read(cells.map((cell) => cell.text).join(" "))}>
        {cells.map((cell, step) => (
          <CellView
            key={`${step}`}
            cell={cell}
            isSymbol={task === "echo"}
            isLong={cells.length > 44}
            answer={isEach ? answers[step] : null}
          />
        ))}
      </div>
      {isEach ? (
        <p class="answer">{text.each(answers.filter((answer) => answer.isRight).length, answers.length)}</p>
      ) : (
        <p class="answer">
          {text.asked[task === "adding" ? "adding" : "echo"]}
          <b>{right}</b>
          {text.answered}
          <b class={isRight ? "right" : "wrong"}>
            {given} {isRight ? "✓" : "✗"}
          </b>
        </p>
      )}
      {latest.length > 0 && <Latest answers={latest} />}
    </>
  );
}

function CellView({
  cell,
  isSymbol,
  isLong,
  answer,
}: {
  readonly cell: Cell;
  readonly isSymbol: boolean;
  readonly isLong: boolean;
  readonly answer: TaskAnswer | null;
}) {
  const style = isSymbol ? { "--hue": `${Math.round(360 * cell.level)}` } : { "--level": `${cell.level}` };
  const hasText = !isLong || (cell.matters && answer === null);
  return (
    <span class={`cell${isSymbol ? " symbol" : ""}${cell.matters ? " matters" : ""}`} style={style}>
      {hasText && cell.text}
      {answer && <i class={answer.isRight ? "right" : "wrong"}>{isLong ? "" : answer.isRight ? "✓" : "✗"}</i>}
    </span>
  );
}

/** The answers to the sequences before, oldest first. */
function Latest({ answers }: { readonly answers: readonly TaskAnswer[] }) {
  const text = words[lang.value].task;
  const right = answers.filter(({ isRight }) => isRight).length;
  return (
    <p class="latest">
      <span class="hint">{text.latest(right, answers.length)}</span>
      <span class="marks" aria-hidden="true">
        {answers.map((answer, i) => (
          <i
            key={`${i}`}
            class={answer.isRight ? "right" : "wrong"}
            title={`${answer.right} → ${answer.given}`}
          >
            {answer.isRight ? "✓" : "✗"}
          </i>
        ))}
      </span>
    </p>
  );
}

/** The longest sequence that the slider offers. */
const longest = 120;

/** How long it must be remembered, for all runs; and the share of right answers of each. */
export function TaskHead() {
  const text = words[lang.value].task;
  const { runs } = experiment.value;
  const [{ task, timeStep }] = runs;
  const more = task === "echo" ? 1 : 0; // the symbol itself is read, too
  const dragged = useSignal<number | null>(null);
  const value = dragged.value ?? timeStep - more;
  return (
    <label class="task-length">
      <span>{text.length(task, value)}</span>
      <input
        type="range"
        name="task-length"
        min={1}
        max={Math.max(longest, timeStep)}
        value={value}
        onInput={({ currentTarget }) => {
          dragged.value = Number(currentTarget.value);
        }}
        onChange={({ currentTarget }) => {
          dragged.value = null;
          const steps = Number(currentTarget.value) + more;
          setRuns(experiment.peek().runs.map((run) => ({ ...run, timeStep: steps })));
        }}
      />
    </label>
  );
}

/** The share of right answers of every run, where answers are right or wrong. */
export function AccuracyView() {
  const text = words[lang.value];
  const seen = slowFrame.value;
  const panel = useMemo(() => accuracyOf(seen?.runs ?? []), [seen, text]);
  if (panel === null) return null;
  return (
    <section class="run-stage accuracy">
      <h2>{text.task.accuracyTitle}</h2>
      <Chart label={text.task.accuracyTitle} panel={panel} height={150} isLabelled />
    </section>
  );
}
