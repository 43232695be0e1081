/** @module What the command says to words that it does not understand: whole messages, and exit code 2. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { say, temporaryFolder } from "./fakeProcess.ts";

const folder = temporaryFolder();

const wrong: readonly (readonly [words: string, message: string])[] = [
  ["noet", "unknown command 'noet'\n(Did you mean note?)"],
  ["note --sed 1", "unknown option '--sed'\n(Did you mean --seed?)"],
  ["note --batch-size 4", "unknown option '--batch-size'"],
  ["note extra", "too many arguments for 'note'. Expected 0 arguments but got 1."],
  ["note --seed", "option '--seed <n>' argument missing"],
  [
    "note --seed 1.5",
    "option '--seed <n>' argument '1.5' is invalid. It must be a whole number from -9007199254740891 to 9007199254740891.",
  ],
  [
    "note --seed 9007199254740892",
    "option '--seed <n>' argument '9007199254740892' is invalid. It must be a whole number from -9007199254740891 to 9007199254740891.",
  ],
  [
    "note --hidden 0",
    "option '--hidden <n>' argument '0' is invalid. It must be a whole number of at least 1.",
  ],
  [
    "note --layers -1",
    "option '--layers <n>' argument '-1' is invalid. It must be a whole number of at least 1.",
  ],
  [
    "note --steps 1e3",
    "option '--steps <n>' argument '1e3' is invalid. It must be a whole number of at least 1.",
  ],
  [
    "note --time-step ten",
    "option '--time-step <n>' argument 'ten' is invalid. It must be a whole number of at least 1.",
  ],
  ["note --lr 0", "option '--lr <x>' argument '0' is invalid. It must be a number above zero."],
  ["note --lr NaN", "option '--lr <x>' argument 'NaN' is invalid. It must be a number above zero."],
  ["note --lr 1e999", "option '--lr <x>' argument '1e999' is invalid. It must be a number above zero."],
  [
    "note --pace -1",
    "option '--pace <ms>' argument '-1' is invalid. It must be a number of milliseconds from 0 to 60000.",
  ],
  ["note --forget-bias much", "option '--forget-bias <x>' argument 'much' is invalid. It must be a number."],
  [
    "note --pace 60001",
    "option '--pace <ms>' argument '60001' is invalid. It must be a number of milliseconds from 0 to 60000.",
  ],
  [
    "note --cell lsmt",
    "option '--cell <cell>' argument 'lsmt' is invalid. It must be one of rnn, lstm, gru. Did you mean lstm?",
  ],
  [
    "note --only everything",
    "option '--only <part>' argument 'everything' is invalid. It must be one of rnn, lstm, compare.",
  ],
  [
    "note --lang ZH",
    "option '--lang <lang>' argument 'ZH' is invalid. It must be one of en, zh. Did you mean zh?",
  ],
  ["note --only rnn --cell gru", "--only rnn and --cell gru contradict each other\n  leave out one of them"],
  [
    "note --only compare --cell rnn",
    "--only compare and --cell rnn contradict each other\n  leave out one of them",
  ],
];

test.each(wrong)("unrolled %s", async (words, message) => {
  const out = join(folder, "never");
  const said = await say([...words.split(" "), ...(words.startsWith("note ") ? ["--out", out] : [])]);
  // commander reads in order: a missing argument swallows the next word, and so is tried without one
  const { code, stdout, stderr } = words.endsWith("--seed") ? await say(words.split(" ")) : said;
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` });
  expect(existsSync(out)).toBe(false);
});

test("without a command: the help, on stderr, because nothing was done", async () => {
  const { code, stdout, stderr } = await say([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("Usage: unrolled [options] [command]\n");
  expect(stderr).toMatch(/note \[options\] +run the tutorial note/);
});

test("--help is asked for, and so is a result on stdout; every option is there", async () => {
  const { code, stdout, stderr } = await say(["note", "--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name]) => name);
  expect(options).toEqual([
    ...["--seed", "--cell", "--time-step", "--hidden", "--layers", "--steps", "--lr", "--forget-bias"],
    ...["--endpoint", "--no-endpoint", "--only", "--out", "--force", "--lang", "--pace", "--json", "--help"],
    ...["--tune", "--queue", "--queue-name", "--store", "--search", "--sampler", "--pruner", "--trials"],
    ...["--timeout", "--jobs", "--repeats", "--study"],
  ]);
});

test("--version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(await say(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
});

const langLine = {
  en: 'language: en or zh (default: "en")',
  zh: "语言：en 或 zh（默认：zh）",
} as const;

test.each([
  [{ LANG: "zh_CN.UTF-8" }, "zh"],
  [{ LANG: "en_GB.UTF-8", LC_ALL: "zh_TW.UTF-8" }, "zh"],
  [{ LANG: "zh_CN.UTF-8", LC_MESSAGES: "C" }, "en"],
  [{}, "en"],
] as const)("the language of %j is %s", async (env, lang) => {
  const { stdout } = await say(["note", "--help"], { env });
  expect(stdout).toContain(`--lang <lang>        ${langLine[lang]}\n`);
});

const commands = [
  "note",
  "train",
  "forecast",
  "backtest",
  "compare",
  "inspect",
  "export",
  "import",
  "studio",
];

test.each([[], ...commands.map((name) => [name])])(
  "the help in Chinese leaves no sentence in English: %s",
  async (...name) => {
    const { code, stdout, stderr } = await say([...name, "--help", "--lang", "zh"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^用法：/);
    expect(stdout).toContain("显示本帮助");
    expect(stdout.match(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/g) ?? []).toEqual([]);
    const english = await say([...name, "--help"]);
    const flags = (text: string): unknown => text.match(/^ {2}(?:-\w, )?--[\w-]+/gm);
    expect(flags(stdout)).toEqual(flags(english.stdout));
  },
);

test.each([
  ["note --lang zh --sed 1", "没有选项 --sed\n（是不是 --seed？）"],
  ["note --hidden 0 --lang=zh", "选项 --hidden <n> 的参数 0 无效：应是不小于 1 的整数。"],
  [
    "note --cell lsmt --lang zh",
    "选项 --cell <cell> 的参数 lsmt 无效：应是其中之一：rnn, lstm, gru。是不是 lstm？",
  ],
  ["note --only rnn --cell gru --lang zh", "--only rnn 与 --cell gru 相互矛盾\n  请去掉其中一个"],
  ["note extra --lang zh", "note 的参数太多：应有 0 个，给了 1 个。"],
])("errors in Chinese: unrolled %s", async (words, message) => {
  const { code, stdout, stderr } = await say(words.split(" "));
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: `错误：${message}\n` });
});

test("settings that no memory can hold are a failure with a remedy", async () => {
  const { code, stderr } = await say(["note", "--only", "rnn", "--hidden", "200000", "--out", folder]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    "error: hidden_size 200000 and input_size 1 need 298 GiB for the weights of a layer, but kernels can use 2 GiB\n" +
      "  try smaller sizes, such as --hidden\n",
  );
});
