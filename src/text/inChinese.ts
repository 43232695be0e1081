/**
 * @module Errors in Chinese. Where an error is thrown, its English sentence is tagged with `say`, and keeps its template;
 * here each template stands with its translation, unless only the command line has it (`cli/sentencesInChinese.ts`).
 */
import type { Place } from "../errors.ts";
import {
  type Amount,
  fillPlaces,
  inEnglish,
  type Message,
  type Sentence,
  type SentenceValue,
  sentenceOf,
  valueInEnglish,
} from "../sentence.ts";
import { formatAmount } from "./format.ts";
import type { Lang } from "./lang.ts";

/** Translations by template. A test compares them with the templates of the code. */
export const chineseOf: Translations = {
  "{0} is being trained by another process": "另一个进程正在训练 {0}",
  "stop that process or wait for it": "请结束那个进程，或等它完成",
  "stop that process or wait for it (process {0} on {1})": "请结束那个进程，或等它完成（{1} 上的进程 {0}）",
  "{0} exists already and is no run": "{0} 已经存在，但不是一次运行",
  "choose another --name": "请用 --name 换一个名称",
  "{0} exists already and is not replaced": "{0} 已经存在，没有替换",
  "choose another place with --out, or replace it with --force": "请用 --out 换一个位置，或用 --force 替换",
  "{0} would overwrite {1}, which is read": "{0} 会覆盖所读取的 {1}",
  "give another file with --out, or replace it with --force": "请用 --out 换一个文件，或用 --force 替换",
  "this is {0}, not a CSV file or JSON lines": "这是{0}，不是 CSV 或 JSON Lines 文件",
  "a spreadsheet": "电子表格",
  "Open it and save it as CSV": "请打开后另存为 CSV",
  "a picture": "图片",
  "Export the numbers themselves as CSV": "请把数字本身导出为 CSV",
  "a PDF": "PDF 文件",
  "Export the table as CSV": "请把表格导出为 CSV",
  "a gzip archive": "gzip 压缩文件",
  "safetensors: the bytes have the checksum {0} but must have {1}; the file is damaged":
    "safetensors：文件的校验和为 {0}，应为 {1}；文件已损坏",
  "its training has ended, so epochs and patience cannot change": "训练已经结束，不能再改 epochs 和 patience",
  "Resume it without --epochs and --patience": "请不带 --epochs 和 --patience 继续",
  "epochs is {0} but must be at least {1}, the epoch it has reached":
    "epochs 是 {0}，但至少应为 {1}，即已经训练到的轮数",
  "Unpack it first, for example with gunzip": "请先解压，例如用 gunzip",
  "a zip archive": "zip 压缩包",
  "Unpack it first, for example with unzip": "请先解压，例如用 unzip",
  "a trained model": "训练好的模型",
  "Its forecasts need a table with the columns it was trained on":
    "用它预测时，还需要一张含有训练所用各列的表格",
  "a JSON array": "JSON 数组",
  "Write each object on a line of its own, without brackets and commas around them":
    "请把每个对象单独写成一行，外面不带方括号和逗号",
  "the file is empty": "文件是空的",
  "the file contains zero bytes, so it is not text in this encoding": "文件含有零字节，不是这种编码的文本",
  "the decimal sign is ambiguous: it contains {0}": "无法确定小数点：文件中有 {0}",
  "the decimal sign is ambiguous: it contains {0} and {1}": "无法确定小数点：文件中既有 {0}，又有 {1}",
  "the decimal sign is ambiguous: {0} may have a thousands separator":
    "无法确定小数点：{0} 中的符号也可能是千位分隔符",
  "With {0} it is {1}, with {2} it has decimals": "用 {0} 时是 {1}；用 {2} 时是小数",
  "decimal and thousands are both {0} but must differ": "小数点和千位分隔符都是 {0}，但必须不同",
  "bytes {0} to {1} are not {2}": "第 {0} 到 {1} 字节不是 {2} 编码",
  "the last bytes are not {0}": "末尾的字节不是 {0} 编码",
  "Any label of TextDecoder is an encoding": "编码可以是 TextDecoder 认识的任何名称",
  "the row has more than {0} characters": "这一行超过 {0} 个字符",
  "the line has more than {0} characters": "这一行超过 {0} 个字符",
  "Is there a quote that is never closed?": "是不是有一个引号没有闭合？",
  "there is 1 cell but must be {0}, as in {1}": "有 1 个单元格，但应与{1}一样有 {0} 个",
  "there are {0} cells but must be {1}, as in {2}": "有 {0} 个单元格，但应与{2}一样有 {1} 个",
  "the header": "表头",
  "the first row": "第一行",
  "Cells are separated by {0}; a cell that contains it must be in quotes":
    "单元格之间以 {0} 分隔；内容中含有它的单元格要加引号",
  "a quote is never closed": "有一个引号没有闭合",
  "there is text after a closing quote": "闭合的引号之后还有文字",
  'A quote inside a quoted cell is written twice: ""': '加了引号的单元格里，引号要写两遍：""',
  "there are {0} columns but must be at most {1}": "有 {0} 列，但最多只能有 {1} 列",
  "there are more than {0} keys in all": "键的总数超过 {0} 个",
  "{0} is not JSON": "{0} 不是 JSON",
  '{0} is not an object: each line is one row, as {"time": "2020-01-01", "y": 1}':
    '{0} 不是对象：每一行应是一个对象，如 {"time": "2020-01-01", "y": 1}',
  "{0} is neither a number nor a text": "{0} 既不是数字也不是文本",
  "{0} lines of {1} keys in all hold only {2} values": "{0} 行共有 {1} 个不同的键，却只有 {2} 个值",
  "Give all lines the same keys": "请让每一行使用相同的键",

  "horizon is {0}, for {1} targets and {2} intervals: {3} values in a forecast, but at most {4} can be":
    "horizon 是 {0}，有 {1} 个目标、{2} 种区间：一次预测有 {3} 个值，但最多只能有 {4} 个",
  "horizon is {0} but must be at most {1} for recursive forecasts": "horizon 是 {0}，但逐步预测时最多为 {1}",
  "the largest layer of the network needs {0} of working memory, but at most {1} can be had":
    "网络最大的一层需要 {0} 工作内存，但最多只有 {1}",
  "training needs {0} of memory ({1} for the network, {2} for a batch of {3}), but at most {4} can be had":
    "训练需要 {0} 内存（网络 {1}，大小为 {3} 的批次 {2}），但最多只有 {4}",
  "an epoch would take {0} multiplications, for {1} windows and {2} weights":
    "{1} 个窗口、{2} 个权重，每轮需要 {0} 次乘法",
  "where is {0} but must be COLUMN=VALUE": "where 是 {0}，但必须是 列=值",
  "no row has {0}": "没有满足 {0} 的行",
  "Values of {0} are {1}": "{0} 的值有 {1}",
  "Values of {0} are {1} and others": "{0} 的值有 {1} 等",
  "there are {0} series by {1} ({2}): choose one, or forecast all of them":
    "按 {1} 有 {0} 个序列（{2}）：请选一个，或者预测全部序列",
  "there is no column {0} that says to which series a row belongs": "没有表明每行属于哪个序列的列 {0}",
  "column {0} has two roles but can have one": "列 {0} 有两种角色，但只能有一种",
  "series {0}: {1}": "序列 {0}：{1}",
  "series {0}: {1}; {2} series have faults": "序列 {0}：{1}；共有 {2} 个序列有问题",
  "series {0}: {1}; more than {2} series have faults": "序列 {0}：{1}；有问题的序列超过 {2} 个",
  "series {0} has {1} here and {2} before, but a static column has one value for each series":
    "序列 {0} 在这里是 {1}，之前是 {2}；但静态列中每个序列只能有一个值",
  "Name a column that changes as a covariate": "会变化的列请作为协变量",
  "the row does not say to which series it belongs": "这一行没有写明属于哪个序列",
  "Fill the cell in, or leave the row out": "请补上这个单元格，或删去这一行",
  "series {0} is that of row {1} too": "序列 {0} 在第 {1} 行已经有了",
  "Several columns may identify a series": "可以用几列来区分序列",
  "series {0} has no rows, but {1} are needed": "序列 {0} 没有数据，但需要 {1} 行",
  "series {0} has {1} rows, but {2} are needed": "序列 {0} 有 {1} 行，但需要 {2} 行",
  "series {0} does not go on where its rows in {1} end": "序列 {0} 没有接在它在 {1} 中的最后一行之后",
  "model is {0}, but that is a model of panels": "model 是 {0}，但这是用于面板的模型",
  "{0} is set, but that is an option of panels": "给出了 {0}，但它是用于面板的选项",
  "{0} is set, but panels have no such option": "给出了 {0}，但面板没有这个选项",
  "The options of a panel's model are {0}": "面板模型的选项有 {0}",
  "target is {0}, but a panel has one target": "target 是 {0}，但面板只有一个预测目标",
  "Columns that are series are a panel of their own: --wide columns":
    "如果每列是一个序列，整张表就是一个面板：--wide columns",
  "Write the holidays into a column, and name it with --future": "请把节假日写成一列，并用 --future 指定",
  "the data of {0} are not at {1} any more": "{0} 的数据已经不在 {1}",
  "If they have moved: unrolled train DATA --resume {0}": "如果移动过：unrolled train 数据 --resume {0}",
  "the future covariates are not known for {0} steps after each series":
    "未来协变量的值不够：每个序列之后需要 {0} 步",
  "Add rows with empty targets to the data, or give them in a file of their own with --future FILE":
    "请在数据中添加目标为空的行，或用 --future FILE 另给一个文件",
  "{0} is already trained, so {1} cannot be given": "{0} 已经训练好，不能再给出 {1}",
  "there are no test windows": "没有测试窗口",
  "some of these runs are of panels and others of single series":
    "这些运行有的用面板训练，有的用单个序列训练",
  "this is a run of a panel: its {0} has the results": "这是用面板训练的运行，结果见其中的 {0}",
  "Compare runs of one kind": "请比较同一类的运行",
  "Series without values are then left out": "这样会略去没有值的序列",
  "there is no column of numbers to forecast": "没有可以预测的数值列",
  "the times are names of columns ({0} to {1})": "时间是列名（{0} 至 {1}）",
  "Write a row for each time, with a column of times and one for each series":
    "请改为每个时间一行：一列时间，每个序列一列",
  "there is a row for each year and a column for each month": "每年一行、每月一列",
  "Write a row for each month, with a column of times such as 1949-01 and one of values":
    "请改为每月一行：一列时间（如 1949-01），一列数值",
  "there are {0} different texts in {1} rows, too many for categories":
    "{1} 行里有 {0} 种文本，太多了，不能作类别",
  "only rows with dates can be combined by {0}": "只有带日期的行才能按 {0} 合并",
  "{0} rows counted by {1} are more than {2} intervals": "{0} 行按 {1} 计数会超过 {2} 段",
  "no interval of {0} is covered by the rows": "没有一段完整的 {0}",
  "resample is {0} but must be minute, hour, day, week, month, quarter or year, or minutes or hours that divide a day, such as 15minutes":
    "resample 是 {0}，但必须是 minute、hour、day、week、month、quarter 或 year，或能整除一天的分钟数、小时数，如 15minutes",
  "This combines the rows by intervals, or treats them as consecutive and numbers the steps ahead":
    "可以按时段合并各行，也可以把各行当作连续的，只给各步编号",
  "aggregate is {0} but must be one of {1}": "aggregate 是 {0}，但必须是其中之一：{1}",
  "there are {0} faults": "有 {0} 处问题",
  "choose the column to forecast: {0}": "请选择要预测的列：{0}",
  "there is no column {0}": "没有 {0} 这一列",
  "Did you mean {0}?": "是不是 {0}？",
  "The columns are {0}": "已有的列是 {0}",
  "The columns are {0} and {1} more": "已有的列是 {0}，还有另外 {1} 列",
  "{0} is not a number ({1} of {2} cells)": "{0} 不是数字（{2} 个单元格中有 {1} 个如此）",
  "If it does not stand for a missing value, correct it": "如果它不表示缺失值，请改正",
  "Choose another column": "请选择另一列",
  "the value is missing": "缺失一个值",
  "every value is missing": "所有值都缺失",
  "the row at {0} is missing, so it has no value": "缺少 {0} 这一行，因此没有值",
  "the time is missing": "缺少时间",
  "no rows remain": "没有剩下任何行",
  "the rows are not sorted: {0} comes after {1}": "行没有按时间排序：{0} 排在 {1} 之后",
  "the rows run from newest to oldest: {0} comes after {1}": "各行是从新到旧排列的：{0} 排在 {1} 之后",
  "To fill the gaps would turn {0} rows into {1}: are the times read as they are meant? See time and timeFormat":
    "补上缺口会把 {0} 行变成 {1} 行：时间的读法对吗？请看 time 和 timeFormat",
  "{0} is the time of row {1} too": "时间 {0} 与第 {1} 行重复",
  "there are no dates, which holidays need": "没有日期，无法确定节假日",
  "the steps are longer than a day, so holidays say nothing": "步长超过一天，节假日没有意义",
  "holidays need the package {0}, which is not installed": "节假日需要 {0} 包，但没有安装",
  "Install it with npm install {0}": "请用 npm install {0} 安装",
  "there are no holidays of {0}": "没有 {0} 的节假日",
  "A place is a country such as CN, or a country and a state such as DE-BY":
    "地点写作国家（如 CN），或“国家-州省”（如 DE-BY）",
  "{0} follows {1}, but the step is {2}": "{1} 之后是 {0}，但步长是 {2}",
  "This inserts the missing rows, or treats the rows as consecutive":
    "可以补上缺少的行，也可以把各行当作连续的",
  "This treats the rows as consecutive": "可以把各行当作连续的",
  "{0} follows {1}, and the times follow no rule": "{1} 之后是 {0}，时间间隔没有规律",
  "This treats the rows as consecutive and numbers the steps ahead":
    "可以把各行当作连续的，预测的各步只有序号",
  "business days, {0}": "工作日（{0}）",
  "days, {0}": "每周的{0}",
  "every day": "每天",
  "{0} times a week": "每周 {0} 次",
  "{0} times a day, {1}": "每天 {0} 次，{1}",
  "{0}, {1}, {2}": "{0}，{1}，{2}",
  "{0}, {1}": "{0}、{1}",
  "{0} and {1}": "{0}和{1}",
  "{0} to {1}": "{0}至{1}",
  "{0}, last business day": "{0}，最后一个工作日",
  "{0}, first business day": "{0}，第一个工作日",
  Monday: "周一",
  Tuesday: "周二",
  Wednesday: "周三",
  Thursday: "周四",
  Friday: "周五",
  Saturday: "周六",
  Sunday: "周日",
  "filling the gaps would turn {0} rows into {1}": "补上缺口会把 {0} 行变成 {1} 行",
  "Is there a typing error in one of the dates?": "是不是有一个日期写错了？",
  "gaps is fill but missing is drop, which would drop the inserted rows again":
    "补上缺少的行，又删除有缺失值的行：刚补上的行会再被删除",
  "{0} is not a date or a time": "{0} 不是日期或时间",
  "Write all of them as 2020-01-31 or 2020-01-31 08:00": "请都写成 2020-01-31 或 2020-01-31 08:00 的形式",
  "Dates are read as 2020-01-31 08:00, 31/01/2020, Jan 31, 2020, Jan 2020, 2020 Q1, 2020-W05, 202001 and the like; without times the rows are taken in file order":
    "可以识别 2020-01-31 08:00、31/01/2020、2020年1月31日、Jan 2020、2020 Q1、2020-W05、202001 等写法；没有时间时，按文件中的先后顺序处理各行",
  "{0} is a time of day without a date": "{0} 只有时刻，没有日期",
  "Or name the column of the date before it: Date,Time": "也可以在它前面写上日期所在的列，如 Date,Time",
  "column {0} is not a part of the time: name a date and a time of day, or year, month, day, hour":
    "{0} 列不是时间的一部分：请指定日期和时刻两列，或年、月、日、时各列",
  "{0}: some times have a zone and others do not": "{0}：有些时间带时区，有些不带",
  "{0} may be day/month or month/day, and no other row decides it":
    "{0} 可能是“日/月”，也可能是“月/日”，其他行也无法判断",
  "{0} is not a time of the format {1}": "{0} 不是 {1} 格式的时间",
  'timeFormat is "{0}" but column {1} holds numbers': '时间格式是 "{0}"，但 {1} 列是数字',
  "column {0} is the time and cannot be a {1} too": "{0} 列是时间，不能同时作{1}",
  target: "预测目标",
  covariate: "历史协变量",
  future: "未来协变量",

  "the {0} set of {1} has {2} rows but must have at least {3}, for look-back {4} and horizon {5}":
    "{1} 的{0}有 {2} 行；回看 {4} 步、预测 {5} 步时至少要有 {3} 行",
  "A shorter horizon or look-back needs fewer rows; a larger fraction gives the {0} set more":
    "缩短预测步数或回看长度，需要的行就少一些；提高{0}的比例，它的行就多一些",
  "Look-back and horizon cannot be shorter: a forecast needs more rows":
    "回看长度和预测步数已不能再小；要预测，需要更多行数据",
  training: "训练集",
  validation: "验证集",
  "the test set has {0} rows but must have at least {1}, the horizon":
    "测试集有 {0} 行，但至少要有 {1} 行，即预测步数",
  "The test set must be larger, or the horizon shorter": "请加大测试集，或减少预测步数",
  "season is {0} but must be less than the {1} rows of the training set":
    "周期是 {0} 步，但必须小于训练集的 {1} 行",
  "lookback is {0} but must be at least {1}, the season": "回看长度是 {0}，但至少要有一个周期，即 {1} 步",
  "no season was found in the series, so there is no seasonal forecast":
    "序列中没有找到周期，无法用季节朴素法预测",
  "train is {0}, which leaves none of {1} rows": "训练集的比例是 {0}，{1} 行中一行也分不到",
  "all targets were filled in, so there is nothing to learn": "目标值全是填补的，没有可供学习的数据",
  "min is {0} but must be less than max, {1}": "min 是 {0}，必须小于 max（{1}）",
  "a value is {0} but must be positive to have a logarithm": "有一个值是 {0}，但取对数要求所有值为正",
  "the model was trained without refit, so its number of epochs is not known":
    "模型训练时没有用全部行重新训练，因此不知道它的训练轮数",
  "{0} is {1} but {2} is {3} in row {4} of {5}": "{0} 设为 {1}，但 {5} 的 {2} 在第 {4} 行是 {3}",
  "{0} reads the targets only: it takes no past covariates, future covariates or calendar features":
    "{0} 只读取预测目标，不用协变量和日历特征",
  "SegRNN: look-back {0} and horizon {1} must be multiples of the segment, {2}":
    "SegRNN：回看长度 {0} 和预测步数 {1} 都必须是段长 {2} 的整数倍",
  "{0} has no dates but must have for the calendar features {1}": "{0} 没有日期，无法计算日历特征 {1}",
  "{0} has no {1} {2}, which the model was trained with": "{0} 没有模型训练时用到的{1} {2}",
  "the {0} {1} is {2} in row {3} of {4} but must be at most {5} in size":
    "{4} 的{0} {1} 在第 {3} 行是 {2}，绝对值不能超过 {5}",
  "past covariate": "历史协变量",
  "static column": "静态列",
  "{0} has no series": "{0} 中没有序列",
  "quantiles are {0} but must rise, with 0.5 in the middle": "分位数是 {0}，但必须递增，且中间一个是 0.5",
  "the future covariate {0} has no value for step {1} of series {2} but must have one for each step to forecast":
    "未来协变量 {0} 缺少序列 {2} 第 {1} 步的值，但要预测的每一步都要有一个",
  "future covariate": "未来协变量",
  "a value is {0} in row {1}, {2} scales from the center of the training set, but must be within {3}":
    "第 {1} 行的值 {0} 与训练集的中心相差 {2} 个缩放单位，但不能超过 {3}",
  "{0} has {1} rows but must have at least {2}, {3}": "{0} 有 {1} 行，但至少要有 {2} 行，{3}",
  "the look-back": "即回看长度",
  "as in training": "与训练时一样",
  "the future covariate {0} has {1} values but must have {2} finite values, one for each step to forecast":
    "未来协变量 {0} 有 {1} 个值，但要预测的 {2} 步每步都要有一个",
  no: "0",
  "Or append a row without a target for each of these steps to the data":
    "请在数据末尾为每一步补上一行，目标列留空",

  "there is no {0}": "缺少 {0}",
  "{0} is not valid JSON": "{0} 不是有效的 JSON",
  "{0} has more than {1} objects, lists and fields": "{0} 的对象、列表和字段超过 {1} 个",
  "{0} has more than {1} values": "{0} 的值超过 {1} 个",
  "{0}, line {1} is not valid JSON": "{0} 第 {1} 行不是有效的 JSON",
  "there is no study in {0} yet": "{0} 中还没有研究",
  "{0} has {1} bytes but must have at most {2}": "{0} 有 {1} 字节，最多只能有 {2} 字节",
  "leave out one of them": "请去掉其中一个",
  "there is no file": "还没有打开文件",
  "there is no model": "还没有打开模型",
};

