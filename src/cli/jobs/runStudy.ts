/** @module Runs the trials of a study, several at once. What runs where has no influence on the results. */
import { setTimeout as sleep } from "node:timers/promises";
import { AHEAD, type Study } from "../../jobs/study/study.ts";
import type { Trial } from "../../jobs/study/trial.ts";
import type { TrialRunner } from "./trialRunner.ts";

export interface StudyRun {
  /** Trials in all, those of earlier runs included. */
  readonly trials: number;
  /** Trials at once. */
  readonly jobs: number;
  /** No trial begins after that time, of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly onTrial: (trial: Trial) => void;
}

/** Milliseconds that trials have, once they are stopped, to leave their checkpoints. */
const MOST_WAIT = 2000;

/** Runs trials until there are enough, the time is over, or the signal is aborted: then those that run leave checkpoints, from which the next run of the study goes on. */
export async function runStudy(study: Study, runner: TrialRunner, options: StudyRun): Promise<void> {
  const { trials, jobs, deadline, signal, onTrial } = options;
  const waiting = study.unfinished();
  const running = new Set<Promise<void>>();
  const next = (): Trial | null => {
    if (signal.aborted) return null;
    const again = waiting.shift();
    if (again !== undefined) return again;
    const mayBegin = study.trials.length < trials && performance.now() < deadline && study.canAsk;
    return mayBegin ? study.ask(now()) : null;
  };
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  for (;;) {
    for (let trial = begin(); trial !== null; trial = begin()) {
      const one = run(trial).finally(() => running.delete(one));
      running.add(one);
    }
    if (running.size === 0) return;
    if (signal.aborted) {
      await Promise.race([Promise.allSettled(running), sleep(MOST_WAIT, undefined, { ref: false })]);
      return;
    }
    await Promise.race([...running, aborted]);
  }

  function begin(): Trial | null {
    return running.size < Math.min(jobs, AHEAD) ? next() : null;
  }

  async function run(trial: Trial): Promise<void> {
    const { number } = trial;
    const twin = study.twin(number);
    if (twin !== null) return repeat(trial, twin);
    const { reason, ...end } = await runner.run(trial, (step, value) => study.report(number, step, value));
    if (signal.aborted) return;
    if (reason !== undefined) study.apply({ type: "note", number, key: "reason", value: reason });
    study.end(number, end, now());
    onTrial(study.trials[number]);
  }

  /** The same settings with the same seed have the same score: it is known already. */
  async function repeat({ number }: Trial, { number: known, value, reports }: Trial): Promise<void> {
    for (const [step, report] of reports) study.report(number, step, report);
    study.apply({ type: "note", number, key: "sameAs", value: known });
    study.end(number, { state: "complete", value: value ?? Number.NaN }, now());
    onTrial(study.trials[number]);
  }
}

function now(): string {
  return new Date().toISOString();
}
