/** @module The report of a run in Chinese. */
import { formatDuration, formatList, formatPercent } from "../../text/format.ts";
import type { RunWords } from "./words.ts";

const list = (items: readonly string[]): string => formatList(items, "zh");

/** The report's words in Chinese. */
export const wordsChinese: RunWords = {
  contents: "目录",
  title: (targets) => `预测：${targets}`,
  lead: ({ model, learns, file, trainRows, lookback, horizon }) =>
    learns
      ? `模型 \`${model}\` 用 ${file} 的前 ${trainRows} 行训练而成：根据此前 ${lookback} 步的数据，预测接下来的 ${horizon} 步。`
      : `方法 \`${model}\` 不需要训练：根据 ${file} 最后 ${lookback} 步的数据，预测接下来的 ${horizon} 步。`,
  names: (shown, more) => (more > 0 ? `${shown.join("、")} 等 ${shown.length + more} 列` : list(shown)),
  verdict: {
    heading: "这个模型值得用吗？",
    beatsAll: "值得，至少测试集上的结果是这样。",
    loses: "暂时不值得：简单方法的效果与它相当，甚至更好。",
    simpleBeatsAll: "在这份数据上，它是简单方法中最好的。",
    simpleLoses: "另有简单方法与它相当，甚至更好。",
    advice: (best) => `在此之前，更好的选择是${best}。可以尝试增加数据、调整回看步数，或者换一个模型。`,
    unjudged: "无法判断：误差不是有效的数值。",
    untested: "无法判断：模型没有经过测试。",
    noEcho: ({ skill }) =>
      skill > 0.05
        ? `它并不是简单地重复最后一个值：均方误差比那样做低 ${formatPercent(skill)}。`
        : skill < -0.05
          ? `它并不是简单地重复最后一个值，但均方误差反而比那样做高 ${formatPercent(-skill)}。`
          : "它并不是简单地重复最后一个值，但均方误差与那样做相差无几。",
  },
  forecast: {
    heading: "未来预测",
    told: (steps, after) => `数据截止于 ${after}，以下是其后 ${steps} 步的预测，单位与原数据相同。`,
    intervals: (levels) =>
      `预测区间的含义是：实际值应有 ${list(levels)} 的机会落在相应的区间之内。到目前为止是否做到，见下文“预测区间”。`,
    noIntervals: "没有预测区间：区间的宽度要在验证集上学习得到。",
    unbounded: "标为“无界”之处，是因为验证集中的窗口太少，无法确定区间应有多宽。",
    missing: (known) =>
      known.length === 0
        ? "没有预测。"
        : `暂时没有预测：模型要读入 ${list(known)}，这些列必须事先知道未来的值，而数据里没有。如何提供这些值，见下文“再次使用”。`,
    caption: "各步预测值",
    more: (rows, file) => `其余 ${rows} 行见 \`${file}\`。`,
  },
  test: {
    heading: "在测试集上的表现",
    told: ({ windows, rows, from, until }) =>
      `测试集是从 ${from} 到 ${until} 的 ${rows} 行，训练时从未使用。下列方法各自预测了其中同样的 ${windows} 段，每段的起点都不同。`,
    units: {
      original: "MAE、RMSE 和分位数损失的单位与原数据相同。",
      scaled: "MAE、RMSE 和分位数损失以缩放后的数据为单位。",
    },
    untested: (rows, horizon) =>
      rows < horizon
        ? `没有进行测试：测试集只有 ${rows} 行，而一次预测就有 ${horizon} 步，至少需要这么多行。`
        : "没有进行测试。",
    averaged: (targets) => `误差是全部 ${targets} 个目标列的平均；数值大的列对 MAE 和 RMSE 的影响最大。`,
    caption: "全部测试窗口上的误差：越小越好，加粗的是该列最佳",
    measuresHeading: "各列指标与各种方法的含义",
    measures: {
      MAE: "平均绝对误差：预测值平均偏离实际值多少",
      MSE: "误差平方的平均值，单位也是平方",
      RMSE: "均方根误差：对大的偏差更敏感",
      sMAPE: "对称平均绝对百分比误差：偏差相对于实际值与预测值大小的比例，取值 0% 到 200%",
      MASE: "平均绝对标度误差：MAE 与季节朴素法在训练集上的 MAE 之比，小于 1 说明更好",
      pinball: "分位数损失（pinball loss）：衡量区间的上下限，区间既窄又准时才小",
    },
    held: (level) => `实际值落在 ${level} 预测区间内的比例，越接近 ${level} 越好`,
    methods: {
      naive: "一直重复最后一个值，相当于什么都不做",
      "seasonal naive": "重复上一个周期",
      drift: "沿着回看窗口中首尾两点的连线继续延伸",
      mean: "回看窗口中所有值的平均",
    },
  },
  steps: {
    heading: "各预测步的误差",
    told: "预测得越远，难度越大。若某种简单方法的曲线低于模型，那么在这一步上它更好。",
    caption: "各预测步的平均绝对误差；加粗的是该行最佳",
  },
  samples: {
    heading: "预测与实际对比",
    told: (shown, count) =>
      `测试集中的 ${count} 次预测${shown < count ? `（图中为其中 ${shown} 次）` : ""}，每次只用到其起点之前已知的数据。`,
  },
  intervals: {
    heading: "预测区间",
    told: "测试集中的实际值落在预测区间内的比例：",
    kept: (levels) => `${list(levels)} 区间的覆盖率与目标基本相符。`,
    tooNarrow: (level, held) =>
      `${level} 区间只覆盖了 ${held}：区间偏窄，实际值越出区间的次数会比它声称的更多。`,
    tooWide: (level, held) => `${level} 区间覆盖了 ${held}：区间偏宽，其实不必这么宽。`,
    none: "没有预测区间：区间的宽度要在验证集上学习得到，或者设置中没有要求区间。",
    caption: "目标覆盖率与实际覆盖率",
  },
  training: {
    heading: "训练过程",
    none: "没有训练：这种方法不需要学习任何参数。",
    told: ({ epochs, best, time, parameters }) =>
      `共训练 ${epochs} 轮（每轮完整使用一遍训练集），用时 ${time}；需要学习的参数有 ${parameters} 个。${best > 0 ? `最终采用第 ${best} 轮的权重，它在验证集上的损失最低。` : "没有一轮得到可用的结果。"}`,
    reason: {
      patience: (patience) => `训练提前结束：连续 ${patience} 轮都没有更好的结果（早停）。`,
      epochs: () => "训练正常结束：设定的轮数已全部完成。",
      diverged: () =>
        "训练发散而终止：损失不再是有效的数值。这里的模型是此前得到的最好结果；可以试试更小的学习率。",
      interrupted: () => "训练中途被打断，没有完成。这里的模型是此前得到的最好结果。",
    },
    loss: {
      mse: "损失是缩放后数值的均方误差。",
      mae: "损失是缩放后数值的平均绝对误差。",
      huber: "损失是缩放后数值的 Huber 损失：误差小时取平方，误差大时取绝对值。",
      quantile: "损失是缩放后数值的分位数损失，包括中位数和各区间的上下限。",
    },
    time: (seconds) => formatDuration(seconds, "zh"),
  },
  data: {
    heading: "读入的数据",
    factsCaption: "数据及其划分方式",
    factsHead: ["项目", "值"],
    facts: {
      file: "文件",
      rows: "行数",
      time: "时间列",
      from: "起始时间",
      until: "截止时间",
      scaler: "缩放方式",
      season: "周期",
      lookback: "回看步数",
      horizon: "预测步数",
      calendar: "日历特征",
    },
    steps: (count) => `${count} 步`,
    row: (number) => `第 ${number} 行`,
    noTime: "无，按行号计",
    noSeason: "未发现",
    scalers: {
      standard: "standard：均值为 0、标准差为 1",
      minmax: "minmax：缩放到 0 至 1",
      robust: "robust：按中位数和四分位数",
    },
    columnsCaption: "各列",
    columnsHead: ["列", "用途"],
    roles: {
      target: "目标列：要预测的",
      covariate: "协变量：只知道过去的值",
      future: "未来已知的列",
      unused: "未使用",
    },
    moreColumns: (count) => `另有 ${count} 列。`,
    partsCaption: "按时间先后划分的各部分",
    partsHead: ["部分", "行", "行数", "起", "止"],
    parts: { train: "训练集", validation: "验证集", test: "测试集" },
  },
  again: {
    heading: "再次使用",
    commands: "在终端中：",
    future: "在 TypeScript 中，须给出未来已知各列接下来的值：",
    next: "接着上述数据往后预测",
    newer: "接着更新的数据往后预测，各列须相同",
    backtest: "重新测试一遍",
    program: "在 TypeScript 中：",
  },
  settings: {
    heading: "全部设置",
    told: "以下是最终采用的每一项设置。数据、设置和随机种子都相同，得到的模型就相同。",
  },
  openTable: (rows) => `表格，共 ${rows} 行`,
  figuresOf: (shown, all) => `共有 ${all} 个目标列，图中只画出前 ${shown} 个，表格中列出全部。`,
  made: (unrolled) => `由 Unrolled ${unrolled} 生成。`,
};
