/** @module The course of a study as a figure: the score of each trial, and the best so far. */
import type { Figure, Line } from "../../figures/figure.ts";
import { bestSoFar } from "../../jobs/study/findings.ts";
import type { Trial } from "../../jobs/study/trial.ts";
import { append } from "../../lists.ts";
import type { Lang } from "../../text/lang.ts";
import type { StudyRecord } from "./studyRecord.ts";
import { studyTerms } from "./studyTerms.ts";

/** Null before the first trial is complete. */
export function historyFigure({ trials, kind }: StudyRecord, lang: Lang): Figure | null {
  const words = studyTerms[lang];
  const ended = trials.filter(({ state }) => state !== "running" && state !== "waiting");
  const x = Float64Array.from(ended, ({ number }) => number + 1);
  const values = (state: Trial["state"]): Float64Array =>
    Float64Array.from(ended, (trial) =>
      trial.state === state && trial.value !== null ? trial.value : Number.NaN,
    );
  const [complete, pruned] = [values("complete"), values("pruned")];
  if (!complete.some(Number.isFinite)) return null;
  const dots = { kind: "line", x, width: 0, points: true } as const;
  const marks: Line[] = [{ ...dots, name: words.historyComplete, y: complete, color: "prediction" }];
  if (pruned.some(Number.isFinite) && kind === "note")
    marks.push({ ...dots, name: words.historyPruned, y: pruned, color: "baseline" });
  append(marks, [
    { kind: "line", name: words.historyBest, x, y: bestSoFar(ended), color: "rnn", dash: "dashed" },
  ]);
  const scores = complete.filter(Number.isFinite).sort();
  const isWide = scores[0] > 0 && scores[Math.floor(0.9 * (scores.length - 1))] / scores[0] > 20;
  return {
    title: "",
    panels: [
      {
        x: { label: words.historyTrial, tickUnit: "whole" },
        y: { label: words.scoreAxis(kind), ...(isWide ? { scale: "log" } : {}) },
        marks,
      },
    ],
  };
}
