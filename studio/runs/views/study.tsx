/** @module A search of settings while it runs and afterwards: scores, parallel coordinates, importance, trials. */
import { useMemo } from "preact/hooks";
import { bestSoFar } from "../../../src/jobs/study/findings.ts";
import type { Trial } from "../../../src/jobs/study/trial.ts";
import {
  type ParallelPlot,
  type ParallelShape,
  parallelPlot,
  parallelShapes,
  parallelSize,
} from "../../../src/runs/study/parallel.ts";
import { countsOf, settingsTable, settingsText } from "../../../src/runs/study/settingsTable.ts";
import { historyFigure } from "../../../src/runs/study/studyFigures.ts";
import { findingsOf, type StudyFindings, type StudyRecord } from "../../../src/runs/study/studyRecord.ts";
import { recordOf, type StudyReply } from "../../../src/runs/study/studyReply.ts";
import { importanceRows, settingName, settingText, studyTerms } from "../../../src/runs/study/studyTerms.ts";
import { formatError, formatWhole } from "../../../src/text/format.ts";
import { Chart } from "../../shared/charts/chart.tsx";
import { lang, theme } from "../../shared/preferences.ts";
import { runsWords } from "../words/zh.ts";

interface Shown {
  readonly record: StudyRecord;
  readonly findings: StudyFindings;
}

function useRecord(reply: StudyReply): Shown {
  return useMemo(() => {
    const record = recordOf(reply);
    return { record, findings: findingsOf(record) };
  }, [reply]);
}

/** The best settings, and how sure they are. */
export function StudyFacts({ reply }: { readonly reply: StudyReply }) {
  const { record, findings } = useRecord(reply);
  const terms = studyTerms[lang.value];
  const text = runsWords[lang.value].studies;
  const { ranked, best, runnerUp, isClear } = findings;
  const canGoOn = ["killed", "interrupted", "timeout"].includes(reply.summary.state);
  return (
    <>
      <p>{terms.counts(countsOf(record.trials))}</p>
      {best === null ? (
        <p class="hint">{terms.none}</p>
      ) : (
        <div data-best>
          <p>
            <strong>{settingsText(ranked[0], lang.value)}</strong>
          </p>
          <p>
            {formatError(ranked[0].mean)} · {terms.score[record.kind ?? "other"]}
          </p>
          <p>{terms.spread(best)}</p>
          {runnerUp !== null && isClear !== null && (
            <p>{isClear ? terms.clear(runnerUp) : terms.unclear(runnerUp, best)}</p>
          )}
        </div>
      )}
      {canGoOn && <p class="hint">{text.goesOn}</p>}
    </>
  );
}

export function StudyBody({ reply }: { readonly reply: StudyReply }) {
  const { record, findings } = useRecord(reply);
  return (
    <>
      <History record={record} name={reply.summary.name} />
      <Parallel record={record} findings={findings} />
      <Importance findings={findings} />
      <Best record={record} findings={findings} />
      <Trials record={record} />
    </>
  );
}

function History({ record, name }: { readonly record: StudyRecord; readonly name: string }) {
  const text = runsWords[lang.value].studies;
  const figure = useMemo(() => historyFigure(record, lang.value), [record, lang.value]);
  return (
    <section class="card" aria-labelledby="history-title" data-history>
      <h3 id="history-title">{studyTerms[lang.value].history}</h3>
      {figure === null ? (
        <p class="hint">{text.noTrial}</p>
      ) : (
        <Chart label={text.describeHistory(name)} panel={figure.panels[0]} height={260} />
      )}
    </section>
  );
}

/** Pixels of the drawings; the style sheet shows the one that fits. */
const widths = { wide: 860, narrow: 320 } as const;

function Parallel({ record, findings }: Shown) {
  const terms = studyTerms[lang.value];
  const best = findings.ranked[0]?.trials[0].number ?? null;
  const plot = useMemo(() => parallelPlot(record, best, lang.value), [record, best, lang.value]);
  if (best === null) return null;
  return (
    <section class="card" aria-labelledby="parallel-title" data-parallel>
      <h3 id="parallel-title">{terms.parallel}</h3>
      <figure class="parallel">
        {Object.entries(widths).map(([name, width]) => (
          <ParallelDrawing key={name} name={name} plot={plot} width={width} />
        ))}
        <figcaption class="hint">
          {theme.value === "dark" ? terms.parallelTextDark : terms.parallelText}
        </figcaption>
      </figure>
    </section>
  );
}

