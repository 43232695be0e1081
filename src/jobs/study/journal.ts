/**
 * @module Optuna's journal: a study as lines of JSON, each an operation, so that Optuna and its dashboard read it.
 *
 * Source: `optuna/storages/journal/_storage.py` of Optuna 5, whose operations have had these numbers since Optuna 3.1.
 */
import { FormatError } from "../../errors.ts";
import type { Json } from "../job.ts";
import type { Choice, Domain, Params, SearchSpace } from "./space.ts";
import { positionOf, valueAt } from "./space.ts";
import type { StudyEvent } from "./study.ts";
import { type Trial, type TrialState, trialStates } from "./trial.ts";

const CREATE_STUDY = 0;
const DELETE_STUDY = 1;
const SET_STUDY_USER_ATTR = 2;
const CREATE_TRIAL = 4;
const SET_TRIAL_PARAM = 5;
const SET_TRIAL_STATE = 6;
const SET_TRIAL_REPORT = 7;
const SET_TRIAL_USER_ATTR = 8;

const MINIMIZE = 1;

/** Writes the operations of one study, which is the first of its journal. */
export class JournalWriter {
  readonly #space: SearchSpace;
  readonly #worker: string;

  /** Optuna's dashboard and its Python library do not care what a worker is called. */
  constructor(space: SearchSpace, worker: string) {
    this.#space = space;
    this.#worker = worker;
  }

  /** The lines that begin a study. */
  head(name: string, notes: Readonly<Record<string, Json>>): string {
    const operations = Object.entries(notes).map(([key, value]) => this.noteLine(key, value));
    return [this.#line(CREATE_STUDY, { study_name: name, directions: [MINIMIZE] }), ...operations].join("");
  }

  /** A note on the study. */
  noteLine(key: string, value: Json): string {
    return this.#line(SET_STUDY_USER_ATTR, { study_id: 0, user_attr: { [key]: value } });
  }

  /** The lines of a change. */
  linesOf(event: StudyEvent): string {
    const trial = { trial_id: event.number };
    switch (event.type) {
      case "trial":
        return [
          this.#line(CREATE_TRIAL, { study_id: 0, datetime_start: timeText(event.at) }),
          ...this.#paramLines(event.number, event.params),
        ].join("");
      case "params":
        return this.#paramLines(event.number, event.params).join("");
      case "report":
        return this.#line(SET_TRIAL_REPORT, { ...trial, step: event.step, intermediate_value: event.value });
      case "note":
        return this.#line(SET_TRIAL_USER_ATTR, { ...trial, user_attr: { [event.key]: event.value } });
      case "end":
        return this.#line(SET_TRIAL_STATE, {
          ...trial,
          state: trialStates.indexOf(event.state),
          values: event.value === null ? null : [event.value],
          datetime_complete: timeText(event.at),
        });
    }
  }

  #paramLines(number: number, params: Params): string[] {
    return Object.entries(params).map(([name, value]) => this.#paramLine(number, name, value));
  }

  #paramLine(number: number, name: string, value: Choice): string {
    const domain = this.#space[name];
    return this.#line(SET_TRIAL_PARAM, {
      trial_id: number,
      param_name: name,
      param_value_internal: positionOf(domain, value),
      distribution: pythonJson(distributionOf(domain)),
    });
  }

  #line(code: number, fields: Readonly<Record<string, Json>>): string {
    return `${pythonJson({ op_code: code, worker_id: this.#worker, ...fields })}\n`;
  }
}

/** JSON as Python writes and reads it: with NaN and Infinity. */
function pythonJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one: Json) => pythonJson(one)).join(",")}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${pythonJson(one)}`)
    .join(",")}}`;
}

/** ISO 8601 with the offset that Python reads; it does not know Z before 3.11. */
function timeText(at: string): string {
  return at.replace(/Z$/, "+00:00");
}

function distributionOf(domain: Domain): Json {
  if (domain.kind === "choice")
    return { name: "CategoricalDistribution", attributes: { choices: domain.choices } };
  const { low, high, log, step } = domain;
  const name = domain.kind === "int" ? "IntDistribution" : "FloatDistribution";
  return { name, attributes: { step, low, high, log } };
}

