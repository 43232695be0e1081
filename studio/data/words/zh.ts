/** @module The data page in Chinese. */
import { memberName, methodName } from "../../../src/forecast/scores/methodNames.ts";
import { formatDuration, formatMegabytes, formatValue, formatWhole } from "../../../src/text/format.ts";
import { inChinese, phraseText } from "../../../src/text/inChinese.ts";
import type { SeriesFacts } from "../lab/sessionFacts.ts";
import type { DataWords } from "./en.ts";

const delimiters: Readonly<Record<string, string>> = {
  ",": "逗号",
  ";": "分号",
  "\t": "制表符",
  "|": "竖线",
};

function extent({ rows, from, until, step }: SeriesFacts): string {
  const times = from === null ? "" : `，从 ${from} 到 ${until}`;
  return `${formatWhole(rows)} 行${times}${step === null ? "" : `，步长 ${phraseText(step, "zh")}`}`;
}

const intervals: DataWords["options"]["intervals"] & Readonly<Record<string, string>> = {
  "15minutes": "每 15 分钟",
  hour: "小时",
  day: "日",
  week: "周",
  month: "月",
  quarter: "季度",
  year: "年",
};

const aggregates: DataWords["options"]["aggregates"] = {
  mean: "平均值",
  sum: "总和",
  first: "第一个",
  last: "最后一个",
  min: "最小值",
  max: "最大值",
  count: "计数",
};

function zoneName(zone: string): string {
  const minutes = Number(zone);
  if (Number.isNaN(minutes)) return zone;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes === 0 ? "" : `${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${rest}`}`}`;
}

