/** @module The files of a panel's run: its configuration and its scores, written and read. */
import type { Panel } from "../../data/panel/panel.ts";
import { type Step, timeAfter } from "../../data/series/timeStep.ts";
import type { PanelScores } from "../../forecast/panel/panelBacktest.ts";
import type { PanelBlend } from "../../forecast/panel/panelBlend.ts";
import { type PanelScore, panelScoreNames } from "../../forecast/panel/panelErrors.ts";
import { type PanelPlan, readPanelPlan } from "../../forecast/panel/panelPlan.ts";
import { readBlend } from "../../forecast/panel/panelRun.ts";
import { type Lang, langs } from "../../text/lang.ts";
import { Fields, within } from "../../train/json.ts";
import { runFiles } from "../files.ts";
import { timeWriter } from "../labels.ts";

/** What a panel is, as its run remembers it. */
export interface PanelFacts {
  /** Relative to the run's folder. */
  readonly file: string;
  readonly series: number;
  readonly rows: number;
  /** The fewest and the most rows of a series. */
  readonly lengths: readonly [fewest: number, most: number];
  readonly idNames: readonly string[];
  readonly target: string;
  readonly timeColumn: string | null;
  /** The first and the last time of any series; null without times. */
  readonly from: string | null;
  readonly until: string | null;
  /** Null without times. */
  readonly step: Step | null;
  readonly covariates: readonly string[];
  readonly future: readonly string[];
  readonly statics: readonly string[];
}

export interface PanelConfig {
  readonly unrolled: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly panel: PanelFacts;
  readonly plan: PanelPlan;
  /** The options that were set, under the names of `--config`. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly lang?: Lang;
}

/** Scores of all methods, without those of single series, which are in series.csv. */
export interface SavedPanelScores {
  readonly horizon: number;
  readonly season: number;
  /** Test windows of each series. */
  readonly windows: number;
  readonly quantiles: readonly number[];
  readonly methods: readonly {
    readonly name: string;
    readonly overall: PanelScore;
    readonly owa: number;
    readonly wins: number;
  }[];
  readonly worst: PanelScores["worst"];
  readonly scored: number;
  readonly unscaled: number;
  readonly short: number;
  readonly blend: PanelBlend;
}

/** The facts of a panel that was read from a file. */
export function panelFacts(panel: Panel, file: string): PanelFacts {
  const { ids, offsets, idNames, targetName, timeName, step, columns, statics } = panel;
  let [fewest, most] = [Number.POSITIVE_INFINITY, 0];
  for (let s = 0; s < ids.length; s++) {
    const rows = (offsets[s + 1] ?? 0) - (offsets[s] ?? 0);
    fewest = Math.min(fewest, rows);
    most = Math.max(most, rows);
  }
  return {
    file,
    series: ids.length,
    rows: panel.values.length,
    lengths: [fewest, most],
    idNames,
    target: targetName,
    timeColumn: timeName,
    ...spanOf(panel),
    step,
    covariates: columns.filter(({ role }) => role === "covariate").map(({ name }) => name),
    future: columns.filter(({ role }) => role === "future").map(({ name }) => name),
    statics: statics.map(({ name }) => name),
  };
}

function spanOf(panel: Panel): Pick<PanelFacts, "from" | "until"> {
  const { starts, step, offsets, ids } = panel;
  if (starts === null || ids.length === 0) return { from: null, until: null };
  const write = panelTimes(panel);
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let s = 0; s < ids.length; s++) {
    from = Math.min(from, starts[s] ?? from);
    const rows = (offsets[s + 1] ?? 0) - (offsets[s] ?? 0);
    until = Math.max(until, step === null ? (starts[s] ?? until) : timeAfter(starts[s] ?? 0, step, rows - 1));
  }
  return { from: write(from), until: write(until) };
}

/** Writes times as the panel's file does. */
export function panelTimes({ timeKind, timeStyle, step }: Panel): (time: number) => string {
  return timeWriter({ timeKind, step, ...(timeStyle && { timeStyle }) });
}

