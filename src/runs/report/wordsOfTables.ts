/** @module The words in the tables of a run. */
import type { Translated } from "../../text/lang.ts";

/** The words of all tables in one language. */
export interface TableWords {
  readonly method: string;
  /** The share that the interval of a level held. */
  readonly coverage: (level: string) => string;
  readonly step: string;
  readonly asked: string;
  readonly held: string;
  readonly width: string;
  readonly time: string;
  readonly target: string;
  readonly forecast: string;
  readonly from: (level: string) => string;
  readonly until: (level: string) => string;
  readonly unbounded: string;
}

const en: TableWords = {
  method: "method",
  coverage: (level) => `held at ${level}`,
  step: "step",
  asked: "asked",
  held: "held",
  width: "mean width",
  time: "time",
  target: "target",
  forecast: "forecast",
  from: (level) => `${level} from`,
  until: (level) => `${level} to`,
  unbounded: "unbounded",
};

const zh: TableWords = {
  method: "方法",
  coverage: (level) => `${level} 覆盖`,
  step: "预测步",
  asked: "目标覆盖率",
  held: "实际覆盖率",
  width: "平均宽度",
  time: "时间",
  target: "目标列",
  forecast: "预测值",
  from: (level) => `${level} 下限`,
  until: (level) => `${level} 上限`,
  unbounded: "无界",
};

/** The words of the tables, by language. */
export const tableWords: Translated<TableWords> = { en, zh };
