/** @module The same results undivided, in threads, in shards, and resumed; what `gather` refuses. */
import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { survive } from "../../../scripts/survive.js";
import { say, temporaryFolder } from "../fakeProcess.ts";
import { fileOf } from "../forecast/given.ts";

const out = temporaryFolder();
const command = fileURLToPath(new URL("../../../dist/node/cli.js", import.meta.url));
const sold = (s: number, t: number): number =>
  20 + (s % 9) + 5 * Math.sin((2 * Math.PI * (t + s)) / 7) + ((t * 7919 + s * 104_729) % 97) / 24;
const rows = Array.from({ length: 230 }, (_, s) =>
  Array.from({ length: 40 + (s % 5) }, (_, t) => `s${s},${t},${sold(s, t).toFixed(4)}`),
);
const panel = fileOf(out, "panel.csv", "unique_id,ds,y", ...rows.flat());
const train = [
  "train",
  panel,
  "--per-series",
  "--horizon",
  "4",
  "--season",
  "7",
  "--out",
  out,
  "--lang",
  "en",
];
const read = (run: string, name: string): string => readFileSync(join(out, run, name), "utf8");
const results = ["best.safetensors", "scores.json", "series.csv", "forecast.csv"];

beforeAll(async () => {
  expect(await say([...train, "--name", "whole", "--jobs", "1"])).toMatchObject({ code: 0 });
});

function expectSame(run: string): void {
  for (const name of results) expect(read(run, name), name).toBe(read("whole", name));
  expect(readdirSync(join(out, run)).sort()).toEqual(readdirSync(join(out, "whole")).sort());
}

test("a model for each series: two threads write the same bytes as one job after the other", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [command, ...train, "--name", "threads", "--jobs", "2"],
    {
      encoding: "utf8",
    },
  );
  expect([status, stderr]).toEqual([0, expect.stringContaining("230 series")]);
  expectSame("threads");
});

test("killed twice on the way and resumed: the bytes of an undisturbed run, no part written twice", async () => {
  const { on, killed } = await survive({ kills: 2, seed: 1, on: "threads", series: 210, rows: 60 });
  expect([on, killed]).toEqual(["threads", 2]);
});

test("shards are gathered to the same bytes; missing, foreign and damaged parts are named", async () => {
  const store = join(out, "store");
  const words = [...train, "--name", "gathered", "--store", store];
  const shard = (i: number): string[] => [...words, "--shard", `${i}/2`, "--jobs", "1"];
  const first = await say(shard(1));
  expect([first.code, first.stdout]).toEqual([
    0,
    `Shard 1/2: 2 of 3 jobs, in ${store}\nWhen all shards are done: unrolled gather ${store}\n`,
  ]);
  expect((await say(["gather", store])).stderr).toContain(
    `error: ${store} lacks 1 of 3 parts: series 101 to 200\n  They are made by: unrolled train ${panel}`,
  );
  expect((await say(["gather", store])).stderr).toContain("--shard 2/2");
  expect((await say([...words, "--shard", "1/3"])).stderr).toContain("holds the parts of another command");
  expect((await say(shard(2))).code).toBe(0);

  const [part = ""] = readdirSync(store).filter((name) => name.endsWith(".part"));
  const foreign = join(store, `${"0".repeat(32)}.part`);
  copyFileSync(join(store, part), foreign);
  expect((await say(["gather", store])).stderr).toContain(`of other data or options: ${"0".repeat(32)}.part`);
  rmSync(foreign);

  const bytes = readFileSync(join(store, part));
  writeFileSync(
    join(store, part),
    bytes.map((byte, i) => (i === bytes.length - 9 ? byte ^ 1 : byte)),
  );
  expect((await say(["gather", store])).stderr).toContain(`${join(store, part)}: its checksum is wrong`);
  writeFileSync(join(store, part), bytes);

  expect((await say(["gather", store])).code).toBe(0);
  expectSame("gathered");
});