/** Whether the configuration of a run is that of a panel's. */
export function isPanelConfig(text: string): boolean {
  try {
    return Object.hasOwn(Object(JSON.parse(text)), "panel");
  } catch {
    return false;
  }
}

/** Throws FormatError that names the field. */
export function readPanelConfig(text: string): PanelConfig {
  const fields = fieldsOf(text, runFiles.config);
  return {
    unrolled: fields.text("unrolled"),
    created: fields.text("created"),
    panel: readFacts(fields.object("panel")),
    plan: readPanelPlan(fields.object("plan")),
    asked: fields.object("asked").all(),
    ...(fields.raw("lang") === undefined ? {} : { lang: fields.oneOf("lang", langs) }),
  };
}

function readFacts(fields: Fields): PanelFacts {
  const textOrNull = (name: string): string | null => (fields.raw(name) === null ? null : fields.text(name));
  const texts = (name: string): string[] => fields.list(name).map(String);
  const [fewest = 0, most = 0] = fields.list("lengths").map(Number);
  return {
    file: fields.text("file"),
    series: fields.whole("series"),
    rows: fields.whole("rows"),
    lengths: [fewest, most],
    idNames: texts("idNames"),
    target: fields.text("target"),
    timeColumn: textOrNull("timeColumn"),
    from: textOrNull("from"),
    until: textOrNull("until"),
    step: readStep(fields),
    covariates: texts("covariates"),
    future: texts("future"),
    statics: texts("statics"),
  };
}

/** What a step of a calendar needs is checked where it is used: here only that it is one. */
function readStep(fields: Fields): Step | null {
  if (fields.raw("step") === null) return null;
  const step = fields.object("step");
  const unit = step.oneOf("unit", ["millisecond", "number", "month", "year", "slot"]);
  if (unit === "slot") step.list("slots");
  else step.number("count");
  return step.all() as unknown as Step;
}

/** What is saved of scores. */
export function scoresToSave(
  { methods, worst, scored, unscaled, short }: PanelScores,
  { horizon, season, quantiles }: PanelPlan,
  windows: number,
  blend: PanelBlend,
): SavedPanelScores {
  return {
    horizon,
    season: season ?? 1,
    windows,
    quantiles,
    methods: methods.map(({ name, overall, owa, wins }) => ({ name, overall, owa, wins })),
    worst,
    scored,
    unscaled,
    short,
    blend,
  };
}

/** Throws FormatError that names the field. */
export function readPanelScores(text: string): SavedPanelScores {
  const fields = fieldsOf(text, runFiles.scores);
  const objects = (name: string): Fields[] =>
    fields.list(name).map((value, i) => new Fields(value, `${fields.pathOf(name)}.${i}`));
  return {
    horizon: fields.whole("horizon"),
    season: fields.whole("season"),
    windows: fields.whole("windows"),
    quantiles: fields.list("quantiles").map(Number),
    methods: objects("methods").map((one) => ({
      name: one.text("name"),
      overall: scoreOf(one.object("overall")),
      owa: realOf(one, "owa"),
      wins: one.whole("wins"),
    })),
    worst: objects("worst").map((one) => ({
      series: one.whole("series"),
      id: one.text("id"),
      mase: realOf(one, "mase"),
    })),
    scored: fields.whole("scored"),
    unscaled: fields.whole("unscaled"),
    short: fields.whole("short"),
    blend: readBlend(fields.object("blend")),
  };
}

function scoreOf(fields: Fields): PanelScore {
  return Object.fromEntries(
    panelScoreNames.map((name) => [name, realOf(fields, name)]),
  ) as unknown as PanelScore;
}

/** A number, or NaN for null. */
function realOf(fields: Fields, name: string): number {
  return fields.numberOrNull(name) ?? Number.NaN;
}

function fieldsOf(text: string, file: string): Fields {
  return new Fields(
    within(file, () => JSON.parse(text)),
    file,
  );
}