/** The Chinese words. */
export const zh: DataWords = {
  skip: "跳到结果",
  footer:
    "文件的读取和模型的训练都只在本页面中进行：数据不会离开你的电脑，关闭页面后也不会留下任何内容。需要保留的结果请先下载。",
  file: {
    title: "你的文件",
    drop: "把 CSV 或 JSON Lines 文件拖到这里，或者",
    dropHere: "把文件拖到页面任意位置即可",
    choose: "选择文件",
    another: "换一个文件",
    local: "文件不会离开你的浏览器。",
    samples: "或者先用示例数据试试",
    sampleNames: {
      "sunspots.csv": { label: "太阳黑子", hint: "1700 年起的年度数据，周期约 11 年" },
      "co2.csv": { label: "CO₂ 浓度", hint: "莫纳罗亚每周观测值，有缺失" },
      "mackey-glass.csv": { label: "Mackey–Glass", hint: "计算生成的混沌序列，没有日期" },
    },
    reading: (taken, total, rows) =>
      `正在读取：${formatMegabytes(taken)} / ${formatMegabytes(total)} MB，已有 ${formatWhole(rows)} 行`,
    size: ({ rows, columns }) => `${formatWhole(rows)} 行，${formatWhole(columns.length)} 列`,
    format: (format) =>
      format === null
        ? "JSON Lines"
        : `CSV，编码 ${format.encoding.toUpperCase()}，以${delimiters[format.delimiter] ?? format.delimiter}分隔${format.decimal === "," ? "，小数点为逗号" : ""}${format.header ? "" : "，没有表头"}`,
  },
  empty: {
    title: "接下来会怎样？让你的数据来回答",
    intro:
      "准备一张表，每一行对应一个时刻。页面会尝试多个模型，用其中最好的预测之后的若干步，并如实告诉你：这样的预测是否真的比照抄最后一个值或上一个周期更好。",
    rules: [
      "每个时刻一行：按日、工作日、月、小时等都可以。顺序颠倒、有缺口或时间重复，页面会发现并问你如何处理。",
      "第一行是列名，其中一列是时间；没有时间列时，按行的先后顺序处理。",
      "数字可以带千位分隔符、货币符号和百分号。空单元格表示缺失，页面会问你如何处理。",
      "至少要有五十行左右，几百行更好。",
    ],
    example: "一个可用的文件",
    spreadsheet: "电子表格请先另存为 CSV。以分号分隔的文件中，2,5 会按小数识别。",
  },
  columns: {
    title: "列",
    hint: "每一列用来做什么？",
    useOf: (column) => `${column} 的用途`,
    uses: {
      none: "不使用",
      target: "预测目标",
      covariate: "历史协变量",
      future: "未来协变量",
      time: "时间",
    },
    meanings: [
      "历史协变量：与目标一起读入，例如到目前为止测得的气温。",
      "未来协变量：预测期内的值也已知，例如节假日。请把这些行也写进文件，目标列留空。",
    ],
    missing: (n) => `缺失 ${formatWhole(n)} 个`,
    texts: (n) => `文本：${formatWhole(n)} 个不是数字`,
    missingOf: (column, n, rows, first) =>
      `${column} 共 ${formatWhole(rows)} 个值，缺失 ${formatWhole(n)} 个（${n === 1 ? "" : "首个在"}第 ${formatWhole(first)} 行）。`,
    chooseTarget: "请选择预测目标，也就是要预测的列。",
    ignored: (model) => `${model} 只读取目标列，其他列对它不起作用。`,
  },
  found: {
    names: {
      leftOut: "未读入",
      numbers: "数字",
      texts: "文本",
      times: "时间",
      step: "步长",
      missing: "缺失",
      bounds: "预测值",
    },
    encoding: ({ name, kind, values, otherRows }) =>
      kind === "boolean"
        ? `${name}：${values[1]} 记为 1，${values[0]} 记为 0`
        : `${name}：${formatWhole(values.length)} 个类别（${values.slice(0, 6).join("、")}${values.length > 6 ? "……" : ""}）${otherRows > 0 ? `，另有 ${formatWhole(otherRows)} 行是更少见的文本` : ""}`,
    times: ({ name, example, zone, others }) =>
      `${name}，写作 ${example}${zone === null ? "" : `，时区 ${zoneName(zone)}`}${others.length > 0 ? `（另有日期列：${others.join("、")}）` : ""}`,
    noTimes: "没有时间列，按行号计",
    numbered: "时间间隔没有规律：预测的各步只有序号",
    skipped: (count) => `其中 ${formatWhole(count)} 步没有数据（例如节假日），各行视为连续`,
    resampled: ({ every, aggregate, leftOut }) =>
      `已按${intervals[every] ?? ` ${every} `}合并（${aggregates[aggregate]}）${leftOut === 0 ? "" : `，两端不完整的 ${leftOut} 段已去掉`}`,
  },
  choice: {
    chose: (model) => `从多个模型中选出：${model}。`,
    all: (count) => `全部 ${formatWhole(count)} 个候选模型及其误差`,
  },
  choose: {
    whichSeries: "要预测哪一个序列？",
    oneSeries: (column) => `序列（${column}）`,
    noSeries: "请选择……",
    howMany: (columns) => `文件里有多个序列，由 ${columns.join("、")} 区分。`,
    seriesFirst: "请先选择一个序列。",
    title: "要预测哪一列？",
    hint: "可以同时预测多列，其他列也可以用作协变量：请在列的清单中设置。",
    none: "没有数值列，无法预测。",
    others: (n) => `另有 ${formatWhole(n)} 列，请在列的清单中选择。`,
  },
  panel: {
    facts: ({ series, rows, lengths: [fewest, most], from, until, step }) =>
      `${formatWhole(series)} 个序列，${formatWhole(rows)} 行（${fewest === most ? `各 ${formatWhole(most)} 行` : `每个 ${formatWhole(fewest)} 到 ${formatWhole(most)} 行`}）${from === null ? "" : `，${from} 至 ${until}`}${step === null ? "" : `，间隔 ${phraseText(step, "zh")}`}。`,
    look: "查看一个序列",
    before: "上一个",
    after: "下一个",
    place: (at, all) => `第 ${formatWhole(at)} 个，共 ${formatWhole(all)} 个`,
    describe: (id) => `序列 ${id}`,
    choose: (id) => `预测 ${id}`,
    all: (count) =>
      `用全部 ${formatWhole(count)} 个序列训练一个模型，并给出每个序列的误差和预测，请用命令行：`,
  },
  gaps: {
    missing: "缺失",
    filled: "填补的值",
    longest: "最长的一段缺失",
    describe: (target) => `文件中的 ${target}，标出了缺失之处`,
    describeLongest: (target) => `${target} 最长的一段缺失前后`,
    preview: "把指针移到某个选项上，即可在图中预览。",
  },
  series: {
    title: (target) => `数据：${target}`,
    facts: (series) => `${extent(series)}。`,
    plan: ({ lookback, horizon, season, seasons, split: { train, validation, test } }) =>
      `每次预测回看 ${formatWhole(lookback)} 行，预测之后的 ${formatWhole(horizon)} 步。${season === null ? "未检测到周期。" : `周期为 ${(seasons ?? [season]).map(formatWhole).join(" 和 ")} 步。`}前 ${formatWhole(train.until)} 行用于训练，${validation.until > validation.from ? `随后 ${formatWhole(validation.until - validation.from)} 行作验证集，决定何时停止` : "没有留出验证集"}，最后 ${formatWhole(test.until - test.from)} 行作测试集，训练中从不使用。`,
    ahead: (rows, horizon) =>
      rows >= horizon
        ? `末尾有 ${formatWhole(rows)} 行还没有目标值：它们就是要预测的时刻。`
        : `要预测 ${formatWhole(horizon)} 步，但末尾${rows === 0 ? "没有" : `只有 ${formatWhole(rows)} 行`}未来协变量：模型可以测试，但无法预测数据结束之后的情况。`,
    long: ({ split, lookback }) =>
      `这个序列很长：每一轮要读取 ${formatWhole(split.train.until)} 个窗口，每个 ${formatWhole(lookback)} 行，需要几分钟。通常只用最近的数据就够了。`,
    useRows: (rows) => `只用最后 ${formatWhole(rows)} 行`,
    parts: { validation: "验证集", test: "测试集" },
    describe: (target) => `${target} 随时间的变化，以及训练集、验证集和测试集`,
    target: "显示",
  },
  options: {
    title: "模型",
    more: "更多选项",
    models: {
      auto: "自动选择最好的",
      gru: "GRU",
      lstm: "LSTM",
      rnn: "RNN",
      segrnn: "SegRNN（适合长回看）",
      nlinear: "NLinear（单个仿射映射）",
      ridge: "岭回归（最小二乘求仿射映射）",
      dlinear: "DLinear（趋势加余项）",
      seasonal: "基线：季节朴素法",
      naive: "基线：朴素法（最后一个值）",
      drift: "基线：漂移法",
      mean: "基线：均值法",
    },
    wrong: ({ min, max, whole: isWhole, empty }) =>
      `必须是${max >= 1e15 ? "" : ` ${min} 到 ${max} 之间的`}${isWhole ? "整数" : "数"}${empty === null ? "" : empty === "found" ? "；留空则自动确定" : "；留空表示没有"}。`,
    found: (value) => (value === null ? "自动" : `自动：${value}`),
    foundSwitch: (value) => (value === null ? "自动" : `自动：${value ? "是" : "否"}`),
    yes: "是",
    no: "否",
    none: "无",
    all: "全部",
    losses: { mse: "平方误差", mae: "绝对误差", huber: "Huber", quantile: "分位数" },
    scalers: { standard: "均值与标准差", minmax: "最小值到最大值", robust: "中位数与四分位数", log: "对数" },
    calendars: {
      hour: "小时",
      weekday: "星期",
      "day-of-month": "月内日期",
      month: "月份",
      "day-of-year": "年内日期",
    },
    readingTitle: "文件的读取",
    asTheyAre: "不合并",
    intervals,
    aggregates,
    signs: { ".": "句点：.", ",": "逗号：,", " ": "空格", "'": "撇号：'", none: "没有" },
    policiesTitle: "不规整的数据行",
    policyValues: {
      missing: {
        error: "提示我",
        forward: "沿用前一个值",
        linear: "按相邻值线性插值",
        drop: "去掉该行",
      },
      duplicates: {
        error: "提示我",
        first: "取第一个",
        last: "取最后一个",
        mean: "取平均值",
        sum: "求和",
        count: "计数",
        min: "取最小值",
        max: "取最大值",
      },
      unsorted: { error: "提示我", sort: "按时间排序" },
      gaps: { error: "提示我", fill: "补上缺少的行", ignore: "忽略" },
    },
    timeFormats: {
      "": "自动识别",
      "year-first": "年在前：2020-01-31",
      "day-first": "日在前：31/01/2020",
      "month-first": "月在前：01/31/2020",
      YYYYMMDD: "20200131",
      YYYYMM: "202001",
      YYYYWW: "202005（周）",
      YYYY: "2020",
      YYYYMMDDHH: "2020013108",
      YYYYMMDDHHmm: "202001310800",
      "unix-s": "1970 年以来的秒数",
      "unix-ms": "1970 年以来的毫秒数",
      number: "普通数字",
    },
  },
  fault: {
    titles: {
      read: "无法读取该文件",
      series: "有些数据行需要你来决定如何处理",
      plan: "这些设置与数据不符",
      train: "训练失败",
      model: "无法读取该模型",
      forecast: "模型与文件不符",
    },
    fileKinds: {
      spreadsheet: "这是电子表格，不是文本。请打开后另存为 CSV。",
      picture: "这是一张图片。表格必须是文本文件：CSV 或 JSON Lines。",
      pdf: "这是 PDF 文件。表格必须是文本文件：CSV 或 JSON Lines。",
      gzip: "这是 gzip 压缩文件，请先解压。",
      zip: "这是 zip 压缩包，请先解压。",
      array: "这是一个 JSON 数组。请改成 JSON Lines：每个对象单独一行，外面不带方括号和逗号。",
      model: "这是训练好的模型，不是表格。请在下方“已训练的模型”处打开 .safetensors 文件。",
    },
    message: ({ sentence, file, row, column }, hint) => {
      const known = inChinese(sentence, { file, row, column });
      return known && [known, hint && inChinese(hint)].filter(Boolean).join("\n");
    },
    unknown: {
      read: "这个文件读不了，可能已损坏。",
      series: "这些行无法组成一个序列。",
      plan: "请换一种设置。",
      train: "请换一种设置，或降低学习率后再试。",
      model: "它不是由 Unrolled 保存的模型（.safetensors），或者已经损坏。",
      forecast: "这个文件的列或行与模型要求的不一致。",
    },
    original: "程序的原始信息（英文）",
    mustBeText: "文件必须是文本形式的表格：CSV 或 JSON Lines。",
    fewRows: (rows) => `只有 ${formatWhole(rows)} 行，不足以训练和测试，至少要有五十行左右。`,
    missing: "缺失值如何处理？",
    several: (count) => `文件中有 ${formatWhole(count)} 处问题`,
    places: (count) => `共 ${formatWhole(count)} 处。`,
    mendAll: "全部照此处理",
    mendSome: (count) => (count === 1 ? "先处理第一处" : `先处理前 ${formatWhole(count)} 处`),
    mendHint: "各处都采用通常的做法，之后可在“更多选项”中更改。",
    mendRest: "最后一处取决于数据的含义，随后会再问你。",
    oneByOne: "逐一决定",
    choose: "请选择如何处理：",
    decideFirst: "请先决定如何处理这些行：问题在数据图旁边。",
    fix: ({ option, value }) => {
      if (option === "encoding") return `按 ${value} 编码读取`;
      if (option === "missingValues") return `把“${value}”当作缺失值`;
      if (option === "resample") return `按${intervals[String(value)] ?? ` ${value} `}合并各行`;
      if (option === "skip") return `跳过表头上方 ${formatWhole(Number(value))} 行`;
      if (option === "comment") return `跳过以 ${value} 开头的行`;
      if (option === "header") return value === true ? "第一行是列名" : "没有表头";
      if (option === "lookback") return `回看 ${formatWhole(Number(value))} 行`;
      return fixes[`${option} ${value}`] ?? `${option}: ${value}`;
    },
  },
  training: {
    title: "训练",
    train: "开始训练",
    again: "重新训练",
    stop: "停止",
    progress: "训练进度",
    state: ({ phase, stage, epoch, epochs }) =>
      phase === "testing"
        ? "正在测试集上与各基线比较"
        : phase === "done"
          ? "完成"
          : phase === "choosing" && stage !== null
            ? `正在尝试${memberName(stage.member, "zh").replace(/^(?=[a-z])/i, " ")}`
            : phase === "refitting"
              ? "用全部行重新训练"
              : epoch === 0
                ? "正在开始"
                : `第 ${epoch} 轮，最多 ${epochs} 轮`,
    stage: "模型",
    time: "已用时间",
    tried: ({ phase }) =>
      phase === "choosing"
        ? "已尝试的模型，按验证集上的误差排列（MASE 小于 1 即优于季节朴素法）"
        : "尝试过的模型，按验证集上的误差排列",
    previewBest: "目前最好的模型对测试集的预测",
    epoch: "轮次",
    loss: "训练损失",
    valLoss: "验证损失",
    best: "最佳轮次",
    lr: "学习率",
    speed: "窗口/秒",
    eta: "剩余时间（最多）",
    losses: "各轮次的损失",
    preview: (epoch) => `第 ${formatWhole(epoch)} 轮之后，测试集的预测`,
    previewHint: "各段预测首尾相接，每段都从当时的实际值出发。模型从不用这些行来训练。",
    describePreview: (target) => `${target} 的测试集：实际值、第一轮之后的预测和现在的预测`,
    whyAbove:
      "训练损失高于验证损失并不是出错：训练损失是一轮之内的平均值，其间权重仍在改进（SegRNN 还有随机失活）；验证损失则在这一轮结束之后、在另外一些行上计算，而那些行可能更容易预测。",
    lossChart: "各轮次的训练损失与验证损失，对数坐标",
    ended: ({ reason, bestEpoch, history, seconds }, parameters) =>
      `${reasons[reason]}共训练 ${formatWhole(history.length)} 轮，用时 ${formatDuration(seconds, "zh")}。${bestEpoch > 0 ? `模型采用验证结果最好的第 ${formatWhole(bestEpoch)} 轮的权重${parameters === null ? "" : `，共 ${formatWhole(parameters)} 个`}。` : parameters === null ? "" : `模型有 ${formatWhole(parameters)} 个权重。`}`,
    learnsNothing: "基线不需要训练。",
  },
  results: {
    title: (name) => `结果：${name}`,
    stale: "设置已经改动，下面仍是改动之前的结果。",
    forecast: "预测",
    describeForecast: (target) => `${target}：最近的数据，以及预测值和预测区间`,
    scores: "预测得怎么样",
    windows: (windows, stride) =>
      `测试集 ${formatWhole(windows)} 次预测的平均值${stride === 1 ? "" : `（每隔 ${formatWhole(stride)} 行预测一次）`}，单位与数据相同。每列最好的结果用粗体标出。`,
    noBacktest: "未能测试：测试集比预测步数还短。",
    method: "方法",
    own: "你的模型",
    measures: {
      mae: { label: "MAE", hint: "平均绝对误差" },
      rmse: { label: "RMSE", hint: "均方根误差：较大的误差影响更大" },
      smape: { label: "sMAPE", hint: "对称百分比误差，0 到 200%" },
      mase: { label: "MASE", hint: "绝对误差与季节朴素法在训练集上的误差之比：小于 1 更好" },
      pinball: { label: "Pinball", hint: "分位数损失：区间既要窄又要准" },
    },
    coverage: (level) => `${level} 覆盖率`,
    coverageHint: "实际值落在区间内的比例：越接近标称水平越好",
    errors: "各步误差",
    describeErrors: "模型与各基线在不同提前步数上的平均绝对误差",
    samples: "测试集的预测",
    describeSamples: (target) => `${target}：从测试集若干时刻出发的预测与实际值`,
    target: "显示",
  },
  downloads: {
    title: "下载",
    forecast: "预测 .csv",
    model: "模型 .safetensors",
    report: "报告 .html",
    modelHint:
      "这个模型以后可以在本页面、在 Node 中（Forecaster.fromBytes）以及用 unrolled forecast 继续预测。",
  },
  model: {
    title: "已训练的模型",
    intro: "打开之前在这里保存的模型，无需训练即可对更新的数据做预测：",
    facts: ({ plan, trainedOn, until }) =>
      `${methodName(plan.model, "zh")}，在 ${trainedOn} 上训练${until === null ? "" : `（截至 ${until}）`}：回看 ${plan.columns.targets.join("、")} 的 ${formatWhole(plan.lookback)} 行，预测 ${formatWhole(plan.horizon)} 步。`,
    onOwn: "接着它自己的数据预测",
    onFile: "接着文件中的数据预测",
    lacks: (names) => `文件中没有模型要读取的列：${names.map((name) => `“${name}”`).join("、")}。`,
    bringAhead: "它需要未来协变量：请在上方打开一个包含预测期内这些值的文件。",
    bringFile: "要对更新的数据做预测，请在上方打开相应文件。",
    close: "移除模型",
    forecastTitle: (name, file) => `${file} 对 ${name} 的预测`,
    forecastFacts: (series, { lookback }) =>
      `接在 ${extent(series)} 之后，模型读取了最后 ${formatWhole(lookback)} 行。没有进行训练。`,
  },
  summary: {
    read: (table) =>
      `已读取 ${table.name}：${formatWhole(table.rows)} 行，${formatWhole(table.columns.length)} 列。`,
    training: ({ epoch, epochs, valLoss }) =>
      `第 ${epoch} 轮，最多 ${epochs} 轮${valLoss === null ? "" : `，验证损失 ${formatValue(valLoss)}`}。`,
    testing: "训练结束，正在测试。",
  },
};

const reasons = {
  patience: "损失不再下降，提前停止。",
  epochs: "已完成全部轮次。",
  diverged: "损失变成了 NaN 或 ∞，训练停止。",
  interrupted: "训练由你停止。",
} as const;

const fixes: Readonly<Record<string, string>> = {
  "missing forward": "沿用前一个值",
  "missing linear": "线性插值",
  "missing drop": "删除这些行",
  "duplicates first": "保留第一个",
  "duplicates last": "保留最后一个",
  "duplicates mean": "取它们的平均值",
  "duplicates sum": "求和",
  "duplicates count": "计数",
  "min null": "不设下限",
  "max null": "不设上限",
  "integer false": "不取整数",
  "unsorted sort": "按时间排序",
  "gaps fill": "补上缺少的行",
  "gaps ignore": "按行的先后顺序处理，忽略缺口",
  "timeFormat day-first": "日在前",
  "timeFormat month-first": "月在前",
  "time null": "不使用这一列",
  "decimal ,": "小数点是逗号：2,5 即二点五",
  "decimal .": "小数点是句点：2.5 即二点五",
};
