/**
 * @module The messages of errors about files, rows and options in Chinese. Errors are written in English, where they are
 * thrown, since programs and people search for them; here each sentence stands with its translation.
 */

const units: Readonly<Record<string, string>> = {
  year: "年",
  month: "个月",
  week: "周",
  day: "天",
  hour: "小时",
  minute: "分钟",
  second: "秒",
  millisecond: "毫秒",
};

/** Parts of steps that are not a number of units, in the order in which they are replaced. */
const calendars: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/g, ""],
  [/^business days, (.+)$/, "工作日（$1）"],
  [/^days, (.+)$/, "每周的$1"],
  [/, last business day$/, "，最后一个工作日"],
  [/, first business day$/, "，第一个工作日"],
  [/every day$/, "每天"],
  [/^(\d+) times a week$/, "每周 $1 次"],
  [/^(\d+) times a day, /, "每天 $1 次，"],
  [/(?<=\d)( to )(?=\d)/g, "–"],
  [/ to /g, "至"],
  [/, (?=\d)/g, "，"],
  [/(?<=\d) and (?=\d)/g, "、"],
  [/, (?=周\S+ and |周[^至]*、)| and (?=周)/g, "、"],
  [/, /g, "，"],
];

const weekdays: Readonly<Record<string, string>> = {
  Mon: "周一",
  Tues: "周二",
  Wednes: "周三",
  Thurs: "周四",
  Fri: "周五",
  Satur: "周六",
  Sun: "周日",
};

/** A step in Chinese: `2 weeks` as 2 周; a plain number stays. */
export function stepInChinese(step: string): string {
  const counted = step.replace(
    /^([\d.]+) (millisecond|second|minute|hour|day|week|month|year)s?(?=$|,)/,
    (_, amount: string, unit: string) => `${amount} ${units[unit]}`,
  );
  return calendars.reduce(
    (text, [english, chinese]) =>
      chinese === ""
        ? text.replace(english, (_, name: string) => weekdays[name])
        : text.replace(english, chinese),
    counted,
  );
}

const words: Readonly<Record<string, string>> = {
  before: "前面",
  after: "后面",
  training: "训练集",
  validation: "验证集",
  test: "测试集",
  target: "预测目标",
  covariate: "历史协变量",
  "past covariate": "历史协变量",
  future: "未来协变量",
  "future covariate": "未来协变量",
  "the header": "表头",
  "the first row": "第一行",
};

type Translation = readonly [english: RegExp, chinese: (...parts: readonly string[]) => string];

const word = (english: string): string => words[english] ?? english;