/** A study of a journal. */
export interface JournalStudy {
  /** Its name. */
  readonly name: string;
  /** Whether lower values are better. */
  readonly isMinimized: boolean;
  /** What its writer noted about it. */
  readonly notes: Readonly<Record<string, Json>>;
  /** As its trials have it. */
  readonly space: SearchSpace;
  /** In the order of their numbers. */
  readonly trials: readonly Trial[];
}

/** A trial while it is read. */
interface Draft {
  number: number;
  state: TrialState;
  value: number | null;
  started: string | null;
  ended: string | null;
  params: Record<string, Choice>;
  reports: Map<number, number>;
  notes: Record<string, Json>;
}

interface DraftStudy {
  name: string;
  isMinimized: boolean;
  notes: Record<string, Json>;
  space: Record<string, Domain>;
  trials: Draft[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a journal of Optuna, or of this project. A last line without its end was being written when its writer was killed: it
 * is left out. Throws FormatError, with the number of the line, for anything else that is no operation.
 */
export function readJournal(text: string): JournalStudy[] {
  const reader = new JournalReader();
  reader.add(text);
  return reader.studies();
}

/** Reads a journal piece by piece, also while it grows. */
export class JournalReader {
  readonly #studies = new Map<number, DraftStudy>();
  readonly #trials: (readonly [DraftStudy | undefined, Draft])[] = [];
  /** The domains of the distributions that occurred: of thousands of trials there are a few. */
  readonly #domains = new Map<string, Domain>();
  #next = 0;
  #line = 0;
  #rest = "";

  /** Reads the next piece, up to the end of its last line. Throws as `readJournal`; the reader is then of no use any more. */
  add(piece: string): void {
    const text = this.#rest === "" ? piece : this.#rest + piece;
    let at = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", at)) {
      this.#line += 1;
      if (end > at) this.#apply(fieldsOf(text.slice(at, end), this.#line), this.#line);
      at = end + 1;
    }
    this.#rest = text.slice(at);
  }

  /** The studies as far as they were read. */
  studies(): JournalStudy[] {
    return [...this.#studies.values()];
  }

  #apply(fields: Fields, line: number): void {
    const code = fields.op_code;
    if (typeof code !== "number") throw fault(line);
    if (code === CREATE_STUDY) this.#createStudy(fields);
    else if (code <= 3) this.#changeStudy(code, fields);
    else if (code === CREATE_TRIAL) this.#createTrial(fields, line);
    else this.#changeTrial(code, fields, line);
  }

  #createStudy({ study_name: name, directions }: Fields): void {
    const isMinimized = !Array.isArray(directions) || directions[0] === MINIMIZE;
    const names = [...this.#studies.values()].map((study) => study.name);
    if (names.includes(String(name))) return; // Optuna ignores it, too
    this.#studies.set(this.#next++, { name: String(name), isMinimized, notes: {}, space: {}, trials: [] });
  }

  #changeStudy(code: number, { study_id: id, user_attr: notes }: Fields): void {
    const study = this.#studies.get(Number(id));
    if (code === DELETE_STUDY) this.#studies.delete(Number(id));
    else if (code === SET_STUDY_USER_ATTR && study && isRecord(notes)) Object.assign(study.notes, notes);
  }

