/** @module Texts of files that somebody else made, on their way to a terminal, into tables for spreadsheets and into pages. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { drawing, gated, own } from "../../src/cli/terminalGate.ts";
import { encodeSafetensors } from "../../src/interop/index.ts";
import { escapeHtml, oneLine, plainCell, visible } from "../../src/text/escape.ts";
import { say, temporaryFolder } from "./fakeProcess.ts";

const folder = temporaryFolder();

/** One of each kind: a title, a colour, C1, a return, a bell, an override, an isolate, line separators, a mark, DEL. */
const hostile = "v\u001b]0;PWNED\u0007\u001b[31mred\u009b2J\r\b\u202e\u2066\u2028\u2029\u200f\u0085\u007f";
const shown =
  "v\\u001b]0;PWNED\\u0007\\u001b[31mred\\u009b2J\\u000d\\u0008\\u202e\\u2066\\u2028\\u2029\\u200f\\u0085\\u007f";
const drawn = /\p{Cc}\[\d*[AKJ]\r?/gu;
/** What may reach an output that is no terminal. */
const acted = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

test("control characters, marks of direction and separators are shown as JSON reads them back", () => {
  expect(visible(hostile)).toBe(shown);
  expect(JSON.parse(`"${visible(hostile)}"`)).toBe(hostile);
  expect(visible("Größe 温度 مرحبا 👩‍👩‍👧\n\t\u00a0é")).toBe("Größe 温度 مرحبا 👩‍👩‍👧\n\t\u00a0é");
  expect(oneLine("a\nerror: b\tc")).toBe("a\\nerror: b\\tc");
  expect(escapeHtml(`<b>${hostile}</b>`)).toBe(`&lt;b&gt;${shown}&lt;/b&gt;`);
});

test("the gate lets nothing pass but what is marked as our own", () => {
  const written: string[] = [];
  const output = gated({ write: (text) => written.push(text), columns: 70, isTTY: true });
  output.write(`a${own("\u001b[1m")}${hostile}${own("\u001b[22m")}\n`);
  drawing(output).write("\u001b[2A\r");
  expect(written).toEqual([`a\u001b[1m${shown}\u001b[22m\n`, "\u001b[2A\r"]);
  expect([output.columns, output.isTTY, output.rows]).toEqual([70, true, undefined]);
});

const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const rows = Array.from({ length: 60 }, (_, i) => `${2000 + i},${Math.sin(i)},${i % 2 ? "x\u001b[5m" : "y"}`);

function dataFile(folder: string, file: string, target: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, file);
  writeFileSync(path, `t,${name(target)},${name(`c\u009b1m\nerror: faked`)}\n${rows.join("\n")}\n`);
  return path;
}

describe.each([undefined, [90, 30] as const])("a file with hostile names, on a terminal of %j", (size) => {
  const at = size === undefined ? { env: { NO_COLOR: "1" } } : { size, env: { NO_COLOR: "1" } };
  const target = `${hostile.replace("\r", "")}\nfaked: line`; // returns end lines
  const run = join(folder, `run${size?.[0]}\u001b[7m`);

  test("train, inspect, compare, forecast, backtest and check show them", async () => {
    const data = dataFile(folder, "e\u001b]2;title\u0007.csv", target);
    const words = ["--target", target, "--model", "naive"];
    const out = ["--out", folder, "--name", run.slice(folder.length + 1)];
    for (const line of [
      ["train", data, ...words, ...out],
      ["inspect", run],
      ["compare", run, run],
      ["forecast", run],
      ["forecast", run, "--json"],
      ["inspect", run, "--json"],
      ["backtest", run],
      ["check", data, ...words],
      ["check", data, "--lang", "zh"],
      ["train", data, "--target", "nothing\u001b[31m\nerror: faked"],
      ["train", `${data}\u001b[31m\nerror: faked`],
      ["inspect", `${run}\u001b[31m`],
      ["train", data, `--nonsense\u001b[31m`],
      ["\u001b[31m"],
    ]) {
      const { stdout, stderr } = await say(line, at);
      const text = `${stdout}${stderr}`.replace(drawn, "");
      expect([line[0], acted.exec(text)]).toEqual([line[0], null]);
      if (line[0] !== "backtest") expect(text).toContain("\\u001b"); // which names nothing
      if (line[0] !== "forecast" || line.length > 2) expect(text).not.toMatch(/^(?:error: )?faked/m); // in CSV, quotes hold lines
    }
  });

  test("its forecast and its report hold none of them", () => {
    for (const file of ["forecast.csv", "report.html"])
      expect([file, acted.exec(readFileSync(join(run, file), "utf8"))]).toEqual([file, null]);
  });
});

test("names of tensors: in lists, in errors, and as a part that is not there", async () => {
  const path = join(folder, "w.safetensors");
  writeFileSync(path, encodeSafetensors({ [`${hostile}.w`]: { shape: [1], data: Float32Array.of(1) } }));
  const broken = join(folder, "broken.safetensors");
  const header = Buffer.from(
    JSON.stringify({ [hostile]: { dtype: "F32", shape: [1], data_offsets: [5, 9] } }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(broken, Buffer.concat([length, header, Buffer.alloc(9)]));
  for (const words of [
    ["import", path, "--out", join(folder, "o.pt")],
    ["import", path, "--out", join(folder, "o.pt"), "--part", "nothing\u001b[1m"],
    ["import", broken, "--out", join(folder, "o.pt")],
    ["export", path, "--to", "onnx"],
    ["export", broken, "--to", "pt"],
  ]) {
    const { stdout, stderr } = await say(words);
    expect([words, acted.exec(stdout + stderr)]).toEqual([words, null]);
    expect(stdout + stderr).toContain("\\u001b");
  }
});

test.each([
  ["=1+1", "'=1+1"],
  ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
  ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
  ["@SUM(A1:A9)", "'@SUM(A1:A9)"],
  ["\t=1+1", "'\t=1+1"],
  ["\r=1+1", "'\r=1+1"],
  [" =1+1", "' =1+1"],
  ["＝1+1", "'＝1+1"],
  ["＠SUM(1)", "'＠SUM(1)"],
  ["-x", "'-x"],
  ["-5", "-5"],
  ["+1.5e-7", "+1.5e-7"],
  ["-0044-03-15", "-0044-03-15"],
  ["2020-01-01", "2020-01-01"],
  ["a=b", "a=b"],
  ["", ""],
])("a cell of %j is written as %j", (text, cell) => expect(plainCell(text)).toBe(cell));

test("no name of a column is a formula in forecast.csv, in the file as on standard output", async () => {
  const data = join(folder, "formula.csv");
  const evil = `=cmd|' /C calc'!A0`;
  writeFileSync(data, `@t,"${evil}","x;=1+1"\n${rows.map((row) => row.replace(/x.*|y/, "1")).join("\n")}\n`);
  const words = ["--target", evil, "--target", "x;=1+1", "--model", "naive", "--horizon", "1"];
  await say(["train", data, ...words, "--out", folder, "--name", "formula"]);
  const text = readFileSync(join(folder, "formula", "forecast.csv"), "utf8");
  const [head] = text.split("\n");
  expect(head.startsWith(`'@t,'${evil},'${evil} lower 80,`)).toBe(true);
  expect(head).toContain(`,"x;=1+1",`);
  expect((await say(["forecast", join(folder, "formula")])).stdout).toBe(text);
});