/** What is wrong, without its place. */
const faults: readonly Translation[] = [
  [/^the file is empty$/, () => "文件是空的"],
  [/^there is no (\S+)$/, (file) => `缺少 ${file}`],
  [
    /^(\S+)(?:, line (\d+))? is not valid JSON$/,
    (file, line) => `${file} ${line === undefined ? "" : `第 ${line} 行`}不是有效的 JSON`,
  ],
  [
    /^(\S+) has (\d+) bytes but must have at most (\d+)$/,
    (a, b, c) => `${a} 有 ${b} 字节，最多只能有 ${c} 字节`,
  ],
  [
    /^the file contains zero bytes, so it is not text in this encoding$/,
    () => "文件含有零字节，不是这种编码的文本",
  ],
  [
    /^the decimal sign is ambiguous: it contains (".*?") and (".*")$/s,
    (a, b) => `无法确定小数点：文件中既有 ${a}，又有 ${b}`,
  ],
  [/^the decimal sign is ambiguous: it contains (".*?")$/s, (a) => `无法确定小数点：文件中有 ${a}`],
  [/^the decimal sign is ambiguous: .*?(".*").*$/s, (a) => `无法确定小数点：${a} 可以有两种读法`],
  [/^the decimal sign is ambiguous: /, () => "无法确定小数点"],
  [/^bytes (\d+) to (\d+) are not (\S+)$/, (a, b, c) => `第 ${a} 到 ${b} 字节不是 ${c} 编码`],
  [/^the last bytes are not (\S+)$/, (a) => `末尾的字节不是 ${a} 编码`],
  [/^the (?:row|line) has more than (\d+) characters$/, (a) => `这一行超过 ${a} 个字符`],
  [
    /^there (?:is|are) (\d+) cells? but must be (\d+), as in (.+)$/,
    (a, b, c) => `有 ${a} 个单元格，但应与${word(c)}一样有 ${b} 个`,
  ],
  [/^a quote is never closed$/, () => "有一个引号没有闭合"],
  [/^there is text after a closing quote$/, () => "闭合的引号之后还有文字"],
  [
    /^there are (?:more than )?(\d+) columns but must be at most (\d+)$/,
    (a, b) => `有 ${a} 列，但最多只能有 ${b} 列`,
  ],
  [/^there are more than (\d+) keys in all$/, (a) => `键的总数超过 ${a} 个`],
  [/^(".*") is not JSON$/s, (a) => `${a} 不是 JSON`],
  [
    /^(".*") is not an object: each line is one row, as (.*)$/s,
    (a, b) => `${a} 不是对象：每一行应是一个对象，如 ${b}`,
  ],
  [/^(".*") is neither a number nor a text$/s, (a) => `${a} 既不是数字也不是文本`],
  [/^there is no column (".*")$/s, (a) => `没有 ${a} 这一列`],
  [
    /^(".*") is not a number \((\d+) of (\d+) cells\)$/s,
    (a, b, c) => `${a} 不是数字（${c} 个单元格中有 ${b} 个如此）`,
  ],
  [/^the value is missing$/, () => "缺失一个值"],
  [
    /^the value is missing, and there is none (before|after) it to fill it from$/,
    (a) => `缺失一个值，而${word(a)}没有可以用来填补的值`,
  ],
  [/^the row at (.+) is missing, so it has no value$/, (a) => `缺少 ${a} 这一行，因此没有值`],
  [/^the time is missing$/, () => "缺少时间"],
  [/^no rows remain$/, () => "没有剩下任何行"],
  [/^the rows are not sorted: (.+) comes after (.+)$/, (a, b) => `行没有按时间排序：${a} 排在 ${b} 之后`],
  [/^(.+) is the time of row (\d+) too$/, (a, b) => `时间 ${a} 与第 ${b} 行重复`],
  [
    /^(.+) follows (.+), but the step is (.+)$/,
    (a, b, c) => `${b} 之后是 ${a}，但步长是 ${stepInChinese(c)}`,
  ],
  [/^(.+) follows (.+), and the times follow no rule$/, (a, b) => `${b} 之后是 ${a}，时间间隔没有规律`],
  [
    /^the times of (.+) follow no rule, so none comes next$/s,
    (a) => `${a} 的时间没有规律，无法推出下一个时间`,
  ],
  [/^filling the gaps would turn (\d+) rows into (\d+)$/, (a, b) => `补上缺口会把 ${a} 行变成 ${b} 行`],
  [/^(".*") is not a date or a time$/s, (a) => `${a} 不是日期或时间`],
  [/^(".*"): some times have a zone and others do not$/s, (a) => `${a}：有些时间带时区，有些不带`],
  [
    /^(".*") may be day\/month or month\/day, and no other row decides it$/s,
    (a) => `${a} 可能是“日/月”，也可能是“月/日”，其他行也无法判断`,
  ],
  [/^(\S+) is not a time of the format (\S+)$/, (a, b) => `${a} 不是 ${b} 格式的时间`],
  [/^timeFormat is (".*") but column (".*") holds numbers$/s, (a, b) => `时间格式是 ${a}，但 ${b} 列是数字`],
  [/^column (".*") is the time and cannot be a (\w+) too$/s, (a, b) => `${a} 列是时间，不能同时作${word(b)}`],
  [
    /^gaps is fill but missing is drop, which would drop the inserted rows again$/,
    () => "补上缺少的行，又删除有缺失值的行：刚补上的行会再被删除",
  ],
  [
    /^the (\w+) set of (.+) has (\d+) rows but must have at least (\d+), for look-back (\d+) and horizon (\d+)$/s,
    (a, b, c, d, e, f) => `${b} 的${word(a)}有 ${c} 行；回看 ${e} 步、预测 ${f} 步时至少要有 ${d} 行`,
  ],
  [
    /^the (\w+) set has (\d+) rows but must have at least (\d+), the horizon$/,
    (a, b, c) => `${word(a)}有 ${b} 行，但至少要有 ${c} 行，即预测步数`,
  ],
  [
    /^season is (\d+) but must be less than the (\d+) rows of the training set$/,
    (a, b) => `周期是 ${a} 步，但必须小于训练集的 ${b} 行`,
  ],
  [
    /^lookback is (\d+) but must be at least (\d+), the season$/,
    (a, b) => `回看长度是 ${a}，但至少要有一个周期，即 ${b} 步`,
  ],
  [
    /^no season was found in the series, so there is no seasonal forecast$/,
    () => "序列中没有找到周期，无法用季节朴素法预测",
  ],
  [
    /^train is (\S+), which leaves none of (\d+) rows$/,
    (a, b) => `训练集的比例是 ${a}，${b} 行中一行也分不到`,
  ],
  [
    /^nonNegative is true but (".*") is (\S+) in row (\d+) of (.+)$/s,
    (a, b, c, d) => `选了“不为负”，但 ${d} 的 ${a} 在第 ${c} 行是 ${b}`,
  ],
  [
    /^(\w+) reads the targets only: it takes no past covariates, future covariates or calendar features$/,
    (a) => `${a} 只读取预测目标，不用协变量和日历特征`,
  ],
  [
    /^SegRNN: look-back (\d+) and horizon (\d+) must be multiples of the segment, (\d+)$/,
    (a, b, c) => `SegRNN：回看长度 ${a} 和预测步数 ${b} 都必须是段长 ${c} 的整数倍`,
  ],
  [
    /^(.+) has no dates but must have for the calendar features (.+)$/s,
    (a) => `${a} 没有日期，无法计算日历特征`,
  ],
  [
    /^(.+) has no ([a-z ]+) (".*"), which the model was trained with$/s,
    (a, b, c) => `${a} 没有模型训练时用到的${word(b)} ${c}`,
  ],
  [
    /^the ([a-z ]+) (".*") is (\S+) in row (\d+) of (.+) but must be at most (\S+) in size$/s,
    (a, b, c, d, e, f) => `${e} 的${word(a)} ${b} 在第 ${d} 行是 ${c}，绝对值不能超过 ${f}`,
  ],
  [
    /^a value is (\S+) in row (\d+), (\S+) scales from the center of the training set, but must be within (\S+)$/,
    (a, b) => `第 ${b} 行的值 ${a} 与训练集相差太大，无法计算`,
  ],
  [
    /^(.+) has (\d+) rows but must have at least (\d+), the look-back$/s,
    (a, b, c) => `${a} 有 ${b} 行，但至少要有 ${c} 行，即回看长度`,
  ],
  [
    /^the future covariate (".*") has (\S+) values but must have (\d+) finite values, one for each step to forecast$/s,
    (a, b, c) => `未来协变量 ${a} 有 ${b === "no" ? 0 : b} 个值，但要预测的 ${c} 步每步都要有一个`,
  ],
  [/^there is no (?:file|model)$/, () => "还没有打开文件或模型"],
];

