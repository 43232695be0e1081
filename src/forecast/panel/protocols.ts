/** @module The protocols of boards that publish scores of panels: which test windows count, and which season. */
import type { Panel } from "../../data/panel/panel.ts";
import { timeAfter } from "../../data/series/timeStep.ts";
import type { TableOf } from "../../text/optionTable.ts";
import type { PanelOptions } from "./panelOptions.ts";

/** The boards whose test windows can be used. */
const protocolNames = ["m4", "gift-eval", "fev"] as const;

/** One of `protocolNames`. */
export type ProtocolName = (typeof protocolNames)[number];

/** Where the values are by which forecasts are scored. */
export interface PanelTestOptions {
  /** The board whose protocol is followed. */
  readonly protocol: ProtocolName;
  /** A file with the rows that follow those of the panel. */
  readonly testFile: string;
}

/** Their table. */
export const panelTestOptions: TableOf<PanelTestOptions, "protocol" | "testFile"> = {
  protocol: {
    domain: { kind: "choice", values: protocolNames },
    value: "board",
    help: {
      en: "test windows and season of a board: m4, gift-eval (one window for each tenth of the shortest series), fev (20 windows)",
      zh: "按评测榜的测试窗口与周期：m4；gift-eval（最短序列每十分之一一个窗口）；fev（20 个窗口）",
    },
  },
  testFile: {
    domain: { kind: "text" },
    value: "file",
    help: {
      en: "a file with the rows that follow, by which forecasts are scored, as M4 has it",
      zh: "含有后续各行、用于评分的文件，如 M4 所提供的",
    },
  },
};

/** The season of M4 by its horizons: hourly, daily, weekly, monthly, quarterly and yearly series. */
const m4Seasons: ReadonlyMap<number, number> = new Map([
  [48, 24],
  [14, 1],
  [13, 1],
  [18, 12],
  [8, 4],
  [6, 1],
]);

/** GluonTS's season by the length of a step, in milliseconds: a day of hours, a year of months, and none for days. */
const stepSeasons: readonly (readonly [least: number, season: number])[] = [
  [360 * 86_400_000, 1],
  [88 * 86_400_000, 4],
  [27 * 86_400_000, 12],
  [86_400_000, 1],
  [3_600_000, 24],
  [60_000, 1440],
  [0, 3600],
];

/** Most windows of GIFT-Eval and fev-bench. */
const MOST_WINDOWS = 20;

/** The options that a protocol fixes; those that a person gives are stronger. */
export function protocolOptions(name: ProtocolName, panel: Panel, horizon: number | undefined): PanelOptions {
  const season = name === "m4" ? m4Seasons.get(horizon ?? 0) : seasonOf(panel);
  return { ...(season !== undefined && { season }), test: windowsOf(name, panel, horizon ?? 1) };
}

function windowsOf(name: ProtocolName, { offsets }: Panel, horizon: number): number {
  if (name === "m4") return 1;
  if (name === "fev") return MOST_WINDOWS;
  let shortest = Number.POSITIVE_INFINITY;
  for (let s = 0; s + 1 < offsets.length; s++) shortest = Math.min(shortest, offsets[s + 1] - offsets[s]);
  return Math.min(MOST_WINDOWS, Math.max(1, Math.ceil((0.1 * shortest) / horizon)));
}

/** Undefined without dates. */
function seasonOf({ starts, step, timeKind }: Panel): number | undefined {
  if (starts === null || step === null || timeKind !== "date") return undefined;
  const length = timeAfter(starts[0], step, 1) - starts[0];
  return stepSeasons.find(([least]) => length >= least)?.[1];
}