/** Chinese by English templates. */
type Translations = Readonly<Record<string, string>>;

/** What is wrong, after its place; null if it is none of the sentences above, or of `others`. */
export function inChinese(
  message: Message,
  { file, row, column }: NullablePlace = {},
  others: Translations = {},
): string | null {
  const { template, values } = sentenceOf(message);
  const table = Object.hasOwn(others, template) ? others : chineseOf;
  if (!Object.hasOwn(table, template)) return null;
  const what = fillPlaces(
    table[template],
    values.map((value) => valueInChinese(value, others)),
  );
  if (file == null) return what;
  return `${file}${row == null ? "" : ` 第 ${row} 行`}${column == null ? "" : `，${JSON.stringify(column)} 列`}：${what}`;
}

/** A place as JSON and the worker of a page hand it over. */
type NullablePlace = { readonly [Name in keyof Place]: Place[Name] | null };

/** An amount or a phrase, such as a step, in either language. */
export function phraseText(phrase: Amount | Sentence, lang: Lang): string {
  return lang === "zh" ? valueInChinese(phrase) : valueInEnglish(phrase);
}

function valueInChinese(value: SentenceValue, others: Translations = {}): string {
  if (typeof value !== "object") return String(value);
  return "template" in value ? (inChinese(value, {}, others) ?? inEnglish(value)) : formatAmount(value, "zh");
}
