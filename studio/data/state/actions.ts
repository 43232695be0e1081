/** @module What a person can do on the page. */
import { batch } from "@preact/signals";
import { transfer } from "comlink";
import { readerOptions } from "../../../src/data/dataOptions.ts";
import { type Policies, policyValues } from "../../../src/data/series/rows.ts";
import { type TimeFormat, timeFormats } from "../../../src/data/series/timeFormats.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { reported } from "../../shared/failure.tsx";
import { type ColumnUse, strict } from "../lab/choices.ts";
import type { Fix } from "../lab/fault.ts";
import type { SampleName } from "../lab/samples.ts";
import type { Reading, TableFacts } from "../lab/tableFacts.ts";
import { noBound, type Options } from "./fields.ts";
import * as session from "./session.ts";
import { dataWorker } from "./session.ts";

let files = 0;

/** The samples that are files beside the page; the third one is computed. */
const sampleFiles: Readonly<Record<Exclude<SampleName, "mackey-glass.csv">, URL>> = {
  "sunspots.csv": new URL("../../../datasets/sunspots.csv", import.meta.url),
  "co2.csv": new URL("../../../datasets/co2.csv", import.meta.url),
};

/** Opens a file with default choices. */
export async function openFile(content: Blob, name: string): Promise<void> {
  files += 1;
  session.chosen.value = { content, name, number: files };
  session.readingOptions.value = {};
  session.policies.value = strict;
  session.timeFormat.value = null;
  [session.seriesKeys.value, session.seriesValues.value, session.resample.value] = [[], [], ""];
  session.forecasted.value = null;
  await read();
}

/** Opens a sample. */
export async function openSample(name: SampleName): Promise<void> {
  const text = await reported(
    name === "mackey-glass.csv" ? dataWorker.mackeyGlassCsv() : textAt(sampleFiles[name].href),
  );
  if (text !== null) await openFile(new Blob([text]), name);
}

