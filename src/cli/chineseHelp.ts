/** @module The help of every command, and commander's errors, which are texts only, in Chinese. */
import type { Command } from "commander";
import { helpOfFlag } from "./forecast/flags.ts";

const texts: Readonly<Record<string, string>> = {
  "Recurrent networks for TypeScript that reproduce PyTorch's numbers.":
    "TypeScript 的循环神经网络，结果与 PyTorch 一致。",
  "print the version": "显示版本号",
  "with --version: print what runs, and why: engine, vectors, threads":
    "与 --version 同用：显示所用的引擎、向量、线程及原因",
  "print this help": "显示本帮助",
  "display help for command": "显示某个命令的帮助",
  "print one JSON document instead of text": "输出一个 JSON 文档，而不是文字",
  language: "语言：en 或 zh",
  "language: en or zh": "语言：en 或 zh",

  "run the tutorial note: train an RNN and an LSTM, then compare RNN, LSTM and GRU":
    "运行教程笔记：训练 RNN 和 LSTM，再比较 RNN、LSTM、GRU",
  "random seed, as in torch.manual_seed": "随机种子，同 torch.manual_seed",
  "train one program with this cell instead of the note's two: rnn, lstm or gru":
    "只用这种单元训练一个程序，代替笔记的两个：rnn、lstm 或 gru",
  "time steps per segment (in the note, 10 for the RNN and 20 for the LSTM)":
    "每段的时间步数（笔记中 RNN 为 10，LSTM 为 20）",
  "hidden units": "隐藏单元数",
  "recurrent layers": "循环层数",
  "segments to train on, each π long": "训练的段数，每段长 π",
  "learning rate of Adam": "Adam 的学习率",
  "added to the bias of the gate that keeps the state: f of an LSTM, z of a GRU":
    "给保留状态的门加上的偏置：LSTM 的 f，GRU 的 z",
  "include the end point of each segment, as the note's LSTM does": "每段包含终点，笔记的 LSTM 就是这样",
  "exclude the end point, as the note's RNN does": "每段不含终点，笔记的 RNN 就是这样",
  "run only one part: rnn, lstm or compare": "只运行一部分：rnn、lstm 或 compare",
  "output folder for the report, figures, metrics and weights": "报告、图、指标和权重的输出文件夹",
  "replace files of those names that are not a note's": "替换同名的、并非笔记写出的文件",
  "milliseconds per segment on the screen; 0 for no delay": "屏幕上每段的毫秒数；0 表示不等待",
  "print the results as one JSON document instead of text": "把结果输出为一个 JSON 文档，而不是文字",

  "train a model on your own series; all results are written to runs/NAME":
    "用你自己的序列训练模型，结果都写入 runs/名称",
  "search for the settings that forecast the validation set best": "搜索在验证集上预测最好的设置",
  "what to search: lr=log:1e-4..1e-1, hidden=16,32,64, layers=1..3, several times; or a JSON file":
    "要搜索的设置：lr=log:1e-4..1e-1、hidden=16,32,64、layers=1..3，可多次使用；或一个 JSON 文件",
  "how settings are chosen (default: tpe)": "选取设置的方法（默认：tpe）",
  "when a trial is given up early (default: median where losses can be compared)":
    "何时提前停止一次试验（默认：损失可比时用 median）",
  "when a trial is given up early (default: none)": "何时提前停止一次试验（默认：none）",
  "number of trials (default: 50; of a grid, all of it)": "试验总数（默认：50；网格则为全部）",
  "no trial begins after that time": "超过这段时间后不再开始新的试验",
  "trials at once, up to 8, with the same results (default: the number of cores)":
    "同时进行的试验数，最多 8，结果不变（默认：核数）",
  "join the parts of all shards of a command: the same results as without --shard":
    "合并一条命令各分片的结果，与不加 --shard 时相同",
  "the folder that was given with --store": "用 --store 给出的文件夹",
  "of a forecast: replace a file at --out that is read, or is no forecast":
    "用于预测：替换 --out 处的文件，即使它被读取，或不是预测",
  "queue of the jobs, by BullMQ: redis://, rediss:// or postgres://":
    "作业队列（BullMQ）：redis://、rediss:// 或 postgres://",
  "name of the queue, where several share a server": "队列的名称，用于多个队列共用一个服务器",
  "do the jobs of a queue: on this machine, or on any other one": "执行队列中的作业：在本机或任何其他机器上",
  "jobs at once (default: the number of cores)": "同时进行的作业数（默认：核数）",
  "folder that the command and all workers share, for what is too large for the queue":
    "命令与所有工作进程共享的文件夹，存放队列放不下的内容",
  "seconds without a sign of life after which the jobs of a worker are another's":
    "工作进程多少秒没有响应后，其作业转给其他工作进程",
  "show the jobs of a queue: waiting, active, given back, done, failed":
    "显示队列中的作业：等待、进行中、退回、完成、失败",
  "jobs at once, with the same results (default: the number of cores)":
    "同时进行的作业数，结果不变（默认：核数）",
  "do only the i-th of n parts of the work, and write it into the folder of --store; `unrolled gather` joins them":
    "只做全部工作的 n 份中的第 i 份，写入 --store 的文件夹；用 `unrolled gather` 合并",
  "folder of the finished parts, which the same command goes on from":
    "已完成部分的文件夹，同一命令可从中继续",
  "number of other seeds to train the two best settings with (default: 2)":
    "用另外几个随机种子重新训练最好的两组设置（默认：2）",
  "folder of the study, with Optuna's journal (default: runs/FILE-tune); one that exists is continued":
    "研究的文件夹，内有 Optuna 格式的日志（默认：runs/文件名-tune）；已有的会继续",
  "folder of the study, with Optuna's journal (default: runs/note-tune); one that exists is continued":
    "研究的文件夹，内有 Optuna 格式的日志（默认：runs/note-tune）；已有的会继续",
  "search settings of the note's program, instead of running the note": "不运行笔记，而是搜索笔记程序的设置",
  "take the best settings of a study of unrolled tune; flags override them":
    "采用 unrolled tune 的研究中最好的设置；命令行选项优先",
  "read a data file, list its faults, and print the command that handles them":
    "读取数据文件，列出其中的问题，并显示处理它们的命令",
  "a CSV file or JSON lines": "CSV 文件或 JSON 行文件",
  "folder of the runs": "存放运行的文件夹",
  "name of the run (default: FILE-MODEL)": "这次运行的名称（默认：文件名-模型）",
  "resume an interrupted run, such as runs/NAME": "继续被中断的运行，如 runs/名称",
  "also write TensorBoard event files": "同时写出 TensorBoard 事件文件",
  "seconds between two checkpoints": "两个检查点之间的秒数",
  "read options from a JSON file; flags override it": "从 JSON 文件读取选项；命令行上的选项优先",
  "print the resolved options in the form that --config reads, and exit":
    "以 --config 能读的形式显示最终选项，然后退出",
  "forecast with a trained run: CSV with intervals, in the units of the data":
    "用训练好的运行做预测：带区间的 CSV，单位与数据相同",
  "the folder of a run, as runs/NAME": "运行的文件夹，如 runs/名称",
  "newer data to forecast from (default: the training data)": "用来预测的较新数据（默认：训练数据）",
  "future covariates, unless the data file has them after its last target":
    "未来的协变量，除非数据文件在最后的目标值之后已有",
  "file to write to (default: standard output)": "写入的文件（默认：标准输出）",
  "replace a file that is read, or is no forecast": "允许替换所读取的文件，以及并非预测结果的文件",
  "train a model and score it against the baselines on a held-out test set":
    "训练模型，并在留出的测试集上与基线比较",
  "a CSV file or JSON lines; or the folder of a run, to test its model":
    "CSV 文件或 JSON 行文件；或运行的文件夹，检验其中的模型",
  "compare runs: sizes, training, errors on the test set": "比较几次运行：大小、训练、测试误差",
  "folders of runs, as runs/*": "运行的文件夹，如 runs/*",
  "show a run: data, model, parameters, training, errors, files":
    "查看一次运行：数据、模型、参数、训练、误差、文件",

  "convert weights to safetensors, PyTorch (.pt) or ONNX, or write a PyTorch program that loads them":
    "把权重转换为 safetensors、PyTorch (.pt) 或 ONNX，或写出加载它们的 PyTorch 程序",
  "a .safetensors or .pt file, such as `unrolled note` writes":
    ".safetensors 或 .pt 文件，如 `unrolled note` 所写",
  "output format": "输出格式",
  "output file (default: in the folder of the weights; for pytorch, model.py)":
    "输出文件（默认：在权重所在的文件夹；pytorch 为 model.py）",
  "nonlinearity of plain RNN layers, which the weights do not record (onnx, pytorch)":
    "普通 RNN 层的非线性函数，权重中没有记录（onnx、pytorch）",
  "the layers in order, such as rnn,out, if the weights leave it open (onnx, pytorch)":
    "各层的顺序，如 rnn,out，在权重不能确定时需要（onnx、pytorch）",
  "x and output are (T, B, …) instead of (B, T, …) (onnx, pytorch)":
    "x 和输出是 (T, B, …)，而不是 (B, T, …)（onnx、pytorch）",
  "initial states as optional inputs, required inputs, or none (onnx)":
    "初始状态作为可选输入、必需输入，或不要（onnx）",
  "list the weights of a PyTorch (.pt) or safetensors file and write them as float32":
    "列出 PyTorch (.pt) 或 safetensors 文件中的权重，并写成 float32",
  "a .pt or .safetensors file; no code in it is ever executed":
    ".pt 或 .safetensors 文件；其中的代码绝不会被执行",
  "output file, ending in .safetensors or .pt": "输出文件，以 .safetensors 或 .pt 结尾",
  "replace files that exist already": "替换已有的文件",
  "replace a file that is read, or is none of weights": "允许替换所读取的文件，以及并非权重的文件",
  "only this part of a checkpoint, such as model_state_dict": "只取检查点的这一部分，如 model_state_dict",

  "open the studio in the browser: experiments with recurrent networks, your data, your runs":
    "在浏览器中打开工作室：循环神经网络的实验、你的数据、你的运行",
  "port to listen on, or the next free one; 0 for any": "监听的端口，被占用时用下一个空闲端口；0 表示任意",
  "print the address without opening a browser": "只显示地址，不打开浏览器",
  "folder of runs to show": "要显示的运行所在的文件夹",
};

