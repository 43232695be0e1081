/** @module One file through the terminal and through the page: the same errors, and the same forecasts. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { choose, finish, found, readFault, sessionWith } from "../../studio/data/given.ts";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf, weeks } from "./given.ts";

const out = temporaryFolder();
const lines = weeks(147);
/** Seven days without sales, whose weekends are known. */
const ahead = lines.slice(141).map((line) => line.replace(/^([^,]+),[^,]+,[^,]+/, "$1,,"));
const data = fileOf(out, "shop.csv", ...lines.slice(0, 141), ...ahead);
const flags = [
  "--target",
  "sales",
  "--future",
  "weekend",
  "--horizon",
  "7",
  "--epochs",
  "2",
  "--hidden",
  "4",
];
const shop = join(out, "shop");

describe("rows after the last target", () => {
  test("are forecast by train, by forecast and by the page, with the same numbers", async () => {
    const trained = await say(["train", data, ...flags, "--name", "shop", "--out", out]);
    expect([trained.code, trained.stderr.includes("140 rows")]).toEqual([0, true]);
    const csv = readFileSync(join(shop, "forecast.csv"), "utf8");
    expect(csv.split("\n")[1]).toMatch(/^2024-05-20,/);

    const again = await say(["forecast", shop]);
    expect([again.code, again.stdout]).toEqual([0, csv]);
    const apart = await say(["forecast", shop, "--future", fileOf(out, "ahead.csv", lines[0], ...ahead)]);
    expect([apart.code, apart.stdout]).toEqual([0, csv]);

    const { session } = await sessionWith(readFileSync(data, "utf8"), "shop.csv");
    const options = { epochs: 2, horizon: 7, modelOptions: { hidden: 4 } };
    found(session.start(choose(["time", "target", "none", "future"], options)));
    finish(session);
    expect(session.forecastCsv("trained")).toBe(csv);
  }, 60_000);

  test("of newer data are used, too", async () => {
    const newer = fileOf(
      out,
      "newer.csv",
      ...lines.slice(0, 139),
      ...lines.slice(139, 141),
      ...ahead.slice(0, 3),
    );
    const { code, stderr } = await say(["forecast", shop, "--data", newer]);
    expect([code, stderr]).toEqual([
      2,
      'error: the future covariate "weekend" has 3 values but must have 7 finite values, one for each step to forecast\n  Set --future FILE\n  Or append a row without a target for each of these steps to the data\n',
    ]);
    const whole = await say(["forecast", shop, "--data", data]);
    expect([whole.code, whole.stdout]).toEqual([0, readFileSync(join(shop, "forecast.csv"), "utf8")]);
  });
});

describe("files that are not tables", () => {
  const zip = (entry: string): Buffer => Buffer.concat([Buffer.of(0x50, 0x4b, 3, 4), Buffer.from(entry)]);
  test.each<[string, Buffer, string, string]>([
    [
      "sales.csv.gz",
      gzipSync("a,b\n1,2\n"),
      "gzip",
      "this is a gzip archive, not a CSV file or JSON lines\n  Unpack it first, for example with gunzip",
    ],
    [
      "sales.xlsx",
      zip("[Content_Types].xml"),
      "spreadsheet",
      "this is a spreadsheet, not a CSV file or JSON lines\n  Open it and save it as CSV",
    ],
    [
      "sales.pdf",
      Buffer.from("%PDF-1.7"),
      "pdf",
      "this is a PDF, not a CSV file or JSON lines\n  Export the table as CSV",
    ],
    [
      "sales.json",
      Buffer.from('[{"a": 1}]'),
      "array",
      "this is a JSON array, not a CSV file or JSON lines\n  Write each object on a line of its own, without brackets and commas around them",
    ],
  ])("%s", async (name, bytes, fileKind, message) => {
    const path = join(out, name);
    writeFileSync(path, bytes);
    const { code, stderr } = await say(["train", path]);
    expect([code, stderr]).toEqual([1, `error: ${name}: ${message}\n`]);
    expect(await readFault(new Blob([new Uint8Array(bytes)]), name)).toMatchObject({
      fileKind,
      hint: { template: message.split("\n  ")[1], values: [] },
    });
  });

  test("a folder, and a file that does not exist", async () => {
    mkdirSync(join(out, "folder.csv"));
    expect((await say(["train", join(out, "folder.csv")])).stderr).toMatch(
      /^error: cannot read .*: that is a folder\n$/,
    );
    expect((await say(["train", join(out, "none.csv")])).stderr).toMatch(
      /^error: cannot read .*: there is no such file\n$/,
    );
  });
});

test("a text that stands for a missing value may contain a comma", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => (i === 20 ? '"n,a"' : String(i)));
  const path = fileOf(out, "comma.csv", "y", ...rows);
  const { stderr } = await say(["train", path]);
  const flag = /--missing-values (\S+)/.exec(stderr)?.[1] ?? "";
  const again = await say(["train", path, "--missing-values", flag]);
  expect(again.stderr).toContain('column "y": the value is missing');
});