async function textAt(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

async function read(): Promise<void> {
  const { chosen, readingOptions, reading, table, uses, fault, planned } = session;
  const file = chosen.peek();
  if (file === null) return;
  [table.value, fault.value, planned.value] = [null, null, null];
  reading.value = { taken: 0, rows: 0 };
  const outcome = await reported(dataWorker.read(file.content, file.name, readingOptions.peek()));
  if (chosen.peek() !== file) return;
  reading.value = null;
  if (outcome === null) return;
  if ("fault" in outcome) fault.value = outcome.fault;
  else {
    const before = uses.peek();
    const isSame = before.length === outcome.found.columns.length && isAgain(readingOptions.peek());
    batch(() => {
      table.value = outcome.found;
      uses.value = isSame ? before : firstUses(outcome.found);
    });
  }
}

const isAgain = (options: Reading): boolean => Object.keys(options).length > 0;

/** The detected time; a target only where one column can be forecast, or where the loaded model has targets. */
function firstUses(facts: TableFacts): readonly ColumnUse[] {
  const time = facts.columns.map((_, i): ColumnUse => (isTimeOf(facts, i) ? "time" : "none"));
  const brought = session.model.peek();
  if (brought !== null && session.lacking.peek().length === 0) return usesOf(brought.facts.plan, facts, time);
  const candidates = candidatesOf(facts);
  return time.map((use, i) => (candidates.length === 1 && i === candidates[0] ? "target" : use));
}

/** The uses of the columns by a model; the time stays. */
function usesOf({ columns }: Plan, facts: TableFacts, before: readonly ColumnUse[]): readonly ColumnUse[] {
  return facts.columns.map(({ name }, i): ColumnUse => {
    if (before[i] === "time") return "time";
    if (columns.targets.includes(name)) return "target";
    if (columns.covariates.includes(name)) return "covariate";
    return columns.future.includes(name) ? "future" : "none";
  });
}

/** The columns that can be forecast, as indices. */
export function candidatesOf(facts: TableFacts): number[] {
  return facts.columns.flatMap(({ isNumeric }, i) => (isNumeric && !isTimeOf(facts, i) ? [i] : []));
}

function isTimeOf({ time, timeParts }: TableFacts, index: number): boolean {
  return index === time || timeParts?.includes(index) === true;
}

/** Sets the use of a column; a time that is set takes the place of all columns that were detected. */
export function setUse(index: number, use: ColumnUse): void {
  session.uses.value = session.uses.peek().map((before, i) => {
    if (i === index) return use;
    return use === "time" && before === "time" ? "none" : before;
  });
}

/** Sets a policy for irregular rows. */
export function setPolicy(name: keyof Policies, value: string): void {
  session.policies.value = { ...session.policies.peek(), [name]: value };
}

/** Sets how times are written; null to detect it. */
export function setTimeFormat(format: TimeFormat | null): void {
  session.timeFormat.value = format;
}

/** Chooses the value of a column that tells series apart. */
export function setSeriesValue(index: number, value: string): void {
  const { seriesKeys, seriesValues } = session;
  seriesValues.value = seriesKeys
    .peek()
    .map((_, i) => (i === index ? value : (seriesValues.peek()[i] ?? "")));
}

/** Combines rows by intervals; an empty text for not. */
export function setResample(every: string): void {
  session.resample.value = every;
}

/** Changes some options. */
export function setOptions(some: Partial<Options>): void {
  session.options.value = { ...session.options.peek(), ...some };
}

/** Applies a remedy. */
export function apply(fix: Fix): void {
  applyAll([fix]);
}

/** Applies several remedies; the file is read again once at most. */
export function applyAll(fixes: readonly Fix[]): void {
  batch(() => {
    for (const fix of fixes) if (!isReading(fix)) applyOne(fix);
  });
  const again = fixes.filter(isReading);
  if (again.length > 0) setReading(again.reduce(withReading, session.readingOptions.peek()));
}

function applyOne({ option, value }: Fix): void {
  const { numbers } = session.options.peek();
  if (option === "timeFormat") setTimeFormat(timeFormats.find((format) => format === value) ?? null);
  else if (option === "time")
    session.uses.value = session.uses.peek().map((use) => (use === "time" ? "none" : use));
  else if (option === "resample") setResample(String(value));
  else if (option === "lookback") setOptions({ numbers: { ...numbers, lookback: Number(value) } });
  else if (option === "min")
    setOptions({ numbers: { ...numbers, min: value === null ? noBound : Number(value) } });
  else if (option === "max")
    setOptions({ numbers: { ...numbers, max: value === null ? null : Number(value) } });
  else if (option === "integer")
    setOptions({ switches: { ...session.options.peek().switches, integer: value === true } });
  else if (option in policyValues) setPolicy(option as keyof Policies, String(value));
}

const isReading = ({ option }: Fix): boolean => readerOptions.includes(option);

/** Texts for missing values add up. */
function withReading(before: Reading, { option, value }: Fix): Reading {
  if (option !== "missingValues") return { ...before, [option]: value };
  const more = Array.isArray(value) ? value.map(String) : [String(value)];
  return { ...before, missingValues: [...(before.missingValues ?? []), ...more] };
}

/** Reads the file again with other options of reading. */
export function setReading(options: Reading): void {
  session.readingOptions.value = options;
  void read();
}

/** Starts a training; earlier results are replaced once it has started. */
export async function train(): Promise<void> {
  const { choices, settingsKey, reportKey, report, training, trainingFault } = session;
  const decided = choices.peek();
  if (decided === null || session.busy.peek()) return;
  const key = settingsKey.peek();
  trainingFault.value = null;
  const outcome = await reported(dataWorker.start(decided));
  if (outcome === null) return;
  if ("fault" in outcome) {
    session.fault.value = outcome.fault;
    return;
  }
  report.value = null;
  reportKey.value = key;
  training.value = (await reported(dataWorker.frame()))?.training ?? null;
}

/** Stops the training and keeps the best epoch so far. */
export async function stop(): Promise<void> {
  await reported(dataWorker.stop());
}

/** Loads a model. */
export async function openModel(file: File): Promise<void> {
  const { model, modelFault, forecasted, table, uses } = session;
  [modelFault.value, forecasted.value] = [null, null];
  const bytes = new Uint8Array(await file.arrayBuffer());
  const outcome = await reported(dataWorker.readModel(transfer(bytes, [bytes.buffer])));
  if (outcome === null) return;
  if ("fault" in outcome) modelFault.value = outcome.fault;
  else {
    model.value = { facts: outcome.found, file: file.name };
    const facts = table.peek();
    if (facts !== null) uses.value = firstUses(facts);
  }
}

/** Removes the model. */
export function closeModel(): void {
  [session.model.value, session.modelFault.value, session.forecasted.value] = [null, null, null];
}

/** Forecasts with the loaded model: past the end of the file, or of its training data. */
export async function forecastWithModel(onFile: boolean): Promise<void> {
  const { choices, forecasted, modelFault } = session;
  modelFault.value = null;
  const [facts, brought, decided] = [session.table.peek(), session.model.peek(), choices.peek()];
  if (brought === null) return;
  const own = facts && decided && { ...decided, uses: usesOf(brought.facts.plan, facts, decided.uses) };
  const outcome = await reported(dataWorker.forecast(onFile ? own : null));
  if (outcome === null) return;
  if ("fault" in outcome) {
    forecasted.value = null;
    modelFault.value = outcome.fault;
  } else forecasted.value = outcome.found;
}