const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Options:": "选项：",
  "Commands:": "命令：",
  "Arguments:": "参数：",
  "Data:": "数据：",
  "Model:": "模型：",
  "Training:": "训练：",
  "Test windows:": "测试窗口：",
  "Jobs:": "作业：",
  "Search:": "搜索：",
  "Panels (many series, one model):": "面板（许多序列，一个模型）：",
};

/** Makes a command, and those below it, print help and errors in Chinese. */
export function translateCommand(command: Command): void {
  command.description(chinese(command.description()));
  if (command.commands.length > 0) command.helpCommand("help [command]", chinese("display help for command"));
  for (const option of command.createHelp().visibleOptions(command)) {
    const notes = [
      ...(option.argChoices ? [`可选：${option.argChoices.join("、")}`] : []),
      ...(option.defaultValue === undefined || typeof option.defaultValue === "boolean"
        ? []
        : [`默认：${option.defaultValue}`]),
    ];
    const help = texts[option.description] ?? helpOfFlag(option.long ?? "", "zh") ?? option.description;
    Object.assign(option, { description: notes.length > 0 ? `${help}（${notes.join("；")}）` : help });
  }
  command.configureHelp({
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: ({ description }) => description,
  });
  for (const argument of command.registeredArguments) argument.description = chinese(argument.description);
  for (const one of command.commands) translateCommand(one);
}

