/** @module The address is the experiment: every setting as text, and back. */
import { rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { type LessonId, lessonIds, lessonSteps, panelOf } from "../lesson/steps.ts";
import { type Experiment, firstExperiment, mostRuns, panelNames } from "./experiment.ts";
import { type FieldName, fieldNames, formatField, withField } from "./settingFields.ts";

/** Something in an address that could not be used, and what is used in its place. */
export interface AddressProblem {
  readonly name: string;
  readonly text: string;
  /** What is used instead, "" for nothing; null where the name itself means nothing. */
  readonly used: string | null;
}

/** Letters of the second and third run, before the names of what they have different from the first. */
const prefixes = ["", "b.", "c."] as const;

/** The experiment as the part of an address behind `#`. Of the second and third run, what differs from the first. */
export function formatAddress({ runs, pace, smoothing, panel, lesson }: Experiment): string {
  const words = new URLSearchParams();
  runs.forEach((settings, i) => {
    for (const name of fieldNames) {
      const text = formatField(settings, name);
      const isSame = i > 0 && name !== "cell" && text === formatField(runs[0], name);
      if (!isSame) words.set(prefixes[i] + name, text);
    }
  });
  words.set("pace", formatOther(pace));
  words.set("smoothing", String(smoothing));
  words.set("panel", panel);
  if (lesson !== null) words.set("lesson", lesson);
  return words.toString();
}

/** Names that say how the page looks, and nothing of the experiment. Older addresses have a `window`. */
const others = ["lang", "theme", "embed", "window"];

/** Reads the part of an address behind `?` or `#`; what is invalid keeps its default and is reported. */
export function parseAddress(text: string): { experiment: Experiment; problems: readonly AddressProblem[] } {
  const words = new Map(new URLSearchParams(text.replace(/^[?#]/, "")));
  const problems: AddressProblem[] = [];
  const one = <Value>(name: string, fallback: Value, parse: (text: string) => Value | undefined): Value => {
    const found = words.get(name);
    words.delete(name);
    if (found === undefined) return fallback;
    const value = parse(found);
    if (value === undefined) problems.push({ name, text: found, used: formatOther(fallback) });
    return value ?? fallback;
  };
  const lesson = one("lesson", null, (found) => lessonIds.find((id) => id === found));
  const base = baseOf(lesson);
  const isOfRun = (name: string): boolean =>
    fieldNames.some((field) => name.replace(/^[bc]\./, "") === field);
  const experiment: Experiment = {
    runs: [...words.keys()].some(isOfRun) ? parseRuns(words, problems) : base.runs,
    pace: one("pace", base.pace, parsePace),
    smoothing: one("smoothing", base.smoothing, (found) => numberWithin(found, 0, 0.99)),
    panel: one("panel", base.panel, (found) => panelNames.find((name) => name === found)),
    lesson,
  };
  for (const [name, found] of words) {
    if (!others.includes(name)) problems.push({ name, text: found, used: null });
  }
  return { experiment, problems };
}

/** What an address leaves out: of a step of the lesson, what that step puts on the stage. */
function baseOf(lesson: LessonId | null): Experiment {
  const step = lessonSteps.find(({ id }) => id === lesson);
  return step
    ? { ...firstExperiment, runs: step.runs, pace: step.pace, panel: panelOf(step) }
    : firstExperiment;
}

function parseRuns(words: Map<string, string>, problems: AddressProblem[]): Settings[] {
  const first = parseRun(words, "", rnnProgram, problems);
  const more = prefixes
    .slice(1, mostRuns)
    .filter((prefix) => words.has(`${prefix}cell`))
    .map((prefix) => parseRun(words, prefix, first, problems));
  return [first, ...more];
}

function parseRun(
  words: Map<string, string>,
  prefix: string,
  base: Settings,
  problems: AddressProblem[],
): Settings {
  let settings = base;
  const take = (name: FieldName): void => {
    const text = words.get(prefix + name);
    if (text === undefined) return;
    words.delete(prefix + name);
    const changed = withField(settings, name, text);
    if (changed === null) problems.push({ name: prefix + name, text, used: formatField(base, name) });
    settings = changed ?? settings;
  };
  fieldNames.forEach(take);
  return settings;
}

function formatOther(value: unknown): string {
  if (value === null) return "";
  return value === Number.POSITIVE_INFINITY ? "max" : String(value);
}

function parsePace(text: string): number | undefined {
  return text === "max" ? Number.POSITIVE_INFINITY : numberWithin(text, 0.1, 10_000);
}

function numberWithin(text: string, min: number, max: number): number | undefined {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return value >= min && value <= max ? value : undefined;
}
