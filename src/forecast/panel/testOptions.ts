/** @module The options of a command by which a panel is tested: a board's protocol, and a file with the rows that follow. */
import type { Panel } from "../../data/panel/panel.ts";
import type { TableOf } from "../../text/optionTable.ts";
import type { PanelOptions } from "./panelOptions.ts";
import { type PanelProtocolName, panelProtocol, panelProtocolNames } from "./panelProtocols.ts";

/** Where the values are by which forecasts are scored. */
export interface PanelTestOptions {
  /** The board whose protocol is followed. */
  readonly protocol: PanelProtocolName;
  /** A file with the rows that follow those of the panel. */
  readonly testFile: string;
}

/** Their table. */
export const panelTestOptions: TableOf<PanelTestOptions, "protocol" | "testFile"> = {
  protocol: {
    domain: { kind: "choice", values: panelProtocolNames },
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

/** M4's files have no times: its seasons by its horizons, of hourly, daily, weekly, monthly, quarterly and yearly series. */
const m4Seasons: ReadonlyMap<number, number> = new Map([
  [48, 24],
  [14, 1],
  [13, 1],
  [18, 12],
  [8, 4],
  [6, 1],
]);

/** The options that a protocol fixes; those that a person gives are stronger. */
export function protocolOptions(
  name: PanelProtocolName,
  panel: Panel,
  horizon: number | undefined,
): PanelOptions {
  const { season, windows } = panelProtocol(name, panel, horizon ?? 1);
  const own = season ?? (name === "m4" ? m4Seasons.get(horizon ?? 0) : undefined);
  return { ...(own !== undefined && { season: own }), test: windows };
}