test("a forecast and a backtest of a panel in shards print what the undivided ones do", async () => {
  const run = join(out, "whole");
  for (const words of [
    ["forecast", run],
    ["forecast", run, "--json"],
    ["backtest", run, "--json"],
  ]) {
    const store = join(out, words.join("-").replaceAll("/", "_"));
    const parts = [...words, "--store", store, "--jobs", "1"];
    for (const i of [1, 2]) expect((await say([...parts, "--shard", `${i}/2`])).code).toBe(0);
    expect((await say(["gather", store])).stdout).toBe((await say([...words, "--jobs", "1"])).stdout);
  }
});

test("a backtest with refits: the same with two threads and in shards", async () => {
  const words = ["backtest", fileURLToPath(new URL("../../../datasets/sunspots.csv", import.meta.url))];
  words.push("--horizon", "5", "--hidden", "4", "--epochs", "2", "--refit", "--refit-every", "20", "--json");
  const whole = await say([...words, "--jobs", "1"]);
  const store = join(out, "refits");
  for (const i of [1, 2]) await say([...words, "--jobs", "1", "--store", store, "--shard", `${i}/2`]);
  expect((await say(["gather", store])).stdout).toBe(whole.stdout);
  const env = { ...process.env, UNROLLED_VECTORS: "strict" }; // as in this process
  const options = { encoding: "utf8", env } as const;
  const threads = spawnSync(process.execPath, [command, ...words, "--jobs", "2"], options);
  expect([threads.status, threads.stdout]).toEqual([0, whole.stdout]);
});

test("gather says what it does, and refuses a command that would do more than join parts", async () => {
  const store = join(out, "of-a-stranger");
  const words = ["forecast", join(out, "whole")];
  await say([...words, "--store", store, "--shard", "1/1"]);
  expect(JSON.parse(readFileSync(join(store, "command.json"), "utf8"))).toMatchObject({ words, shards: 1 });
  expect((await say(["gather", store, "--lang", "en"])).stderr).toMatch(
    `Joins the parts of: unrolled forecast ${join(out, "whole")}\n`,
  );
  for (const more of [["--force"], ["--resume", "run"], ["--queue=redis://host"], ["--store", "elsewhere"]]) {
    const [name = ""] = more[0]?.split("=") ?? [];
    const { code, stderr } = await gathered(store, [...words, ...more]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(`command.json.words is .* but must be without ${name}`),
    ]);
  }
  expect((await gathered(store, ["studio"])).stderr).toContain("must be those of train, backtest, forecast");
});

/** Gathers by a command that is put in the folder. */
function gathered(store: string, words: readonly string[]): ReturnType<typeof say> {
  const file = join(store, "command.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), words }));
  return say(["gather", store, "--lang", "en"]);
}

test("a shard of what is one job, and one without a folder, are refused", async () => {
  const data = fileURLToPath(new URL("../../../datasets/sunspots.csv", import.meta.url));
  const store = ["--store", join(out, "refused")];
  expect((await say(["train", data, ...store, "--shard", "1/2"])).stderr).toContain(
    "error: --shard is given, but this is one job",
  );
  const global = ["train", panel, "--horizon", "4", ...store, "--lang", "en"];
  expect((await say([...global, "--shard", "1/2"])).stderr).toContain(
    "error: --shard is given, but this is one job",
  );
  expect((await say([...global, "--resume", "run", "--shard", "1/2"])).stderr).toContain(
    "error: --shard and --resume are both given",
  );
  expect((await say(["train", data, "--queue", "redis://localhost", "--lang", "en"])).stderr).toContain(
    "error: --queue is given, but the model of one series is trained here",
  );
  expect((await say(["train", panel, "--shard", "1/2"])).stderr).toContain(
    "error: --shard is given, but --store is not\n  All shards write their parts into one folder: --store FOLDER",
  );
  for (const text of ["0/2", "3/2", "1", "1/2/3", "a/b", "1/0"])
    expect((await say(["train", panel, ...store, "--shard", text])).stderr).toContain("It must be i/n");
});