function chinese(text: string): string {
  return texts[text] ?? text;
}

const errors: readonly (readonly [RegExp, string])[] = [
  [/^error: /, "错误："],
  [/unknown option '(.*?)'/, "没有选项 $1"],
  [/unknown command '(.*?)'/, "没有命令 $1"],
  [/\(Did you mean (?:one of )?(.*?)\?\)/, "（是不是 $1？）"],
  [/ Did you mean (.*?)\?/, "是不是 $1？"],
  [/option '(.*?)' argument missing/, "选项 $1 缺少参数"],
  [/required option '(.*?)' not specified/, "缺少必需的选项 $1"],
  [/missing required argument '(.*?)'/, "缺少必需的参数 $1"],
  [
    /too many arguments for '(.*?)'\. Expected (\d+) arguments? but got (\d+)\./,
    "$1 的参数太多：应有 $2 个，给了 $3 个。",
  ],
  [/option '(.*?)' argument '(.*?)' is invalid\. /, "选项 $1 的参数 $2 无效："],
  [/It must be a whole number of at least (.*?)\./, "应是不小于 $1 的整数。"],
  [/It must be a whole number from (.*?) to (.*?)\./, "应是 $1 到 $2 的整数。"],
  [/It must be a number of milliseconds from (.*?) to (.*?)\./, "应是 $1 到 $2 的毫秒数。"],
  [/It must be a number of seconds from (.*?) to (.*?)\./, "应是 $1 到 $2 的秒数。"],
  [/It must be a number above zero\./, "应是大于零的数。"],
  [/It must be a number\./, "应是一个数。"],
  [/It must be one of (.*?)\./, "应是其中之一：$1。"],
  [/Allowed choices are (.*?)\./, "可选：$1。"],
  [/cannot read (.*?): /, "无法读取 $1："],
  [/cannot write to the folder (.*?): /, "无法写入文件夹 $1："],
  [/cannot write (.*?): /, "无法写入 $1："],
  [/there is no such file/, "没有这个文件"],
  [/permission was refused/, "没有权限"],
  [/that is a folder; add the name of a file/, "这是一个文件夹，请加上文件名"],
  [/that is a folder/, "这是一个文件夹"],
  [/it is a link, and links inside a run are not followed/, "这是一个链接，运行文件夹中的链接不会被跟随"],
  [/it is a pipe, not a file/, "这是管道，不是文件"],
  [/it is a device, not a file/, "这是设备，不是文件"],
  [/it is a socket, not a file/, "这是套接字，不是文件"],
  [/a part of the path is a file, not a folder/, "路径里有一部分是文件，不是文件夹"],
  [/the file is larger than 2 GiB/, "文件超过 2 GiB"],
  [/the file system is read-only/, "文件系统是只读的"],
  [/nothing can be made at that place/, "那里无法新建任何东西"],
  [/the disk is full/, "磁盘已满"],
  [/the disk quota is used up/, "磁盘配额已用完"],
  [/there is a file of that name already/, "已有同名文件"],
  [/there is a folder of that name already/, "已有同名文件夹"],
  [/the path is too long/, "路径太长"],
  [/the file is larger than the file system allows/, "文件超过文件系统允许的大小"],
  [/the disk has reported an error/, "磁盘报告了错误"],
  [/too many files are open/, "打开的文件太多"],
  [/there is a link of that name already/, "已有同名的链接"],
  [/there is a disk, a pipe or a device of that name already/, "已有同名的磁盘、管道或设备"],
  [/its reader has gone/, "读取的一方已经离开"],
  [/cannot lock the run (.*?): /, "无法锁定运行 $1："],
  [/nothing was changed/, "没有作任何改动"],
  [
    /the lock of (.*?) was taken away: another process may be training it/,
    "$1 的锁被拿走了：可能另一个进程正在训练它",
  ],
  [/nothing more was written here/, "这里没有再写入任何内容"],
  [/cannot look into the folder (.*?): /, "无法查看文件夹 $1："],
  [/give another one\b/, "请换一个"],
  [/cannot delete (.*?): /, "无法删除 $1："],
  [/delete it yourself, and repeat the command/, "请自行删除，再重复这个命令"],
  [/what was written before is kept/, "已写入的内容都还在"],
  [/give another one with --out/, "请用 --out 换一个"],
  [/the file was left as it was before/, "原来的文件没有改动"],
  [/ is not a run: it is a study/, " 不是一次训练，而是一项设置搜索"],
  [/(`unrolled train DATA --from-study .*?`) trains its best settings/, "$1 可训练其中最好的设置"],
  [/: there is no study in it/, "：其中没有研究"],
];

/** An error that commander or the file system has written, as text only, in Chinese; see `text/inChinese.ts` for all others. */
export function chineseError(text: string): string {
  return errors.reduce((found, [english, replacement]) => found.replace(english, replacement), text);
}