  #createTrial(fields: Fields, line: number): void {
    const study = this.#studies.get(Number(fields.study_id));
    if (study === undefined) return;
    const values = Array.isArray(fields.values) ? fields.values[0] : fields.value;
    const draft: Draft = {
      number: study.trials.length,
      state: trialStates[Number(fields.state ?? 0)] ?? "running",
      value: numberOf(values),
      started: textOf(fields.datetime_start),
      ended: textOf(fields.datetime_complete),
      params: {},
      reports: new Map(reportsIn(fields.intermediate_values)),
      notes: isRecord(fields.user_attrs) ? { ...fields.user_attrs } : {},
    };
    const [params, distributions] = [fields.params, fields.distributions];
    if (isRecord(params) && isRecord(distributions))
      for (const [name, position] of Object.entries(params))
        this.#setParam(study, draft, name, position, distributions[name], line);
    this.#trials.push([study, draft]);
    study.trials.push(draft);
  }

  #changeTrial(code: number, fields: Fields, line: number): void {
    const [study, trial] = this.#trials[Number(fields.trial_id)] ?? [];
    if (study === undefined || trial === undefined) return;
    if (trial.state !== "running" && trial.state !== "waiting") return; // a finished one does not change
    if (code === SET_TRIAL_PARAM)
      this.#setParam(
        study,
        trial,
        String(fields.param_name),
        fields.param_value_internal,
        fields.distribution,
        line,
      );
    else if (code === SET_TRIAL_REPORT)
      trial.reports.set(Number(fields.step), numberOf(fields.intermediate_value) ?? Number.NaN);
    else if (code === SET_TRIAL_USER_ATTR && isRecord(fields.user_attr))
      Object.assign(trial.notes, fields.user_attr);
    else if (code === SET_TRIAL_STATE) setState(trial, fields);
  }

  #setParam(
    study: DraftStudy,
    trial: Draft,
    name: string,
    position: unknown,
    distribution: unknown,
    line: number,
  ): void {
    const domain = this.#domain(distribution, line);
    study.space[name] = domain;
    trial.params[name] = valueAt(domain, Number(position)) ?? null;
  }

  #domain(distribution: unknown, line: number): Domain {
    const text = typeof distribution === "string" ? distribution : "";
    const domain = this.#domains.get(text) ?? domainIn(text, line);
    this.#domains.set(text, domain);
    return domain;
  }
}

function setState(
  trial: Draft,
  { state, values, datetime_start: start, datetime_complete: end }: Fields,
): void {
  trial.state = trialStates[Number(state)] ?? trial.state;
  if (Array.isArray(values)) trial.value = numberOf(values[0]);
  trial.started = textOf(start) ?? trial.started;
  trial.ended = textOf(end) ?? trial.ended;
}

function domainIn(text: string, line: number): Domain {
  const found = fieldsOf(text, line);
  const attributes = isRecord(found.attributes) ? found.attributes : {};
  if (found.name === "CategoricalDistribution" && Array.isArray(attributes.choices))
    return { kind: "choice", choices: attributes.choices };
  const { low, high, log, step } = attributes;
  if (typeof low !== "number" || typeof high !== "number") throw fault(line);
  const range = { low, high, log: log === true };
  return found.name === "IntDistribution"
    ? { kind: "int", ...range, step: numberOf(step) ?? 1 }
    : { kind: "float", ...range, step: numberOf(step) };
}

function* reportsIn(values: unknown): Generator<readonly [number, number]> {
  if (isRecord(values))
    for (const [step, value] of Object.entries(values)) yield [Number(step), numberOf(value) ?? Number.NaN];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields of a line, which may hold Python's NaN and Infinity. */
function fieldsOf(text: string, line: number): Fields {
  try {
    return recordIn(JSON.parse(text), line);
  } catch {
    return pythonFields(text, line);
  }
}

const odd: ReadonlyMap<unknown, number> = new Map([
  ["\0NaN", Number.NaN],
  ["\0Infinity", Number.POSITIVE_INFINITY],
  ["\0-Infinity", Number.NEGATIVE_INFINITY],
]);

function pythonFields(text: string, line: number): Fields {
  // Outside of texts: each text is matched as a whole, and stays.
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : `"\\u0000${found}"`,
  );
  try {
    return recordIn(
      JSON.parse(quoted, (_, value: unknown) => odd.get(value) ?? value),
      line,
    );
  } catch {
    throw fault(line);
  }
}

function recordIn(value: unknown, line: number): Fields {
  if (!isRecord(value)) throw fault(line);
  return value;
}

function fault(line: number): FormatError {
  return new FormatError(`journal: line ${line} is not an operation of Optuna's journal`);
}
