/** @module What runs of panels are called and say, in the terminal and in the report, in English and Chinese. */
import { phraseOf } from "../../data/series/timeStep.ts";
import type { PanelBlend } from "../../forecast/panel/panelBlend.ts";
import type { PanelPlan } from "../../forecast/panel/panelPlan.ts";
import { methodName } from "../../forecast/scores/methodNames.ts";
import {
  formatDecimals,
  formatError,
  formatLevel,
  formatList,
  formatPercent,
  formatWhole,
  plural,
} from "../../text/format.ts";
import { phraseText } from "../../text/inChinese.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";
import type { PanelFacts } from "./panelFacts.ts";
import type { SavedPanelScores } from "./panelFiles.ts";

type Named = PanelPlan & { readonly name: string };

const en = {
  method: "method",
  series: "series",
  wins: "wins",
  coverage: (level: number) => `${formatLevel(level)} coverage`,
  read: ({ file, series, rows, lengths: [fewest, most], from, until, step }: PanelFacts) =>
    `${file}: ${plural(series, "series", "series")}, ${plural(rows, "row")} (${fewest === most ? `${formatWhole(most)} each` : `${formatWhole(fewest)} to ${formatWhole(most)}`})${from === null ? ", no time column" : `, ${from} to ${until}`}${step === null ? "" : `, step ${phraseText(phraseOf(step), "en")}`}`,
  target: (name: string, ids: string) => `target: ${name}; series by ${ids}`,
  statics: (names: string) => `static columns: ${names}`,
  covariates: (names: string) => `past covariates: ${names}`,
  future: (names: string) => `future covariates: ${names}`,
  unused: (names: string) => `not used: ${names} (to use them: --covariates, --future, --static)`,
  filled: (count: number) => `filled in: ${plural(count, "value")}`,
  leftOut: (count: number, names: string) =>
    `left out: ${plural(count, "series", "series")} without values (${names})`,
  model: ({ name, lookback, horizon, season, seasons, perSeries }: Named) =>
    `${perSeries ? name : `${name} for all series`}: look-back ${lookback}, horizon ${horizon}, ${season === null ? "no season" : seasons.length > 1 ? `seasons ${formatList(seasons.map(String), "en")}` : `season ${season}`}`,
  units: ({ hidden, segment }: PanelPlan) => `; ${hidden} units, segments of ${segment}`,
  steps: ({ steps, batchSize }: PanelPlan) => `; ${plural(steps, "step")} of ${plural(batchSize, "window")}`,
  sets: ({ validation, test, horizon }: PanelPlan) =>
    `windows of ${horizon} steps at the end of each series: ${validation} for validation, ${test} for the test`,
  testFile: (file: string) => `test: ${file}`,
  blend: ({ weight, baseline, mase }: PanelBlend, { perSeries }: Pick<PanelPlan, "perSeries">): string => {
    const other = methodName(baseline, "en");
    const [own, short] = perSeries ? ["the regressions'", "ridge"] : ["the network's", "network"];
    const share =
      weight === 1
        ? `The forecast is ${own}`
        : weight === 0
          ? `The forecast is ${other}'s: ${own} is no better`
          : `The forecast is ${formatPercent(weight, 0)} ${own}, the rest ${other}'s`;
    if (mase === null) return share;
    const both = weight > 0 && weight < 1 ? `, both ${formatError(mase.blend)}` : "";
    return `${share} (MASE on validation windows: ${short} ${formatError(mase.network ?? Number.NaN)}, ${other} ${formatError(mase.baseline)}${both})`;
  },
  refit: "Training goes on with all rows",
  scores: ({ windows, scored }: SavedPanelScores) =>
    `Scores on ${windows === 1 ? "the test window" : `${windows} test windows`} of ${plural(scored, "series", "series")}`,
  notes: ({ unscaled, short }: SavedPanelScores): string[] => [
    ...(short > 0 ? [`${plural(short, "series is", "series are")} too short for a test window`] : []),
    ...(unscaled > 0
      ? [`${plural(unscaled, "series has", "series have")} no MASE: constant in training`]
      : []),
  ],
  verdict: ({ methods: [own, ...others], scored }: SavedPanelScores): string => {
    const best = others.reduce((a, b) => (b.overall.mase < a.overall.mase ? b : a), others[0]);
    if (own === undefined || best === undefined) return "";
    if (Number.isNaN(own.overall.mase))
      return "No series has a MASE: all are constant in training, or too short.";
    const ratio = 1 - own.overall.mase / best.overall.mase;
    const name = methodName(own.name, "en");
    const size = formatPercent(Math.abs(ratio), 1);
    return `MASE ${formatDecimals(own.overall.mase, 3)}: ${name} is ${size} ${ratio >= 0 ? "better" : "worse"} than the best baseline, ${methodName(best.name, "en")} (${formatDecimals(best.overall.mase, 3)}), and the best of all methods on ${formatWhole(own.wins)} of ${plural(scored, "series", "series")}.`;
  },
  worst: "Series with the highest MASE",
  best: "Series with the lowest MASE",
  files: {
    report: "report",
    forecast: "forecasts of all series",
    bySeries: "scores by series",
    best: "model",
  },
  compareHead: [
    "run",
    "model",
    "series",
    "look-back",
    "horizon",
    "MASE",
    "sMAPE",
    "OWA",
    "CRPS",
    "wins",
    "best baseline",
  ] as const,
  differ: "These runs differ in data, horizon, season or test windows: their scores cannot be compared.",
  untested: "No test windows: the model was not scored.",
  noForecast: (names: string) =>
    `No forecast yet: it needs the future values of ${names}. Add rows with empty targets, or use \`unrolled forecast RUN --data FILE\`.`,
};

