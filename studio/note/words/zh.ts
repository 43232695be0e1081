/** @module The page in Chinese. */
import { cellLabels, optimizerClasses, type TaskName } from "../../../src/note/settings.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { noteTerms } from "../../../src/note/terms.ts";
import {
  formatPercent,
  formatRatio,
  formatShape,
  formatValue,
  formatWhole,
} from "../../../src/text/format.ts";
import { leadingOf } from "../lab/eigenvalues.ts";
import { optionText, type Words } from "./en.ts";

const { segments, steps } = noteTerms.zh;

/** What would score the floor of a task. */
function constant(task: TaskName): string {
  return task === "cosine" ? noteTerms.zh.alwaysZero : "总是同一个答案";
}

export const zh: Words = {
  title: "工作室",
  skip: "跳到主图",
  footer:
    "一切都在本页面中运行，数据不会离开你的电脑。给定随机种子后，初始权重与 PyTorch 在同一种子下的权重逐位相同。",
  loading: "正在载入……",
  waiting: "还没有内容。如果还没开始训练，请按“播放”。",
  presetsLabel: "从这些实验开始",
  presets: {
    noteRnn: "RNN（10 步）",
    noteLstm: "LSTM（20 步）",
    rnnAgainstLstm: "RNN 对比 LSTM（20 步）",
    threeCells: "RNN、LSTM、GRU",
    echo: "回声，k = 20",
    adding: "加法，50 步",
  },
  page: {
    task: (task, runs) =>
      ({
        cosine:
          runs === 1
            ? "循环神经网络每次读入一个数 {input:sin t}（灰线），要答出 {target:cos t}（红点）。{prediction:蓝线}是它的回答：一开始它什么都不会。"
            : "每个循环神经网络每次读入一个数 {input:sin t}（灰线），要答出 {target:cos t}（红点）。它们的回答各有颜色：一开始谁都不会。",
        echo: "循环神经网络每步读入一个随机符号。读完之后，要答出最先读到的是八个符号中的哪一个：必须一直记住它。",
        adding:
          "循环神经网络每步读入一个随机数和一个标记。读完之后，要答出带标记的两个数之和：必须记住前一个。",
        parity:
          "循环神经网络逐个读入随机的 0 和 1，每一步都要答出到此为止 1 的个数是不是奇数：忘掉一个，后面全错。",
      })[task],
  },
  charts: {
    ...noteTerms.zh,
    each: (run) => `${run}（未平滑）`,
    ghost: (index) => `上次改动之前的 ${"ABC"[index]}`,
    floor: "总是同一个答案",
    batch: "批",
    crossEntropy: "损失（交叉熵）",
    accuracy: "正确率",
    chance: "瞎猜",
    hiddenState: "隐藏状态 h",
    cellState: "细胞状态 c",
    limit: "1%",
  },
  transport: {
    label: "训练",
    play: "播放",
    pause: "暂停",
    step: "单步",
    reset: "重来",
    newSeed: "换种子",
    pace: "速度",
    segmentsPerSecond: (pace) => `${segments(pace)}/秒`,
    fastest: "全速",
    segment: "段",
    loss: "损失",
    lastTen: "最近十段平均",
    speed: "段/秒",
    lowest: "最低",
    byStep: "各步的误差",
    worst: (step, error) => `一段之内各步的均方误差，最大的是第 ${step} 步：${error}`,
    most: (step, error) => `第 ${step} 步：${error}`,
    strip: "回看：哪一段之后",
    now: "整个过程：拖动可以回看",
    back: (trained) => `回看：第 ${formatWhole(trained)} 段之后`,
    toNow: "回到现在",
  },
  stage: {
    title: "预测与目标",
    describe: ({ cell }, trained) =>
      `${cellLabels[cell]}：预测与目标随时间的变化，已训练 ${segments(trained)}`,
    state: ({ ending, trained, curves }, { steps: count }) => {
      if (ending?.kind === "complete") return `已训练完 ${segments(count)}`;
      if (ending !== null) return `停在第 ${formatWhole(trained)} 段`;
      return curves.stride > 1 ? `较早的部分每 ${segments(curves.stride)}只画一段` : "";
    },
    beyond: (count) => `有 ${formatWhole(count)} 个回答超出了图的范围`,
    place: (t) => `t = ${formatValue(t / Math.PI)}π`,
  },
  loss: {
    title: "损失",
    describe: "每一段的均方误差，对数坐标",
    smoothing: "平滑",
    ghost: "显示之前的运行",
    pick: "点击可回到那一段",
    place: (segment) => `第 ${formatWhole(segment)} 段`,
  },
  outcome: {
    running: (task) => `训练中：看它的回答怎样一${task === "cosine" ? "段一段" : "批一批"}地改变。`,
    stopped: "已停止：原因见图上方的提示。",
    learnt: (error, floor, task) =>
      `学会了：最近十${task === "cosine" ? "段" : "批"}的损失为 ${error}（${constant(task)}：${floor}）。`,
    partly: (error, floor, task) =>
      `学会了一部分：最近十${task === "cosine" ? "段" : "批"}的损失为 ${error}（${constant(task)}：${floor}）。`,
    notLearnt: (error, floor, task) =>
      `没有学会：最近十${task === "cosine" ? "段" : "批"}的损失为 ${error}（${constant(task)}：${floor}）。`,
    best: (run, error) =>
      `在这个随机种子下，“${run}”最后的损失最低，平均 ${error}。换一个种子，结果可能不同。`,
    next: "接下来：",
    memory: (carry) => (carry ? "拿走它的记忆" : "还给它记忆"),
    free: "让它自由运行",
    cell: (cell) => `换成 ${cell}`,
    lesson: "跟着学",
  },
  questions: { title: "关于笔记的十个问题，附答案", step: (step) => `跟着学，第 ${step} 步` },
  embed: {
    title: "分享或嵌入",
    address: "网址里就是整个实验：",
    frame: "只有主图，可以放进你自己的网页。请用已发布的工作室：本机的服务器不允许被嵌入。",
    frameTitle: "循环神经网络在学习",
    labels: { address: "这个实验的网址", frame: "放进网页的标签" },
    notCopied: "浏览器不允许本页面复制：请选中文字自行复制。",
    open: "在工作室中打开",
  },
  gradient: {
    title: "梯度沿时间的传播",
    describe: "最后一步的损失对之前各状态的梯度，以最后一步为 100%，对数坐标",
    ghost: (run) => `${run}，训练前`,
    cell: (run) => `${run}，c`,
    factor: "倍数",
    describeFactors: "每往回一步，梯度的范数变为原来的多少倍；小于 1 就是在缩小",
    key: "细线：训练之前；c：对 LSTM 细胞状态的梯度。上图的曲线就是下图各倍数的连乘积。",
    run: (run, isUntrained, told, before) => {
      const was = before === null ? "始终高于 1%" : `${steps(before)}之后低于 1%`;
      return isUntrained ? `${run}，训练前：${told}` : `${run}：${told}训练之前：${was}。`;
    },
    sentence: (lag, { hidden }, mean) => {
      const last = hidden.length - 1;
      if (last === 0) return "只有一个时间步，没有更早的状态。";
      if (!hidden.every(Number.isFinite) || hidden[0] === 0) return "没有可比较的梯度：它为零，或者不是数。";
      const left = `往回 ${steps(last)}还剩 ${formatRatio(hidden[last] / hidden[0])}，平均每步 ×${formatValue(mean)}`;
      return lag === null ? `梯度始终高于 1%：${left}。` : `梯度在 ${steps(lag)}之后低于 1%：${left}。`;
    },
  },
  controls: {
    title: "设置",
    add: "再加一个运行来比较",
    remove: (run) => `移除 ${run}`,
    more: "更多设置",
    changed: (count) => `改动了 ${count} 项`,
    ownWeights: "这次运行从文件中的权重开始，只凭网址无法重现。",
    wrong: (field) =>
      "min" in field
        ? `应为 ${field.min} 到 ${field.max} 之间的${field.kind === "whole" ? "整数" : "数"}${field.kind === "positive" && field.off ? "，或 off" : ""}。`
        : "这个值无效。",
  },
  fields: {
    task: { label: "任务", hint: "学什么：教程里的由 sin 预测 cos，或者考验记忆的任务。" },
    cell: { label: "单元", hint: "循环层：nn.RNN、nn.LSTM 或 nn.GRU。" },
    timeStep: { label: "时间步", hint: "每段的采样点数，也是梯度往回传的步数。" },
    hidden: { label: "隐藏层大小", hint: "隐藏状态的单元数。" },
    layers: { label: "层数", hint: "循环层叠放几层。" },
    lr: { label: "学习率", hint: "优化器的步长。" },
    optimizer: { label: "优化器", hint: "其余参数用 PyTorch 的默认值。" },
    clip: { label: "梯度裁剪", hint: "梯度总范数的上限；off 为不裁剪。" },
    steps: { label: "段数", hint: "训练多少段，每段长 π。" },
    endpoint: { label: "包含端点", hint: "每段的最后一个采样点就是下一段的第一个。" },
    seed: { label: "随机种子", hint: "即 torch.manual_seed 的参数。" },
    initialState: { label: "初始状态", hint: "第一段开始之前的状态。" },
    carry: { label: "传递状态", hint: "每一段都从上一段结束时的状态继续。" },
    detach: { label: "切断梯度 (detach)", hint: "把状态从算出它的那一段的计算图上切断。" },
    retainGraph: { label: "保留计算图", hint: "只在不切断时有意义：反向传播之后不释放计算图。" },
    forgetBias: {
      label: "遗忘门偏置",
      hint: "加到负责保留状态的门（LSTM 的 f、GRU 的 z）的偏置上。0 与 PyTorch 相同。",
    },
  },
  difference: (name, settings) =>
    ({
      task: { cosine: "由 sin 预测 cos", echo: "回声", adding: "加法", parity: "奇偶" }[settings.task],
      cell: cellLabels[settings.cell],
      timeStep: `T = ${settings.timeStep}`,
      hidden: `${settings.hidden} 个单元`,
      layers: `${settings.layers} 层`,
      lr: `学习率 ${settings.lr}`,
      optimizer: optimizerClasses[settings.optimizer],
      clip: settings.clip === null ? "不裁剪" : `裁剪到 ${settings.clip}`,
      steps: settings.task === "cosine" ? segments(settings.steps) : `${formatWhole(settings.steps)} 批`,
      endpoint: settings.endpoint ? "含端点" : "不含端点",
      seed: `种子 ${settings.seed}`,
      initialState: settings.initialState === "zeros" ? "全零状态" : "随机状态",
      carry: settings.carry ? "传递状态" : "不传递状态",
      detach: settings.detach ? "切断" : "不切断",
      retainGraph: settings.retainGraph ? "保留计算图" : "释放计算图",
      forgetBias: `遗忘门偏置 ${settings.forgetBias}`,
    })[name],
  optionText: (option) =>
    optionText(option, {
      zeros: "全零",
      yes: "开",
      no: "关",
      cosine: "由 sin 预测 cos",
      echo: "回声：最先读到哪个符号？",
      adding: "加法：带标记的两个数之和",
      parity: "奇偶：1 的个数是奇数吗？",
    }),
  task: {
    names: { echo: "回声", adding: "加法", parity: "奇偶" },
    batch: (count) => `第 ${formatWhole(count)} 批`,
    accuracy: (share) => `32 个序列答对 ${share}`,
    loss: (loss, floor) => `损失 ${loss}（没有记忆是 ${floor}）`,
    read: (sequence) => `依次读到：${sequence}`,
    asked: { echo: "最先读到的是：", adding: "带标记的两个数之和（相差 0.1 以内算对）：" },
    answered: "。它的回答：",
    each: (right, all) => `到这一步为止，1 的个数是奇数吗？${all} 步答对 ${right} 步。`,
    latest: (right, all) => `在此之前：${all} 个答对 ${right} 个`,
    length: (task, steps) => (task === "echo" ? `要记住 k = ${steps} 步` : `每个序列 ${steps} 步`),
    lengthTest: (run, steps) =>
      `${run}：用全新的序列测试，有的比训练时的 ${steps} 步短，有的更长。测试不会改变网络。`,
    lengthAxis: (task) => (task === "echo" ? "k，要记住的步数" : "序列的步数"),
    trainedOn: "训练时的长度",
    lengthResult: (own, double) => `与训练时同长，答对 ${own}；长一倍，答对 ${double}。`,
    accuracyTitle: "每一批的正确率",
  },
  panels: {
    label: "细看",
    inside: "网络内部",
    after: "考一考它",
    code: "代码与文件",
  },
  inside: {
    when: (trained) => `最后这一段，由训练 ${segments(trained)}之后的网络来看。`,
    layer: "层",
    byPeak: "按 h 最大的时间步给单元排序",
    traces: "一段之内：横向是时间，每行是一个单元",
    hidden: "隐藏状态 h",
    cell: "细胞状态 c",
    gates: { i: "输入门 i", f: "遗忘门 f", o: "输出门 o", r: "重置门 r", z: "更新门 z" },
    gate: "门",
    reading: (unit, step, value) => `单元 ${unit}，第 ${step + 1} 步：${value}`,
    hover: "把鼠标移到某个时间步上，每个面板都会标出它。",
    step: (step, count) => `第 ${step} 步，共 ${steps(count)}`,
    openings: "门开得多大（所有单元和时间步）",
    mean: "平均",
    closed: "关（低于 0.1）",
    open: "开（高于 0.9）",
    kept: (cell, mean) => {
      const [state, gate] = cell === "lstm" ? ["c", "f"] : ["h", "z"];
      return `${gate} 平均为 ${formatValue(mean)}：每一步保留 ${state} 的 ${formatPercent(mean, 0)}，10 步之后还剩 ${formatRatio(mean ** 10)}。把遗忘门偏置调高，它从一开始就保留得更多。`;
    },
    weights: "参数",
    difference: "显示与初始值之差",
  },
  hiddenState: {
    what: "h 里有什么？",
    curve: ({ first, second, both }, [a, b], trained) => {
      const ring = b > 0.25 * a ? "一个环" : "一个扁环，主要沿着 sin t 的方向";
      const shape =
        b > 0.1 * a
          ? `这些状态围成${ring}：h 像钟表的指针，它的角度就是曲线的相位。所以它不仅知道 sin t，还知道 sin 在上升还是下降，而这正是 cos 所需要的。`
          : "这些状态几乎落在一条直线上：h 里只有刚读到的 sin t。sin 在上升还是下降决定了 cos 的正负，要记住它，还需要第二个方向。";
      return `训练 ${segments(trained)}之后，两个主成分占 h 方差的 ${both}（${first} 和 ${second}）。${shape}`;
    },
    memory: (task, step, count, { first, second, both }) => {
      const what = {
        cosine: "",
        echo: "每个数字是该序列最先读到的符号。相同的数字聚在一起，说明 h 还记得它；混在一起，说明忘了，或者它不在这个平面上。",
        adding: "每个点是一个序列，颜色是它应答的和。颜色依次排列，说明 h 里有这个和。",
        parity: "每个点是一个序列：到目前为止 1 的个数为奇数时是实心。实心与空心分开，说明 h 在计数。",
      }[task];
      return `${what}第 ${step} 步，共 ${steps(count)}：两个主成分占方差的 ${both}（${first} 和 ${second}）。`;
    },
    plane: ({ settings: { task }, count, trained }) =>
      task === "cosine"
        ? `训练 ${segments(trained)}之后，接下来 ${segments(count)}中的 h，每个时间步一个点`
        : `训练 ${formatWhole(trained)} 批之后，${formatWhole(count)} 个新序列的 h`,
    describe: ({ cell }, first, second) =>
      `${cellLabels[cell]}：隐藏状态在两个主成分平面上的位置，分别占方差的 ${first} 和 ${second}`,
    component: (index, share) => `主成分 ${index}：${share}`,
    colors: {
      cosine: { name: "曲线的相位：", marks: ["0", "π/4", "π/2", "3π/4", "π", "5π/4", "3π/2", "7π/4"] },
      echo: { name: "最先读到的符号：", marks: ["0", "1", "2", "3", "4", "5", "6", "7"] },
      adding: { name: "和：", marks: ["0", "½", "1", "1½", "2"] },
      parity: { name: "到目前为止 1 的个数：", marks: ["偶数", "奇数"] },
    },
    walks: { trained: "照训练时运行", free: "自由运行", cold: "冷启动" },
    start: "起点",
    walkHints: {
      trained: "",
      free: "自由运行（实线）：两段之后，网络只读自己的输出。训练好的网络会继续转下去，别的会缩回去或停住。",
      cold: "冷启动（虚线）：从空状态出发，h 要走几步才回到环上。",
    },
    atStep: "时间步",
    stepOf: (step, count) => `${step} / ${count}`,
    spectrum: (layer) => `weight_hh_l${layer} 的特征值与单位圆`,
    spectrumWaits: "单元太多，训练暂停时再计算特征值。",
    block: (gate) => (gate === "" ? "" : `${gate} 门的分块`),
    eigenvalues: (gate) => `特征值 ${gate}（0：实部，1：虚部）`,
    describeSpectrum: (gate, out, of, radius) =>
      `${gate && `${gate} 门分块的`}特征值：${of} 个中有 ${out} 个在单位圆外，谱半径 ${formatValue(radius)}`,
    spectrumMeans: ({ settings, spectra, saturated, curveDegrees }) => {
      const full = `${formatPercent(saturated, 0)} 的 |h| 高于 0.9`;
      if (settings.cell === "lstm")
        return `LSTM 的记忆不经过 W，而是经过 c = f ⊙ c₋₁ + i ⊙ g：一步之后还剩多少，由遗忘门 f 决定。${full}。`;
      if (settings.cell === "gru")
        return `GRU 原样保留 z ⊙ h₋₁，只有其余部分经过 W：一步之后还剩多少，由更新门 z 决定。${full}。`;
      const [{ re, radius }] = spectra;
      if (!Number.isFinite(re[0])) return "W 中有 NaN 或无穷大。";
      const { out, angle } = leadingOf(spectra[0]);
      const radiusText = `谱半径 ${formatValue(radius)}`;
      const turn =
        settings.task === "cosine" && angle > 0.5 && angle < 179.5
          ? `最大的是一对共轭复数，每步把 h 转 ${formatWhole(Math.round(angle))}°；曲线每步走 ${formatWhole(Math.round(curveDegrees))}°（虚线）。`
          : "";
      if (out === 0)
        return `${radiusText}：所有特征值都在圆内。没有输入时，小的状态会一步步衰减，记住的东西也随之消失。${turn}${full}。`;
      const tanh =
        saturated > 0.3
          ? `${full}，那里的 tanh 是平的：大部分单元已经饱和，梯度几乎传不过去。`
          : `tanh 使状态保持在 ±1 之内；${full}，那里的 tanh 是平的，梯度几乎传不过去。`;
      return `${radiusText}：${formatWhole(re.length)} 个特征值中有 ${formatWhole(out)} 个在圆外，沿这些方向，小的状态会一步步增大。${turn}${tanh}`;
    },
    whatShape: "h 的形状是什么？",
    shape: ({ cell, layers, hidden, timeStep, task }) => {
      const { batch, inputs } = tasks[task];
      const h = formatShape([layers, batch, hidden]);
      const state = cell === "lstm" ? `h 和 c 的形状都是 ${h}` : `h 的形状是 ${h}`;
      return `${state}，即（层数，批大小，隐藏层大小），batch_first=True 时也一样。输入是 ${formatShape([batch, timeStep, inputs])}，输出（最后一层每一步的 h）是 ${formatShape([batch, timeStep, hidden])}，即（批大小，时间步，特征数）。`;
    },
  },
  seeds: {
    title: "是运气，还是设置？20 个随机种子",
    why: "只训练一次，好比只掷一次骰子。让每个运行训练 20 次，每次从不同的随机权重开始。",
    start: "训练 20 个种子",
    startSlower: "……并加上四分之一的学习率",
    stop: "停止",
    progress: (finished, total) => `已完成 ${formatWhole(finished)} / ${formatWhole(total)} 个网络`,
    old: "设置已经改变：下面是改变之前的结果。",
    atRate: (rate) => `学习率 ${rate}`,
    describe: (rate) => `学习率 ${rate} 时 20 个种子的损失：中位数与四分位数，对数坐标`,
    axis: "损失",
    floor: "最好的固定答案",
    caption: "各种子最后一段的损失",
    columns: ["运行", "学习率", "中位数", "四分位数", "学会的"],
    of: (part, whole) => `${part} / ${whole}`,
    learntMeans: "“学会”指最后十段的平均损失低于最好的固定答案的十分之一。",
    verdict: (groups) => {
      const slow = groups.filter(({ rate }) => rate !== groups[0].rate);
      const told = groups
        .filter(({ finished }) => finished > 0)
        .filter(({ rate }) => rate === groups[0].rate)
        .map(({ name, run, learnt, finished }) => {
          const other = slow.find((group) => group.run === run && group.finished > 0);
          const then = other
            ? `，学习率为 ${formatValue(other.settings.lr)} 时 ${other.finished} 个中有 ${other.learnt} 个`
            : "";
          return `${name}：${finished} 个种子中有 ${learnt} 个学会了${then}`;
        });
      if (told.length === 0) return "";
      const same = slow.length > 0 ? "两种学习率的初始权重相同，训练前的梯度也相同：起作用的是学习率。" : "";
      return `${told.join("；")}。${same}`;
    },
  },
  network: {
    title: "按时间展开的网络",
    drawing: "图",
    describe: ({ settings, segment }) =>
      `${cellLabels[settings.cell]} 在第 ${formatWhole(segment + 1)} ${settings.task === "cosine" ? "段" : "批的第一个序列"}的 ${settings.timeStep} 个时间步上展开：输入、隐藏状态、输出，以及往回流的梯度。用方向键在各个数值间移动，按回车看算式；下面的表格列出全部数字。`,
    legend: ({ settings: { cell, layers, hidden, task }, segment, layer }) =>
      `${task === "cosine" ? `第 ${formatWhole(segment + 1)} 段` : `第 ${formatWhole(segment + 1)} 批 32 条序列中的第一条`}，用当前的权重${layers > 1 ? `，第 ${layer} 层` : ""}。每一列是一个时间步的 h${cell === "lstm" ? "（右边一列是 c）" : ""}，共 ${formatWhole(hidden)} 个单元，小于 0 为蓝，大于 0 为红。h 的形状是 (${layers}, ${task === "cosine" ? 1 : 32}, ${hidden})：层数、批大小、单元数。往回的箭头表示 |∂L/∂h| 与最后一步之比。点一个数值，就能看到它的算式。`,
    carried: "上一段",
    empty: "初始",
    window: (from, to, count) => `第 ${from === to ? from : `${from}–${to}`} 步，共 ${count} 步`,
    detach: (isOn) =>
      isOn
        ? "detach() 已开启：梯度在这里被切断。按一下去掉它，看看会发生什么。"
        : "detach() 已关闭：梯度会继续流进上一段。按一下在这里切断。",
    matrices: "矩阵",
    roles: { U: "输入 → h", W: "h → 下一步的 h", V: "h → 输出" },
    shared: (letter, count) =>
      count === 1
        ? `一个 ${letter}。`
        : `${count} 个时间步共用一个 ${letter}：凡是标着这个字母的边，都是这个矩阵。`,
    value: "数值",
    step: "时间步",
    unit: "单元",
    equation: "显示算式",
    noValue: "没有这个数值。",
    kinds: {
      hidden: "h（隐藏状态）",
      cell: "c（细胞状态）",
      output: "o（输出）",
      gradient: "∂L/∂h（一个分量）",
      norm: "|∂L/∂h|（范数）",
      gate: "门",
    },
    gateNames: {
      i: "i（输入门）",
      f: "f（遗忘门）",
      g: "g（候选值）",
      o: "o（输出门）",
      r: "r（重置门）",
      z: "z（更新门）",
      n: "n（候选值）",
    },
    worked: {
      title: "代入数字的算式",
      of: ({ kind, gate, step, unit }) => {
        const name = {
          hidden: "h",
          cell: "c",
          output: "o",
          gradient: "∂L/∂h",
          norm: "|∂L/∂h|",
          gate: gate ?? "",
        }[kind];
        return `第 ${step + 1} 步的 ${name}${kind === "norm" ? "" : `[${unit}]`}`;
      },
      hold: "暂停训练，慢慢看",
      rest: (count) => `其余 ${count} 个较小的项之和`,
      scaled: (unit) => `（均${unit}）`,
      clamped: "被手动固定",
      knockedOut: "被手动关掉",
      note: "由网络的 32 位权重和状态以双精度算出；h₋₁、c₋₁ 是上一步的，₊₁ 是下一步的，′ 表示另一层。δ 是激活之前那个和的梯度，L 是最后一步的损失。",
    },
    hands: {
      title: "动手试试：固定一个门、缩放 W、关掉一个单元",
      gate: "固定",
      free: "不固定",
      at: "为",
      scale: "W_hh",
      unit: "关掉单元",
      noUnit: "无",
      reset: "全部放开",
      active: "图中是改动之后的网络。",
      hint: "上面的图、梯度和这里的曲线会立刻变化。正在训练的网络不受影响。",
      describe: "改动前后的回答，以及正确答案",
      sequence: "序列",
      right: "正确答案",
      without: "训练所得",
      with: "改动之后",
      result: (without, changed, accuracy) =>
        `训练所得的损失为 ${without}，改动之后为 ${changed}${accuracy ? `；答对的比例分别为 ${formatPercent(accuracy.without, 0)} 和 ${formatPercent(accuracy.with, 0)}` : ""}。用的是当前的权重，正在训练的网络不受影响。`,
    },
    table: {
      caption: "图中的数字",
      step: "时间步",
      input: "x",
      norm: "|h|",
      answer: "o",
      target: "目标",
      opening: (gate) => `${gate} 的平均值`,
      gradient: "|∂L/∂h| 与最后一步之比",
      marked: (input) => `${input}（有标记）`,
    },
  },
  after: {
    intro: "用它没有训练过的八段来考它，网络本身不变。",
    frequency: "频率",
    phase: "相位（弧度）",
    amplitude: "振幅",
    noise: "噪声（标准差）",
    cold: "冷启动：从空状态开始",
    freeRun: "自由运行：以自己的输出为输入",
    reset: "回到笔记中的曲线",
    describe: "测试网络：输入、目标与预测随时间的变化",
    result: (error, late, zero) => `均方误差 ${error}，后一半为 ${late}；总是回答 0 则为 ${zero}。`,
    freeRunWhy:
      "标出的部分里，输入是网络自己四分之一周期之前的输出，因为 sin t = cos(t − π/2)：不再有真实值帮它。",
    scrub: "移动主图下方长条上的框，可以考一考较早某一段之后的网络。",
  },
  code: {
    intro: "当前设置对应的程序。PyTorch 程序的初始权重与这里逐位相同，开头的损失也一致。",
    ownWeights: "程序用随机种子初始化，不使用你文件中的权重。",
    copy: "复制",
    copied: "已复制",
    notCopied: "浏览器不允许本页面复制：请选中程序自行复制。",
  },
  files: {
    download: "下载",
    weights: "权重",
    figure: "图",
    metrics: "指标",
    asOf: (trained) => `下载的是第 ${formatWhole(trained)} 段之后的权重。`,
    load: "载入",
    loadHint: "让这次运行从 .safetensors 或 .pt 文件中的权重开始。",
    choose: "选择文件……",
    loaded: (name) => `已载入 ${name}：运行从其中的权重开始。`,
    figureTitle: (task, runs) =>
      `${{ cosine: "由 sin 预测 cos", echo: "回声", adding: "加法", parity: "奇偶" }[task]}：${runs.join("；")}`,
  },
  notices: {
    close: "关闭",
    noWorker: "训练线程未能载入，请刷新页面。",
    address: "网址中有无效的内容：",
    problem: ({ name, text, used }) =>
      used === null ? `${name}=${text}：没有这个设置` : `${name}=${text} 无效${used && `，改用 ${used}`}`,
    fix: (field, value) => (value === "开" ? `打开“${field}”` : `把${field}改成 ${value}`),
    troubles: {
      graphFreed: {
        what: "训练停止，报的正是 PyTorch 的错误。",
        why: "状态仍然连着上一段的计算图，而 backward() 已经把那张图释放了。所以笔记要重新包装状态：h_state = h_state.data，如今写作 h_state.detach()。",
      },
      graphChanged: {
        what: "训练停止，报的正是 PyTorch 的错误。",
        why: "上一段的计算图保留着，backward() 会接着走进去，可是算出它的那些权重已经被优化器改动过。从那里传回来的梯度会是错的。",
      },
      diverged: {
        what: "损失已经不是一个数了（NaN 或无穷大）。",
        why: "某一步走得太大，权重或状态超出了浮点数的范围，从此再也回不来。减小学习率，或者裁剪梯度，可以让步子小下来。",
      },
      exploding: {
        what: "损失比最低时高出许多。",
        why: "网络给出的值比 cos 大得多，说明步子太大：请裁剪梯度，或减小学习率。",
      },
      failed: {
        what: "训练失败。",
        why: "上面是程序的错误信息。如果提到内存不足，请换一个小一些的网络。",
      },
      saturated: {
        what: "网络什么也没学到：许多单元已经饱和，|h| ≈ 1。",
        why: "tanh 在两端是平的，梯度几乎传不过去。是学习率把权重推到了那里：从同样的初始权重出发，换小一些的学习率就不会这样。",
      },
      tooSlow: {
        what: "几乎没有进展：学习率太小。",
        why: "训练了这么久，损失和开头差不多。学习率大一些，每一步才走得远一些。",
      },
      tooFast: {
        what: "网络什么也没学到：时间步这么多，学习率就太大了。",
        why: "从同样的初始权重、同样的梯度出发，步子小一些就能学会。",
      },
      noState: {
        what: "它不可能做得更好：每一段都从空状态开始。",
        why: "单凭 sin t 看不出 cos t 的正负，只有之前读到的才能说明。每段的步数这么少，太多的回答只能靠猜。",
      },
      tooNarrow: {
        what: "网络什么也没学到：隐藏状态的单元太少。",
        why: "要知道自己在周期的什么位置，状态至少需要两个数；多几个更容易学会。",
      },
      dead: {
        what: "网络什么也没学到：损失和总是给出同一个答案差不多。",
        why: "状态既没有饱和，也不是一动不动。换一个学习率或优化器，也许能降下去。",
      },
    },
  },
  lesson: {
    button: (steps) => `跟着学（${steps} 步）`,
    count: (at, of) => `跟着学：第 ${at} 步，共 ${of} 步`,
    close: "退出跟着学",
    steps: "各个步骤",
    stepName: (at, title) => `第 ${at} 步：${title}`,
    back: "上一步",
    next: "下一步",
    end: "工作室",
    predict: "先猜，再看",
    tries: "动手试试",
    invitation: "先回答问题，或者动手试试：该看什么，会写在这里。",
    waiting: (answer) => `你的回答：${answer}。看看运行的结果……`,
    right: "答对了。",
    wrong: (right) => `不对，运行的结果是“${right}”。`,
    measured: (what, numbers) => `${what}：${numbers.join("；")}。`,
    ofRun: (run, number) => `${run}：${number}`,
    medians: { caption: "最后一段损失的中位数，20 个种子", rate: "学习率", steps: "步数" },
  },
  summary: (runs, playing) =>
    `${playing ? "训练中" : "已暂停"}。${runs
      .map(
        ({ name, run }) =>
          `${name}：${run.settings.task === "cosine" ? segments(run.trained) : `${formatWhole(run.trained)} 批`}，损失 ${run.lastTen === null ? "尚无" : formatValue(run.lastTen)}`,
      )
      .join("；")}。`,
};
