/** @module The table of options for data: the roles of columns, how a file is read, what to do about faults in rows. */
import type { TableOf } from "../text/optionTable.ts";
import { type WideForm, wideForms } from "./panel/panelOptions.ts";
import { type Thousands, thousandsSigns } from "./read/numberStyle.ts";
import { type Decimal, decimalSigns } from "./read/parseNumber.ts";
import { type Aggregate, aggregates } from "./series/aggregate.ts";
import { type Policies, policyValues, strictPolicies } from "./series/rows.ts";
import { type TimeFormat, timeFormats } from "./series/timeFormats.ts";

export interface RoleOptions {
  readonly series: readonly string[];
  readonly target: readonly string[];
  readonly covariates: readonly string[];
  readonly future: readonly string[];
  readonly static: readonly string[];
}

/** How rows are read. A newer file of the same columns may need other values. */
export interface ReadingOptions extends Policies {
  readonly wide: WideForm;
  readonly time: string;
  readonly timeFormat: TimeFormat;
  readonly delimiter: string;
  readonly decimal: Decimal;
  readonly thousands: Thousands;
  readonly skip: number;
  readonly comment: string;
  readonly encoding: string;
  readonly header: boolean;
  readonly missingValues: readonly string[];
  readonly where: readonly string[];
  readonly resample: string;
  readonly aggregate: Aggregate;
  readonly holidays: string;
}

const detected = { en: "detected", zh: "自动识别" };