/** What may help, after what is wrong. */
const hints: readonly Translation[] = [
  [/^Is there a quote that is never closed\?$/, () => "是不是有一个引号没有闭合？"],
  [
    /^Cells are separated by (".*"); a cell that contains it must be in quotes$/s,
    (a) => `单元格之间以 ${a} 分隔；内容中含有它的单元格要加引号`,
  ],
  [/^A quote inside a quoted cell is written twice: ""$/, () => '加了引号的单元格里，引号要写两遍：""'],
  [/^Any label of TextDecoder is an encoding$/, () => "编码可以是 TextDecoder 认识的任何名称"],
  [/^If it does not stand for a missing value, correct it$/, () => "如果它不表示缺失值，请改正"],
  [/^Choose another column$/, () => "请选择另一列"],
  [/^Write all of them as (\S+) or (.+)$/, (a, b) => `请都写成 ${a} 或 ${b} 的形式`],
  [/^Without times the rows are taken in file order$/, () => "没有时间时，按文件中的先后顺序处理各行"],
  [
    /^This inserts the missing rows, or treats the rows as consecutive$/,
    () => "可以补上缺少的行，也可以把各行当作连续的",
  ],
  [
    /^This treats the rows as consecutive and numbers the steps ahead$/,
    () => "可以把各行当作连续的，预测的各步只有序号",
  ],
  [/^This treats the rows as consecutive$/, () => "可以把各行当作连续的"],
  [/^Is there a typing error in one of the dates\?$/, () => "是不是有一个日期写错了？"],
  [
    /^A shorter horizon or look-back needs fewer rows; a larger fraction gives the (\w+) set more$/,
    (a) => `缩短预测步数或回看长度，需要的行就少一些；提高${word(a)}的比例，它的行就多一些`,
  ],
  [/^The test set must be larger, or the horizon shorter$/, () => "请加大测试集，或减少预测步数"],
  [
    /^Or append a row without a target for each of these steps to the data$/,
    () => "请在数据末尾为每一步补上一行，目标列留空",
  ],
  [/^Did you mean (".*")\?$/s, (a) => `是不是 ${a}？`],
  [/^The columns are (.+)$/s, (a) => `已有的列是 ${a}`],
];

/** A file, a row and a column, as the message of a `DataError` begins with them. */
const place = /^(?<file>[^\n]+?)(?:, row (?<row>\d+))?(?:, column (?<column>"(?:[^"\\]|\\.)*"))?$/s;

/** A message in Chinese; null if it is none of those above. */
export function inChinese(message: string): string | null {
  // The place ends at a colon, which names may contain too.
  for (let at = message.indexOf(": "); at >= 0; at = message.indexOf(": ", at + 1)) {
    const chinese = translated(message.slice(at + 2), faults);
    const { file, row, column } = place.exec(message.slice(0, at))?.groups ?? {};
    if (chinese === null || file === undefined) continue;
    return `${file}${row === undefined ? "" : ` 第 ${row} 行`}${column === undefined ? "" : `，${column} 列`}：${chinese}`;
  }
  return translated(message, faults);
}

/** A hint in Chinese; null if it is none of those above. */
export function hintInChinese(hint: string): string | null {
  return translated(hint, hints);
}

function translated(text: string, table: readonly Translation[]): string | null {
  for (const [english, chinese] of table) {
    const found = english.exec(text);
    if (found !== null) return chinese(...found.slice(1));
  }
  return null;
}
