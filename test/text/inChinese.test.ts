/** @module Errors in Chinese: what files with faults raise is found in the table, and nothing English is left. */
import { describe, expect, test } from "vitest";
import { hintInChinese, inChinese, stepInChinese } from "../../src/text/inChinese.ts";
import { strict } from "../../studio/data/lab/choices.ts";
import type { Fault } from "../../studio/data/lab/fault.ts";
import { choose, faultIn, readFault, sessionWith } from "../studio/data/given.ts";

/** Without quoted texts, names of files and formats. */
const bare = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"/g, "")
    .replace(/some\.csv|SegRNN|JSON|TextDecoder|gb18030|utf-8|UTF-8/g, "");

function expectChinese({ message, hint }: Fault): void {
  const chinese = [inChinese(message), hint === null ? "" : hintInChinese(hint)];
  expect(chinese, message).not.toContain(null);
  expect(bare(chinese.join(" ")), message).not.toMatch(/[a-z]{2}/i);
}

test("the place, then the fault: by hand", () => {
  expect(inChinese('co2.csv, row 8, column "co2": the value is missing')).toBe(
    'co2.csv 第 8 行，"co2" 列：缺失一个值',
  );
  expect(inChinese("a: b.csv: the file is empty")).toBe("a: b.csv：文件是空的");
  expect(
    inChinese("the training set of a.csv has 2 rows but must have at least 9, for look-back 6 and horizon 3"),
  ).toBe("a.csv 的训练集有 2 行；回看 6 步、预测 3 步时至少要有 9 行");
  expect(inChinese('a.csv, row 4, column "t": 2020-03-04 follows 2020-03-02, but the step is 1 day')).toBe(
    'a.csv 第 4 行，"t" 列：2020-03-02 之后是 2020-03-04，但步长是 1 天',
  );
  expect([stepInChinese("2 weeks"), stepInChinese("0.5")]).toEqual(["2 周", "0.5"]);
  expect(inChinese("there is no config.json")).toBe("缺少 config.json");
  expect(inChinese("config.json is not valid JSON")).toBe("config.json 不是有效的 JSON");
  expect(inChinese("metrics.jsonl, line 2 is not valid JSON")).toBe("metrics.jsonl 第 2 行不是有效的 JSON");
  expect(inChinese("metrics.jsonl has 9 bytes but must have at most 8")).toBe(
    "metrics.jsonl 有 9 字节，最多只能有 8 字节",
  );
  expect(inChinese("something else")).toBe(null);
});

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
      expectChinese(await readFault(`{"a": 1}\n${line}\n`, "some.jsonl").then(renamed));
    const noise = new Blob([new Uint8Array(400).fill(0xff)]);
    expectChinese(await readFault(noise));
  });
});

const renamed = (fault: Fault): Fault => ({
  ...fault,
  message: fault.message.replace("some.jsonl", "some.csv"),
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

  test("edges, seasons, segments, covariates that are missing", async () => {
    const edge = await sessionWith("t,y\n1,\n2,2\n3,3\n");
    const policies = { ...strict, missing: "forward" as const };
    expectChinese(faultIn(edge.session.plan(choose(["time", "target"], {}, { policies }))));
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
