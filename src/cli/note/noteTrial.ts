/** @module One trial of a search over the note's settings: the program that `unrolled note` trains with them. */
import { FormatError } from "../../errors.ts";
import type { TrialReport, TrialWork } from "../../forecast/trialRun.ts";
import type { Params } from "../../jobs/study/space.ts";
import { Program } from "../../note/program.ts";
import { cellNames } from "../../note/settings.ts";
import { mean } from "../../note/statistics.ts";
import type { Fields } from "../../train/json.ts";
import { type NoteOptions, programsOf } from "./noteOptions.ts";

/** What all trials share: the note's options, one of whose cells is trained. */
export interface NoteTrialData {
  readonly kind: "note";
  readonly options: NoteOptions;
}

/** Segments whose losses are averaged, and after which there is a report. */
const AVERAGED = 10;

/** The score is the final loss: the mean of the last ten segments. */
export class NoteTrial implements TrialWork {
  readonly #program: Program;
  readonly #losses: number[] = [];

  /** Throws ValueError for settings outside their domain. */
  constructor({ options }: NoteTrialData, params: Params) {
    const [settings] = programsOf(noteOptionsOf(options, params));
    this.#program = new Program(settings);
  }

  /** Trains segment by segment. */
  *work(): Generator<TrialReport | null, void, undefined> {
    const { steps } = this.#program.settings;
    for (let step = 1; step <= steps; step++) {
      this.#losses.push(this.#program.trainSegment().loss);
      yield step % AVERAGED === 0 && step < steps ? { step, value: this.score() } : null;
    }
  }

  /** The mean of the last ten segments so far. */
  score(): number {
    return mean(this.#losses.slice(-AVERAGED));
  }

  /** None: a trial takes less than a second. */
  checkpoint(): null {
    return null;
  }

  /** There is no checkpoint to go on from. */
  restore(): void {
    throw new FormatError("checkpoint: a trial of the note has none");
  }
}

/** The note's options with the settings of a trial: one cell, the note's first if none is chosen. */
export function noteOptionsOf({ only: _, ...options }: NoteOptions, params: Params): NoteOptions {
  return { cell: "rnn", ...options, ...params };
}

/** The options that a program of the note depends on, without files and looks: the same program has the same ones. */
export function programOptions(options: NoteOptions): NoteOptions {
  const { seed, hidden, layers, steps, lr, forgetBias, cell, timeStep, endpoint } = options;
  return {
    ...{ seed, hidden, layers, steps, lr, forgetBias },
    ...{ out: "", lang: "en", pace: 0 },
    ...(cell !== undefined && { cell }),
    ...(timeStep !== undefined && { timeStep }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** The same from JSON. Throws FormatError. */
export function readProgramOptions(fields: Fields): NoteOptions {
  const endpoint = fields.raw("endpoint");
  const has = (name: string): boolean => fields.raw(name) !== undefined;
  return {
    ...{ out: "", lang: "en", pace: 0 },
    seed: fields.number("seed"),
    hidden: fields.whole("hidden"),
    layers: fields.whole("layers"),
    steps: fields.whole("steps"),
    lr: fields.number("lr"),
    forgetBias: fields.number("forgetBias"),
    ...(has("cell") && { cell: fields.oneOf("cell", cellNames) }),
    ...(has("timeStep") && { timeStep: fields.whole("timeStep") }),
    ...(typeof endpoint === "boolean" && { endpoint }),
  };
}
