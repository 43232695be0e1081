/**
 * @module A study: trials of settings, one after the other or several at once, with the same results either way.
 *
 * A trial is proposed, and given up, by the results of the trials that are at least `AHEAD` numbers before it, and of no others, however
 * many run at once and in whatever order they end. So a study is a function of its options and its objective, on one thread
 * or eight, undisturbed or killed and resumed.
 */
import { ValueError } from "../../errors.ts";
import type { Json } from "../job.ts";
import { isPruned, type PrunerName } from "./pruners.ts";
import { gridSize, propose, type SamplerName } from "./samplers.ts";
import type { Params, SearchSpace } from "./space.ts";
import { bestOf, isFinished, lastReport, type Trial } from "./trial.ts";

/** Trials that may run at once. */
export const AHEAD = 8;

export interface StudyOptions {
  readonly name: string;
  readonly space: SearchSpace;
  readonly sampler: SamplerName;
  readonly pruner: PrunerName;
  readonly seed: number;
}

/** What happens to a study, in order: enough to have it again. */
export type StudyEvent =
  | { readonly type: "trial"; readonly number: number; readonly params: Params; readonly at: string }
  | { readonly type: "report"; readonly number: number; readonly step: number; readonly value: number }
  | { readonly type: "note"; readonly number: number; readonly key: string; readonly value: Json }
  | {
      readonly type: "end";
      readonly number: number;
      readonly at: string;
      readonly state: Outcome["state"];
      readonly value: number | null;
    };

/** How a trial ends. */
export type Outcome =
  | { readonly state: "complete"; readonly value: number }
  | { readonly state: "pruned" | "failed" };

interface Running extends Trial {
  readonly reports: Map<number, number>;
  readonly notes: Record<string, Json>;
}

export class Study {
  readonly options: StudyOptions;
  readonly #trials: Running[] = [];
  readonly #record: (event: StudyEvent) => void;

  /** Records every change before it takes effect. Throws ValueError for a search of nothing, and for a grid without an end. */
  constructor(options: StudyOptions, record: (event: StudyEvent) => void = () => undefined) {
    if (Object.keys(options.space).length === 0) throw new ValueError("a study has no settings to search");
    if (options.sampler === "grid") gridSize(options.space);
    this.options = options;
    this.#record = record;
  }

  get trials(): readonly Trial[] {
    return this.#trials;
  }

  /** The complete trial of the lowest value; null if there is none. */
  get best(): Trial | null {
    return bestOf(this.#trials);
  }

  /** Whether the next trial can be proposed: those that it depends on have ended. */
  get canAsk(): boolean {
    return this.#settled(this.#trials.length).every(isFinished);
  }

  /** The next trial. Throws ValueError while `canAsk` is false. */
  ask(at: string): Trial {
    const number = this.#trials.length;
    if (!this.canAsk) throw new ValueError(`trial ${number} depends on one that has not ended`);
    const finished = this.#settled(number);
    const running = this.#trials.slice(finished.length);
    const { sampler, space, seed } = this.options;
    const params = propose(sampler, space, number, seed, { finished, running });
    this.apply({ type: "trial", number, params, at });
    return this.#trials[number];
  }

  /** Records a value of a running trial; returns whether the trial should be given up. */
  report(number: number, step: number, value: number): boolean {
    this.apply({ type: "report", number, step, value });
    return this.isPruned(number);
  }

  /** Whether a running trial should be given up after its last report. */
  isPruned(number: number): boolean {
    return isPruned(this.options.pruner, this.#trials[number], this.#settled(number));
  }

  /** Ends a trial. One that is given up has the value of its last report; a score that is not a number is a failure. */
  end(number: number, outcome: Outcome, at: string): void {
    const trial = this.#trials[number];
    const last = outcome.state === "pruned" && trial ? lastReport(trial)?.[1] : undefined;
    const value = outcome.state === "complete" ? outcome.value : (last ?? null);
    const state = Number.isNaN(value) && outcome.state === "complete" ? "failed" : outcome.state;
    this.apply({ type: "end", number, at, state, value: state === "failed" ? null : value });
  }

  /** Records and applies a change. One of a trial that has ended, or does not exist, is ignored: it was delivered twice. */
  apply(event: StudyEvent): void {
    const trial = this.#trials[event.number];
    const isNew = event.type === "trial";
    if (isNew ? event.number !== this.#trials.length : trial === undefined || isFinished(trial)) return;
    this.#record(event);
    if (isNew) this.#trials.push(begun(event.number, event.params, event.at));
    else if (event.type === "report") trial.reports.set(event.step, event.value);
    else if (event.type === "note") trial.notes[event.key] = event.value;
    else this.#trials[event.number] = { ...trial, state: event.state, value: event.value, ended: event.at };
  }

  /** Applies recorded changes without recording them again. */
  static restored(
    options: StudyOptions,
    events: Iterable<StudyEvent>,
    record?: (event: StudyEvent) => void,
  ): Study {
    let isRestored = false;
    const study = new Study(options, (event) => {
      if (isRestored) record?.(event);
    });
    for (const event of events) study.apply(event);
    isRestored = true;
    return study;
  }

  /** The trials that one of this number may know of. */
  #settled(number: number): Running[] {
    return this.#trials.slice(0, Math.max(number - AHEAD + 1, 0));
  }
}

function begun(number: number, params: Params, at: string): Running {
  return {
    number,
    state: "running",
    params,
    value: null,
    reports: new Map(),
    notes: {},
    started: at,
    ended: null,
  };
}
