/** @module Errors in Chinese that only the command line has, by the templates of their English sentences. The pages do not load them. */
import type { Place } from "../errors.ts";
import type { Message } from "../sentence.ts";
import { inChinese } from "../text/inChinese.ts";

/** Translations by template. A test compares them with the templates of the code. */
export const chineseOfCommands: Readonly<Record<string, string>> = {
  "--shard is given, but --store is not": "给出了 --shard，但没有给出 --store",
  "--shard and --resume are both given: the same command goes on with a shard":
    "同时给出了 --shard 和 --resume：分片用同一条命令继续",
  "--queue is given, but the model of one series is trained here":
    "给出了 --queue，但单个序列的模型在本机训练",
  "Jobs are: the training of a panel, its forecasts, backtests with --refit, and trials of unrolled tune":
    "可以作为作业的有：面板模型的训练、面板的预测、带 --refit 的回测，以及 unrolled tune 的试验",
  "--queue is given, but {0} was begun here": "给出了 --queue，但 {0} 是在本机开始的",
  "Resume it without --queue: it goes on from its checkpoint": "请不带 --queue 继续：它会从检查点继续",
  "--shard and --queue are both given: a queue needs no shards":
    "同时给出了 --shard 和 --queue：队列不需要分片",
  "a queue needs the package {0}, which is not installed": "队列需要软件包 {0}，但没有安装",
  "Install it: npm install bullmq {0}": "安装：npm install bullmq {0}",
  "{0}: the data have {1} bytes, and at most {2} go through the queue":
    "{0}：数据有 {1} 字节，队列中最多 {2} 字节",
  "Give a folder that the workers share: --store FOLDER, here and for each worker":
    "请给出与工作进程共享的文件夹：在此处和每个工作进程都用 --store 文件夹",
  "All shards write their parts into one folder: --store FOLDER":
    "所有分片都写入同一个文件夹：--store 文件夹",
  "--shard is given, but this is one job": "给出了 --shard，但这只是一个作业",
  "Several jobs are: models of each series (--per-series), backtests with --refit, and forecasts of panels":
    "由多个作业完成的有：每个序列各用一个模型（--per-series）、带 --refit 的回测、面板数据的预测",
  "{0} holds the parts of another command": "{0} 中是另一条命令的部分结果",
  "choose another folder with --store, and give all shards the same options and the same n":
    "请用 --store 另选文件夹；所有分片的选项和 n 必须相同",
  "{0} holds no parts of a command that was given --shard": "{0} 中没有带 --shard 的命令的部分结果",
  "{0} holds parts of other data or options: {1}": "{0} 中有其他数据或选项的部分结果：{1}",
  "The data may have changed since they were made. Delete them, or gather into another folder":
    "数据可能在此之后改动过。请删除这些文件，或另用一个文件夹",
  "{0} lacks {1} of {2} parts: {3}": "{0} 的 {2} 个部分中缺少 {1} 个：{3}",
  "They are made by: {0}": "补上它们的命令：{0}",
  "--only {0} and --cell {1} contradict each other": "--only {0} 与 --cell {1} 相互矛盾",
  "--resume uses the settings of {0}, so {1} cannot be given": "--resume 沿用 {0} 的设置，不能再给出 {1}",
  "--model auto cannot be tuned": "--model auto 不能调参",
  "choose a model, or search them: --search model=gru,lstm":
    "请选择一个模型，或搜索多个模型：--search model=gru,lstm",
  "--pruner {0} compares losses, which differ if the loss, the scaler or the model is searched":
    "--pruner {0} 需要比较损失；搜索损失函数、缩放方式或模型时，损失不可比",
  "leave it out": "请去掉它",
  "--search is {0} but must be NAME=VALUES or a JSON file":
    "--search 是 {0}，但应为 名称=取值，或一个 JSON 文件",
  "such as lr=log:1e-4..1e-1, hidden=16,32,64, layers=1..3 or search.json":
    "例如 lr=log:1e-4..1e-1、hidden=16,32,64、layers=1..3 或 search.json",
  "--search names two files: {0} and {1}": "--search 给出了两个文件：{0} 和 {1}",
  "--{0} is an option of a search": "--{0} 是搜索的选项",
  "for example: unrolled note --tune --search cell=rnn,lstm,gru --search lr=0.005,0.02":
    "例如：unrolled note --tune --search cell=rnn,lstm,gru --search lr=0.005,0.02",
  "{0} and {1} contradict each other": "{0} 与 {1} 相互矛盾",
  "choose cells with --cell or --search cell=rnn,lstm,gru":
    "请用 --cell 或 --search cell=rnn,lstm,gru 选择单元",
  "nothing to search was given": "没有给出要搜索的设置",
  "for example: --search lr=log:1e-4..1e-1 --search hidden=16,32,64":
    "例如：--search lr=log:1e-4..1e-1 --search hidden=16,32,64",
  "{0} is given twice": "{0} 给出了两次",
  "{0}: there is no such setting to search": "{0}：没有这个可搜索的设置",
  "settings: {0}": "可搜索的设置：{0}",
  "did you mean {0}?": "是不是 {0}？",
  "{0}: {1} is not a value of {2}": "{0}：{1} 不是 {2} 的取值",
  "{0}: the values of {1} are whole numbers": "{0}：{1} 的取值是整数",
  "{0}: the field {1} is missing": "{0}：缺少字段 {1}",
  'such as { "search": { "lr": { "low": 1e-4, "high": 0.1, "log": true }, "hidden": [16, 32] } }':
    '例如 { "search": { "lr": { "low": 1e-4, "high": 0.1, "log": true }, "hidden": [16, 32] } }',
  "{0}: {1} is {2} but must be {3}": "{0}：{1} 是 {2}，但应为 {3}",
  "{0}: there is no field {1}": "{0}：没有字段 {1}",
  "fields: {0}": "字段：{0}",
  "{0} is missing but must be {1}": "缺少 {0}，应为{1}",
  "{0} is {1} but must be {2}": "{0} 是 {1}，但应为{2}",
  "{0} is not JSON: {1}": "{0} 不是 JSON：{1}",
  "{0}: {1}": "{0}：{1}",
  "an object with the field search": "含有字段 search 的对象",
  "an object of settings": "由各个设置组成的对象",
  "a list of values": "取值的列表",
  "a list of values, a range { low, high } or a text such as 1..4":
    "取值的列表、范围 { low, high } 或 1..4 这样的文字",
  "true or false": " true 或 false",
  "a number, a text, true, false or null": "数字、文字、true、false 或 null",
  "a number": "数字",
  "search {0}: {1}": "搜索 {0}：{1}",
  "search {0}: a grid needs a list of values, or a range with a step":
    "搜索 {0}：网格需要取值的列表，或带步长的范围",
  "there are no values": "没有取值",
  "a value is empty": "有一个取值是空的",
  "a value occurs twice": "有一个取值出现了两次",
  "the range begins at {0} but must not lie above its end {1}": "范围从 {0} 开始，但不能高于它的终点 {1}",
  "the range begins at {0} but must lie above 0 on a logarithmic scale":
    "范围从 {0} 开始，但对数刻度上必须大于 0",
  "the step is {0} but must be above 0": "步长是 {0}，但必须大于 0",
  "a logarithmic range has no steps": "对数刻度的范围没有步长",
  "{0} is a study of the note, which has no data": "{0} 是笔记的研究，没有数据",
  "its report has the command that runs the note with the best settings":
    "它的报告中有用最好的设置运行笔记的命令",
  "{0} is no study of unrolled tune: it does not say which options it is for":
    "{0} 不是 unrolled tune 的研究：其中没有记录它所用的选项",
  "{0} has no complete trial yet": "{0} 还没有完成的试验",
  "{0} is a study of {1}, but the data are {2}": "{0} 是{1}的研究，但数据是{2}",
  "a single series": "单个序列",
  "a panel": "面板",
  "{0} is a study of other data than {1}": "{0} 研究的数据与 {1} 不同",
  "settings that are best for other data may not be for these: search them again, or give them as flags":
    "对别的数据最好的设置，对这些数据未必最好：请重新搜索，或用选项给出设置",
  "{0} is {1}, but the study {2} searched settings for {3}": "{0} 是 {1}，但研究 {2} 所搜索的设置用于 {3}",
  "leave out the option, or search again with it": "请去掉这个选项，或用它重新搜索",
  "{0} holds a study of other options or data": "{0} 中的研究用的是别的选项或数据",
  "choose another folder with --study, or give the options that it was begun with":
    "请用 --study 换一个文件夹，或使用它开始时的选项",
};

/** What is wrong, after its place; null if there is no translation. */
export function messageInChinese(message: Message, place: Place = {}): string | null {
  return inChinese(message, place, chineseOfCommands);
}
