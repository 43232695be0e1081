/** @module How the runs do at the moment shown: segment, losses, the error of each step within a segment. */

import { hexOf } from "../../../src/figures/palette.ts";
import { maxOf, minOf } from "../../../src/lists.ts";
import { formatValue, formatWhole } from "../../../src/text/format.ts";
import { lang, theme } from "../../shared/preferences.ts";
import type { RunFrame } from "../lab/run.ts";
import { experiment, lookedAt, selected, slowFrame } from "../state/labSession.ts";
import { type Reading, readingOf, stepErrors } from "../state/reading.ts";
import { lookOf, taskWords } from "../state/runNames.ts";
import { words } from "../words/words.ts";

/** The numbers below the stage, in figures of fixed width; of several runs with their letters, the lowest loss marked. */
export function Readings() {
  const text = taskWords.value.transport;
  const seen = slowFrame.value;
  const runs = seen?.runs ?? [];
  const read = runs.map((run) => readingOf(run, lookedAt.value));
  const most = maxOf(
    read.map(({ segment }) => segment),
    0,
  );
  const steps = maxOf(experiment.value.runs.map((run) => run.steps));
  const best = minOf(read.map(({ lastTen }) => lastTen ?? Number.POSITIVE_INFINITY));
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
        <dd data-number="loss">
          <Each read={read} of={({ loss }) => loss} best={null} />
        </dd>
      </div>
      <div>
        <dt>{text.lastTen}</dt>
        <dd data-number="last-ten">
          <Each read={read} of={({ lastTen }) => lastTen} best={read.length > 1 ? best : null} />
        </dd>
      </div>
      <div class="speed">
        <dt>{text.speed}</dt>
        <dd data-number="speed">{seen?.playing ? formatWhole(Math.round(seen.rate)) : "–"}</dd>
      </div>
      <StepBars run={runs[selected.value]} />
    </dl>
  );
}

interface EachProps {
  readonly read: readonly Reading[];
  readonly of: (reading: Reading) => number | null;
  /** The value to mark; none is null. */
  readonly best: number | null;
}

function Each({ read, of, best }: EachProps) {
  if (read.length === 0) return <>–</>;
  return (
    <>
      {read.map((reading, i) => {
        const value = of(reading);
        const number = value === null ? "–" : formatValue(value);
        const isBest = best !== null && value === best;
        return (
          <span key={"ABC"[i]} class={isBest ? "best" : undefined}>
            {i > 0 && " · "}
            {read.length > 1 && `${"ABC"[i]} `}
            {number}
            {isBest && ` ✓ ${words[lang.value].transport.lowest}`}
          </span>
        );
      })}
    </>
  );
}

const size = { width: 132, height: 34 };

/** The mean squared error of each step within a segment: without a memory, one step in ten is a guess. */
function StepBars({ run }: { readonly run: RunFrame | undefined }) {
  const text = words[lang.value].transport;
  if (experiment.value.runs[0].task !== "cosine") return null;
  const errors = run ? stepErrors(run, lookedAt.value) : null;
  const most = maxOf(errors ?? [], 1e-9);
  const worst = errors ? errors.indexOf(maxOf(errors)) : -1;
  const width = size.width / Math.max(1, errors?.length ?? 1);
  const gap = width > 4 ? 1 : 0;
  return (
    <div class="step-errors">
      <dt>{text.byStep}</dt>
      <dd>
        <svg
          {...size}
          role="img"
          aria-label={worst < 0 ? text.byStep : text.worst(worst + 1, formatValue(most))}
        >
          {errors &&
            Array.from(errors, (error, i) => {
              const bar = Math.max(1, (error / most) * size.height);
              return (
                <rect
                  key={`${i}`}
                  x={i * width}
                  y={size.height - bar}
                  width={Math.max(0.5, width - gap)}
                  height={bar}
                  fill={hexOf(lookOf(selected.value).color, theme.value)}
                />
              );
            })}
        </svg>
        <small>{worst < 0 ? "" : text.most(worst + 1, formatValue(most))}</small>
      </dd>
    </div>
  );
}