export const dataOptions: {
  readonly roles: TableOf<RoleOptions, keyof RoleOptions>;
  readonly reading: TableOf<ReadingOptions, Exclude<keyof ReadingOptions, keyof Policies | "aggregate">>;
} = {
  roles: {
    series: {
      domain: { kind: "texts" },
      value: "columns",
      isSeveral: true,
      found: { en: "unique_id, where there is one", zh: "如果有 unique_id，就用它" },
      help: {
        en: "columns that identify a series of a panel: one model is trained on all of them",
        zh: "区分面板中各序列的列：用全部序列训练一个模型",
      },
    },
    target: {
      domain: { kind: "texts" },
      value: "columns",
      found: { en: "the only numeric column", zh: "唯一的数值列" },
      help: { en: "columns to forecast, or all", zh: "要预测的列；all 表示全部数值列" },
    },
    covariates: {
      domain: { kind: "texts" },
      value: "columns",
      help: { en: "columns known only up to the present", zh: "只有过去值已知的列" },
    },
    future: {
      domain: { kind: "texts" },
      value: "columns",
      help: {
        en: "columns that are also known for the steps ahead, such as holidays",
        zh: "预测期内的值也已知的列，例如节假日",
      },
    },
    static: {
      domain: { kind: "texts" },
      value: "columns",
      isSeveral: true,
      help: {
        en: "panels: columns with one value for each series, such as a region or an area",
        zh: "面板：每个序列只有一个值的列，例如地区或面积",
      },
    },
  },
  reading: {
    wide: {
      domain: { kind: "choice", values: wideForms },
      value: "form",
      help: {
        en: "panels that are not long: a column for each series, or a row for each",
        zh: "不是长格式的面板：每列（columns）或每行（rows）是一个序列",
      },
    },
    time: {
      domain: { kind: "text" },
      value: "column",
      found: detected,
      help: {
        en: "time column, or columns such as Date,Time or year,month,day,hour; none for none",
        zh: "时间列，也可以是几列，如 Date,Time 或 year,month,day,hour；none 表示没有",
      },
    },
    timeFormat: {
      domain: { kind: "choice", values: timeFormats },
      found: detected,
      help: { en: "format of the times", zh: "时间的格式" },
      field: { label: { en: "Time format", zh: "时间格式" } },
    },
    delimiter: {
      domain: { kind: "text" },
      value: "sign",
      found: detected,
      help: { en: "cell separator; tab for a tab character", zh: "单元格分隔符；tab 表示制表符" },
    },
    decimal: {
      domain: { kind: "choice", values: decimalSigns },
      value: "sign",
      found: detected,
      help: { en: "decimal sign", zh: "小数点" },
      field: { label: { en: "Decimal sign", zh: "小数点" } },
    },
    thousands: {
      domain: { kind: "choice", values: thousandsSigns },
      value: "sign",
      found: detected,
      help: { en: "thousands separator", zh: "千位分隔符" },
      field: { label: { en: "Thousands separator", zh: "千位分隔符" } },
    },
    skip: {
      domain: { kind: "whole", least: 0, most: 1_000_000 },
      value: "lines",
      found: detected,
      help: { en: "lines above the header to leave out", zh: "表头上方要跳过的行数" },
      field: { label: { en: "Lines above the header", zh: "表头上方的行数" } },
    },
    comment: {
      domain: { kind: "text" },
      value: "sign",
      found: { en: "#, // or %, if lines begin with it", zh: "#、// 或 %，如果有行以它开头" },
      help: { en: "leave out lines that begin with this", zh: "跳过以此开头的行" },
    },
    encoding: {
      domain: { kind: "text" },
      value: "name",
      found: {
        en: "utf-8; if the file is not UTF-8, windows-1252 or gb18030",
        zh: "utf-8；不是 UTF-8 时为 windows-1252 或 gb18030",
      },
      help: { en: "character encoding, such as gb18030 or latin1", zh: "字符编码，例如 gb18030 或 latin1" },
      field: { label: { en: "Encoding", zh: "字符编码" } },
    },
    header: {
      domain: { kind: "switch" },
      found: detected,
      help: { en: "the first row holds column names", zh: "第一行是列名" },
    },
    missingValues: {
      domain: { kind: "texts" },
      value: "texts",
      help: {
        en: "texts that mark a missing value, besides NA, null and the like",
        zh: "除 NA、null 等之外，还有哪些文本表示缺失值",
      },
    },
    where: {
      domain: { kind: "texts" },
      value: "column=value",
      help: {
        en: "use only rows with this value; of several values of a column any",
        zh: "只用该列为此值的行；同一列可给几个值",
      },
    },
    resample: {
      domain: { kind: "text" },
      value: "interval",
      help: {
        en: "combine rows by hour, 15minutes, day, week, month, quarter or year",
        zh: "按 hour、15minutes、day、week、month、quarter 或 year 合并各行",
      },
      field: { label: { en: "Combine rows by", zh: "合并各行，按" } },
    },
    aggregate: {
      domain: { kind: "choice", values: aggregates },
      value: "how",
      default: "mean",
      help: { en: "how --resample combines values", zh: "--resample 合并数值的方式" },
      field: { label: { en: "Combined value", zh: "合并后的值" } },
    },
    holidays: {
      domain: { kind: "text" },
      value: "place",
      help: {
        en: "public holidays as a future covariate: a country such as CN, or a state such as DE-BY; needs the package date-holidays",
        zh: "把公共假日作为未来协变量：国家（如 CN）或州省（如 DE-BY）；需要安装 date-holidays 包",
      },
    },
    missing: {
      domain: { kind: "choice", values: policyValues.missing },
      value: "policy",
      default: strictPolicies.missing,
      help: {
        en: "missing values: repeat the value before, interpolate, or drop the row",
        zh: "缺失值：沿用前一个值、线性插值或去掉该行",
      },
      field: { label: { en: "Missing values", zh: "缺失值" } },
    },
    duplicates: {
      domain: { kind: "choice", values: policyValues.duplicates },
      value: "policy",
      default: strictPolicies.duplicates,
      help: {
        en: "rows with the same time: use the first, the last, their mean, sum, least or greatest value, or count them",
        zh: "时间相同的行：取第一行、最后一行、平均值、总和、最小或最大值，或计数",
      },
      field: { label: { en: "Repeated times", zh: "重复的时间" } },
    },
    unsorted: {
      domain: { kind: "choice", values: policyValues.unsorted },
      value: "policy",
      default: strictPolicies.unsorted,
      help: { en: "rows out of order: sort them by time", zh: "顺序错乱的行：按时间排序" },
      field: { label: { en: "Rows out of order", zh: "顺序错乱的行" } },
    },
    gaps: {
      domain: { kind: "choice", values: policyValues.gaps },
      value: "policy",
      default: strictPolicies.gaps,
      help: {
        en: "missing rows: insert them, or use the rows as they are",
        zh: "时间缺口：补上缺少的行，或不理会",
      },
      field: { label: { en: "Gaps in time", zh: "时间缺口" } },
    },
  },
};

/** Those options with which the file itself is read again; the others concern its rows. */
export const readerOptions: readonly string[] = [
  "delimiter",
  "decimal",
  "thousands",
  "skip",
  "comment",
  "encoding",
  "header",
  "missingValues",
] satisfies readonly (keyof ReadingOptions)[];
