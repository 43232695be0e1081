/** @module Errors in Chinese: every sentence of the code has a translation, and what files with faults raise is found. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chineseOfCommands } from "../../src/cli/sentencesInChinese.ts";
import { FormatError } from "../../src/errors.ts";
import { readMetrics, readRun } from "../../src/runs/read.ts";
import { inEnglish, say } from "../../src/sentence.ts";
import { chineseOf, inChinese } from "../../src/text/inChinese.ts";
import { strict } from "../../studio/data/lab/choices.ts";
import type { Fault } from "../../studio/data/lab/fault.ts";
import { choose, faultIn, readFault, sessionWith } from "../studio/data/given.ts";

/** The templates of all sentences tagged `say` in the code, with the values in them replaced by their numbers. */
function templates(): Set<string> {
  const files = ["src", "studio"].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path) && !path.endsWith("sentence.ts"))
      .map((path) => readFileSync(`${root}/${path}`, "utf8")),
  );
  return new Set(files.flatMap(templatesIn));
}

function templatesIn(code: string): string[] {
  const found: string[] = [];
  for (const { index } of code.matchAll(/(?<![`\w])say`/g)) {
    let [template, depth, count] = ["", 0, 0];
    for (let i = index + 4; depth > 0 || code[i] !== "`"; i++) {
      if (depth === 0 && code.startsWith("${", i)) {
        template += `{${count++}}`;
        depth = 1;
        i += 1;
      } else if (depth === 0) template += code[i];
      else depth += code[i] === "{" ? 1 : code[i] === "}" ? -1 : 0;
    }
    found.push(template);
  }
  return found;
}

/** The places in a template, in order. */
const places = (template: string): string[] => [...new Set(template.match(/\{\d+\}/g))].sort();

describe("the table", () => {
  test("has every template of the code, and no other", () => {
    const both = [...Object.keys(chineseOf), ...Object.keys(chineseOfCommands)];
    expect(both.sort()).toEqual([...templates()].sort());
  });

  test.for(Object.entries({ ...chineseOf, ...chineseOfCommands }))("%s", ([english, chinese]) => {
    expect(places(chinese)).toEqual(places(english));
    expect(chinese).not.toBe(english);
  });

  test("a template from code: values that hold templates and braces", () => {
    const code = "say`no #{a} in #{b[`#{c}`].map(({ d }) => d)}: {x}` + say`#{say`the header`}`".replaceAll(
      "#",
      "$",
    );
    expect(templatesIn(code)).toEqual(["no {0} in {1}: {x}", "{0}", "the header"]);
  });
});

test("sentences in both languages, by hand", () => {
  const step = say`${"2020-03-04"} follows ${"2020-03-02"}, but the step is ${{ count: 2, unit: "week" }}`;
  expect(inEnglish(step)).toBe("2020-03-04 follows 2020-03-02, but the step is 2 weeks");
  expect(inChinese(step)).toBe("2020-03-02 之后是 2020-03-04，但步长是 2 周");
  const cells = say`there are ${3} cells but must be ${2}, as in ${say`the header`}`;
  expect(inEnglish(cells)).toBe("there are 3 cells but must be 2, as in the header");
  expect(inChinese(cells)).toBe("有 3 个单元格，但应与表头一样有 2 个");
  expect(inChinese(say`there is no ${"{1} the header"}`)).toBe("缺少 {1} the header"); // values are not translated
  expect(inChinese("the file is empty")).toBe("文件是空的");
  expect(inChinese("something else")).toBeNull();
  expect(inChinese("toString")).toBeNull();
});

test("the place comes first", () => {
  const what = say`the value is missing`;
  expect(inChinese(what, { file: "co2.csv", row: 8, column: "co2" })).toBe(
    'co2.csv 第 8 行，"co2" 列：缺失一个值',
  );
  expect(inChinese(what, { file: "a: b.csv", row: null, column: null })).toBe("a: b.csv：缺失一个值");
});

test("what a damaged run raises", () => {
  const chineseOfError = (read: () => unknown): string | null => {
    try {
      read();
    } catch (error) {
      if (error instanceof FormatError) return inChinese(JSON.parse(JSON.stringify(error.sentence)));
    }
    return expect.fail("no FormatError");
  };
  const nothing = { config: null, status: null, metrics: null, backtest: null };
  expect(chineseOfError(() => readRun(nothing))).toBe("缺少 config.json");
  expect(chineseOfError(() => readRun({ ...nothing, config: "{" }))).toBe("config.json 不是有效的 JSON");
  const line = '{"epoch":1,"loss":1,"valLoss":null,"lr":1,"seconds":null}';
  expect(chineseOfError(() => readMetrics(`${line}\n{\n`))).toBe("metrics.jsonl 第 2 行不是有效的 JSON");
});

/** Without quoted texts, names of files and formats. */
const bare = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"/g, "")
    .replace(/some\.csv|SegRNN|JSON|month|TextDecoder|gb18030|utf-8|UTF-8/g, "");

/** A fault as the page receives it, in Chinese and with nothing English left. */
function expectChinese(fault: Fault): void {
  const { message, sentence, hint, ...place } = structuredClone(fault);
  const chinese = [inChinese(sentence, place), hint === null ? "" : inChinese(hint)];
  expect(chinese, message).not.toContain(null);
  expect(bare(chinese.join(" ")), message).not.toMatch(/[a-z]{2}/i);
}

describe("what a file raises when it is read", () => {
  test.for([
    ["empty", ""],
    ["cells", "a,b\n1,2\n1,2,3\n"],
    ["quote", 'a,b\n1,"2\n'],
    ["after a quote", 'a,b\n1,"2"x\n'],
    ["decimal", "a;b\n1,5;2.5\n2,5;3.5\n"],
    ["thousands", "a;b\n1,234;x\n2,345;y\n"],
    ["zero bytes", "a\0,b\0\n1\0,2\0\n"],
  ] as const)("%s", async ([, text]) => expectChinese(await readFault(text)));

  test("JSON lines, and bytes of no encoding", async () => {
    for (const line of ["[1]", '{"a": [1]}', "{"])
      expectChinese({ ...(await readFault(`{"a": 1}\n${line}\n`, "some.jsonl")), file: "some.csv" });
    const noise = new Blob([new Uint8Array(400).fill(0xff)]);
    expectChinese(await readFault(noise));
  });
});

describe("what its rows raise, and settings that do not fit", () => {
  test.for([
    ["missing", "t,y\n1,1\n2,\n3,3\n"],
    ["no time", "t,y\n1,1\n,2\n3,3\n"],
    ["twice", "t,y\n1,1\n2,2\n2,3\n"],
    ["not sorted", "t,y\n1,1\n3,2\n2,3\n"],
    ["a gap", "t,y\n1,1\n2,2\n4,3\n5,4\n"],
    ["a date", "t,y\n2020-01-01,1\nyesterday,2\n2020-01-03,2\n"],
    ["day or month", "t,y\n03/04/2020,1\n04/04/2020,2\n"],
    ["zones", "t,y\n2020-01-01T00:00Z,1\n2020-01-02T00:00,2\n"],
    ["a text", "t,y\n1,1\n2,off\n3,x\n4,z\n"],
    [
      "a date far away",
      `t,y\n${Array.from({ length: 9 }, (_, i) => `2020-01-0${i + 1},1`).join("\n")}\n2199-01-01,2\n`,
    ],
    ["few rows", "t,y\n1,1\n2,2\n3,3\n4,4\n"],
  ] as const)("%s", async ([name, text]) => {
    const { session } = await sessionWith(text);
    const policies = name === "a date far away" ? { ...strict, gaps: "fill" as const } : strict;
    expectChinese(faultIn(session.plan(choose(["time", "target"], { horizon: 3 }, { policies }))));
  });

  test("seasons, segments, covariates that are missing", async () => {
    const line = await sessionWith(`y\n${Array.from({ length: 80 }, (_, i) => i * i).join("\n")}`);
    const fault = (options: Parameters<typeof choose>[1]): Fault => {
      const planned = line.session.plan(choose(["target"], options));
      return faultIn("fault" in planned ? planned : line.session.start(choose(["target"], options)));
    };
    expectChinese(fault({ model: "seasonal", season: null }));
    expectChinese(fault({ model: "seasonal", season: 9, lookback: 4 }));
    expectChinese(fault({ season: 60 }));
    expectChinese(fault({ model: "segrnn", lookback: 25, horizon: 7, modelOptions: { segment: 4 } }));
    expectChinese(fault({ calendar: ["month"] }));
  });
});
