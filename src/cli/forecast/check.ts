/** @module `unrolled check`: what a file holds, its faults, and the command that trains on it. */
import type { Command } from "commander";
import type { Column, Table } from "../../data/read/table.ts";
import type { Fault, Settled } from "../../data/series/checkSeries.ts";
import { AdvisedError } from "../../errors.ts";
import { type Plan, planOf } from "../../forecast/plan.ts";
import { timeSpan } from "../../runs/labels.ts";
import { formatError } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import { checkPanel } from "../panel/checkPanel.ts";
import { isPanel } from "../panel/panelFile.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { linesText, messageLines } from "../terminalGate.ts";
import { addAnswerOptions, addSeriesOptions, requestOf, type SeriesOptions } from "./commonOptions.ts";
import { type DataFile, diagnose } from "./dataFile.ts";
import { commandOf, faultLines, faultText } from "./fileFaults.ts";
import type { GivenOptions } from "./flags.ts";
import { forecasterOptionsOf } from "./givenOptions.ts";
import { introduce } from "./print.ts";
import { seriesWords } from "./words.ts";

export function addCheckCommand(
  program: Command,
  process: Process,
  exit: (code: number) => void,
  words: readonly string[],
): void {
  const command = program
    .command("check")
    .description("read a data file, list its faults, and print the command that handles them")
    .argument("[data]", "a CSV file or JSON lines");
  addSeriesOptions(command);
  addAnswerOptions(command, process).action(async (data: string | undefined, options: SeriesOptions) => {
    exit(await runCheck(data, options, process, words));
  });
}

interface Checked extends Settled<GivenOptions, DataFile> {
  readonly table: Table | null;
  /** Null where there is no series, or it is too short. */
  readonly plan: Plan | null;
  /** Why there is none, though there is a series. */
  readonly planFault: AdvisedError | null;
}

/** Returns 0 for a file without faults, 1 for one with some, 2 where options and rows do not fit together. */
async function runCheck(
  data: string | undefined,
  options: SeriesOptions,
  process: Process,
  words: readonly string[],
): Promise<number> {
  const { lang, json = false } = options;
  const request = await requestOf(data, options);
  const { signal } = new AbortController();
  if (await isPanel(request, signal)) return checkPanel(request, trainWords(words), { lang, json }, process);
  const checked = planned(await diagnose(request.data, request.given));
  const command = commandOf(trainWords(words), checked.faults);
  process.stdout.write(
    json
      ? plainJson({ ...documentOf(checked, lang), command: checked.plan === null ? null : command })
      : linesText(linesOf(checked, trainWords(words), lang)),
  );
  if (checked.faults.some(isFault)) return 1;
  return checked.planFault === null ? 0 : 2;
}

/** Whether something is wrong; a choice between columns is not. */
function isFault({ option }: Fault): boolean {
  return option !== "target";
}

function trainWords(words: readonly string[]): string[] {
  const at = words.indexOf("check");
  return words.map((word, i) => (i === at ? "train" : word)).filter((word) => word !== "--json");
}

function planned(found: Omit<Checked, "plan" | "planFault">): Checked {
  const { result, options } = found;
  if (result === null) return { ...found, plan: null, planFault: null };
  try {
    return { ...found, plan: planOf(result.series, forecasterOptionsOf(options)), planFault: null };
  } catch (error) {
    if (!(error instanceof AdvisedError)) throw error;
    return { ...found, plan: null, planFault: error };
  }
}

function linesOf(checked: Checked, words: readonly string[], lang: Lang): string[] {
  const { result, table, plan, planFault, faults } = checked;
  const text = seriesWords[lang];
  const command = commandOf(words, faults);
  return [
    ...(result !== null && plan !== null ? introduce(result, plan, lang) : []),
    ...(table === null ? [] : ["", text.columns, ...columnLines(checked, table, lang)]),
    "",
    ...(faults.length === 0
      ? [text.noFaults, text.train(command)]
      : [
          faults.some(isFault) ? text.faults : text.choice,
          ...faultLines(faults, result !== null, words, lang),
        ]),
    ...(planFault === null ? [] : ["", ...messageLines(planFault.message)]),
  ];
}

function columnLines({ result }: Checked, table: Table, lang: Lang): string[] {
  const rows = table.columns.map((column) => {
    const { kind, values, missing } = columnFacts(column);
    return [
      `  ${column.name}`,
      seriesWords[lang].kinds[kind],
      values,
      missing === 0 ? "" : seriesWords[lang].missing(missing),
      roleOf(column.name, result, lang),
    ];
  });
  return tableLines(rows, []);
}

const SHOWN_TEXTS = 3;

interface ColumnFacts {
  readonly kind: "number" | "text";
  /** The least and the greatest number, or the first texts. */
  readonly values: string;
  readonly missing: number;
}

function columnFacts(column: Column): ColumnFacts {
  if (column.kind === "text") {
    const first = [...new Set(column.texts.slice(0, 1000))].filter((text) => text.trim() !== "");
    const shown = first
      .slice(0, SHOWN_TEXTS)
      .map((text) => (text.length > 24 ? `${text.slice(0, 23)}…` : text));
    return {
      kind: "text",
      values: `${shown.join(", ")}${first.length > SHOWN_TEXTS ? ", …" : ""}`,
      missing: 0,
    };
  }
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of column.values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const values = least > greatest ? "" : `${formatError(least)} … ${formatError(greatest)}`;
  return { kind: "number", values, missing: column.missing };
}

function roleOf(name: string, result: DataFile | null, lang: Lang): string {
  if (result === null) return "";
  const { series } = result;
  const parts = series.timeStyle?.columns?.map((one) => one.name) ?? [];
  const text = seriesWords[lang].roles;
  if (name === series.timeName || parts.includes(name)) return text.time;
  const own = series.columns.find((column) => column.name === name || column.name.startsWith(`${name}=`));
  return own === undefined ? "" : text[own.role];
}

function documentOf({ result, table, plan, planFault, faults }: Checked, lang: Lang): object {
  const series = result?.series ?? null;
  return {
    file: table?.name ?? null,
    rows: table?.rows ?? null,
    format: table?.format ?? null,
    columns:
      table?.columns.map((column) => ({
        name: column.name,
        ...columnFacts(column),
        role: roleOf(column.name, result, "en") || null,
      })) ?? null,
    series: series && {
      rows: series.length,
      timeColumn: series.timeName,
      ...timeSpan(series),
      step: series.step,
      resampled: series.resampled ?? null,
    },
    plan,
    faults: [
      ...faults.map((fault) => ({
        row: fault.error.row ?? null,
        column: fault.error.column ?? null,
        what: faultText(fault, lang),
        count: fault.error.count ?? 1,
        option: fault.option,
        value: fault.value ?? null,
        choices: fault.choices,
      })),
      ...(planFault === null ? [] : [{ what: planFault.message }]),
    ],
  };
}