type PanelTerms = WordsOf<typeof en>;

const zh: PanelTerms = {
  method: "方法",
  series: "序列",
  wins: "最优序列数",
  coverage: (level) => `${formatLevel(level)} 覆盖率`,
  read: ({ file, series, rows, lengths: [fewest, most], from, until, step }) =>
    `${file}：${formatWhole(series)} 个序列，${formatWhole(rows)} 行（${fewest === most ? `各 ${formatWhole(most)} 行` : `每个 ${formatWhole(fewest)} 到 ${formatWhole(most)} 行`}）${from === null ? "，无时间列" : `，${from} 至 ${until}`}${step === null ? "" : `，间隔 ${phraseText(phraseOf(step), "zh")}`}`,
  target: (name, ids) => `预测目标：${name}；按 ${ids} 区分序列`,
  statics: (names) => `静态列：${names}`,
  covariates: (names) => `过去协变量：${names}`,
  future: (names) => `未来协变量：${names}`,
  unused: (names) => `未使用的列：${names}（可用 --covariates、--future 或 --static 指定用途）`,
  filled: (count) => `填补了 ${formatWhole(count)} 个值`,
  leftOut: (count, names) => `略去 ${formatWhole(count)} 个没有值的序列（${names}）`,
  model: ({ name, lookback, horizon, season, seasons, perSeries }) =>
    `${perSeries ? name : `所有序列共用 ${name}`}：回看 ${lookback} 步，预测 ${horizon} 步，${season === null ? "无周期" : `周期 ${seasons.length > 1 ? formatList(seasons.map(String), "zh") : season} 步`}`,
  units: ({ hidden, segment }) => `；${hidden} 个单元，每段 ${segment} 步`,
  steps: ({ steps, batchSize }) => `；训练 ${formatWhole(steps)} 步，每步 ${formatWhole(batchSize)} 个窗口`,
  sets: ({ validation, test, horizon }) =>
    `每个序列末尾的窗口（各 ${horizon} 步）：验证 ${validation} 个，测试 ${test} 个`,
  testFile: (file) => `测试集：${file}`,
  blend: ({ weight, baseline, mase }, { perSeries }) => {
    const other = methodName(baseline, "zh");
    const own = perSeries ? "岭回归" : "网络";
    const share =
      weight === 1
        ? `预测全部来自${own}`
        : weight === 0
          ? `预测来自${other}：${own}并不更好`
          : `预测的 ${formatPercent(weight, 0)} 来自${own}，其余来自${other}`;
    if (mase === null) return share;
    const both = weight > 0 && weight < 1 ? `，二者结合 ${formatError(mase.blend)}` : "";
    return `${share}（验证窗口的 MASE：${own} ${formatError(mase.network ?? Number.NaN)}，${other} ${formatError(mase.baseline)}${both}）`;
  },
  refit: "用全部行继续训练",
  scores: ({ windows, scored }) =>
    `${formatWhole(scored)} 个序列的测试误差（每个序列 ${windows} 个测试窗口）`,
  notes: ({ unscaled, short }) => [
    ...(short > 0 ? [`${formatWhole(short)} 个序列太短，没有测试窗口`] : []),
    ...(unscaled > 0 ? [`${formatWhole(unscaled)} 个序列没有 MASE：训练部分是常数`] : []),
  ],
  verdict: ({ methods: [own, ...others], scored }) => {
    const best = others.reduce((a, b) => (b.overall.mase < a.overall.mase ? b : a), others[0]);
    if (own === undefined || best === undefined) return "";
    if (Number.isNaN(own.overall.mase)) return "没有序列能计算 MASE：训练部分都是常数，或者太短。";
    const ratio = 1 - own.overall.mase / best.overall.mase;
    const name = methodName(own.name, "zh");
    return `MASE 为 ${formatDecimals(own.overall.mase, 3)}：${name} 比最好的基线${methodName(best.name, "zh")}（${formatDecimals(best.overall.mase, 3)}）${ratio >= 0 ? "好" : "差"} ${formatPercent(Math.abs(ratio), 1)}；在 ${formatWhole(scored)} 个序列中，它在 ${formatWhole(own.wins)} 个上是所有方法里最好的。`;
  },
  worst: "MASE 最高的序列",
  best: "MASE 最低的序列",
  files: {
    report: "报告",
    forecast: "全部序列的预测",
    bySeries: "各序列的误差",
    best: "模型",
  },
  compareHead: [
    "名称",
    "模型",
    "序列数",
    "回看",
    "步数",
    "MASE",
    "sMAPE",
    "OWA",
    "CRPS",
    "最优序列数",
    "最佳基线",
  ],
  differ: "这些运行的数据、预测步数、周期或测试窗口不同，误差不能相互比较。",
  untested: "没有测试窗口，模型未经评分。",
  noForecast: (names) =>
    `暂无预测：需要 ${names} 的未来值。请添加目标为空的行，或用 \`unrolled forecast RUN --data FILE\`。`,
};

export const panelTerms: Translated<PanelTerms> = { en, zh };