function ParallelDrawing({
  name,
  plot,
  width,
}: {
  readonly name: string;
  readonly plot: ParallelPlot;
  readonly width: number;
}) {
  const size = parallelSize(plot, width);
  const axes = plot.axes.map((axis) => axis.name);
  return (
    <svg
      class={name}
      role="img"
      aria-label={studyTerms[lang.value].describe(plot.lines.length, axes)}
      viewBox={`0 0 ${width} ${size.height}`}
    >
      {parallelShapes(plot, size, theme.value).map((shape, i) => (
        <Shape key={i} shape={shape} />
      ))}
    </svg>
  );
}

function Shape({ shape }: { readonly shape: ParallelShape }) {
  if (shape.kind === "path")
    return (
      <path
        d={shape.d}
        fill="none"
        stroke={shape.stroke}
        stroke-width={shape.width}
        stroke-dasharray={shape.dash}
        stroke-linejoin="round"
      />
    );
  const { text, x, y, fill, anchor, isStrong } = shape;
  return (
    <text x={x} y={y + 4} fill={fill} text-anchor={anchor} font-weight={isStrong ? 600 : undefined}>
      {text}
    </text>
  );
}

function Importance({ findings: { importances } }: { readonly findings: StudyFindings }) {
  const terms = studyTerms[lang.value];
  return (
    <section class="card" aria-labelledby="importance-title" data-importance>
      <h3 id="importance-title">{terms.importance}</h3>
      {importances === null ? (
        <p class="hint">{terms.importanceFew}</p>
      ) : (
        <>
          <p class="hint">{terms.importanceText}</p>
          <table class="importance">
            <thead>
              <tr>
                <th scope="col">{terms.importanceHead[0]}</th>
                <th scope="col" colSpan={2}>
                  {terms.importanceHead[1]}
                </th>
              </tr>
            </thead>
            <tbody>
              {importanceRows(importances).map(({ name, share, text }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                      <rect class="ground" width="100" height="8" />
                      <rect class="share" width={100 * share} height="8" />
                    </svg>
                  </td>
                  <td class="number">{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

const MOST_BEST = 10;

function Best({ record, findings: { ranked } }: Shown) {
  const terms = studyTerms[lang.value];
  if (ranked.length === 0) return null;
  const { head, rows, right } = settingsTable(record, ranked.slice(0, MOST_BEST), lang.value);
  return (
    <section class="card" aria-labelledby="best-title" data-best-settings>
      <h3 id="best-title">{terms.best}</h3>
      <Table head={head} rows={rows} right={right} label={runsWords[lang.value].studies.bestTable} />
    </section>
  );
}

/** Trials that the table shows: a live one is made anew every second. */
const MOST_TRIALS = 100;

function Trials({ record }: { readonly record: StudyRecord }) {
  const text = runsWords[lang.value].studies;
  const terms = studyTerms[lang.value];
  const { trials, space, kind } = record;
  const names = Object.keys(space);
  const best = useMemo(() => bestSoFar(trials), [trials]);
  const rows = trials
    .slice(-MOST_TRIALS)
    .reverse()
    .map((trial) => [
      formatWhole(trial.number + 1),
      stateText(trial),
      trial.state === "complete" ? formatError(trial.value ?? Number.NaN) : "",
      formatError(best[trial.number] ?? Number.NaN),
      ...names.map((name) => settingText(trial.params[name])),
    ]);
  const head = [terms.trial, terms.state, terms.scoreAxis(kind), text.bestSoFar, ...names.map(settingName)];
  const right = [0, 2, 3, ...names.flatMap((name, i) => (isNumeric(trials, name) ? [4 + i] : []))];
  return (
    <section class="card" aria-labelledby="trials-title" data-trials>
      <h3 id="trials-title">
        {text.allTrials} <small>{text.newest(rows.length, trials.length)}</small>
      </h3>
      <Table head={head} rows={rows} right={right} label={text.trialsTable} />
    </section>
  );
}

function stateText({ state, notes }: Trial): string {
  const word = studyTerms[lang.value].states[state];
  return typeof notes.reason === "string" ? `${word}: ${notes.reason}` : word;
}

function isNumeric(trials: readonly Trial[], name: string): boolean {
  return trials.every(({ params }) => typeof (params[name] ?? 0) === "number");
}

interface TableProps {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly right: readonly number[];
  readonly label: string;
}

function Table({ head, rows, right, label }: TableProps) {
  const kind = (i: number): string => (right.includes(i) ? "number" : "");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll trials-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {head.map((text, i) => (
              <th key={text} scope="col" class={kind(i)}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((text, i) =>
                i === 0 ? (
                  <th key={head[i]} scope="row" class={kind(i)}>
                    {text}
                  </th>
                ) : (
                  <td key={head[i]} class={kind(i)}>
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
