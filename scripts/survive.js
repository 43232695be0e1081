/**
 * @module Kills workers at random while a panel of 400 series is trained, and compares the results with an undisturbed run:
 * `node scripts/survive.js 20 1 --on threads`, or `--on redis` or `postgres`, whose servers UNROLLED_TEST_REDIS and
 * UNROLLED_TEST_POSTGRES name. Prints the kills, and how often each job was run to its end.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const command = fileURLToPath(new URL("../dist/node/cli.js", import.meta.url));
const results = ["best.safetensors", "scores.json", "series.csv", "forecast.csv"];

/** @typedef {{ kills: number, seed: number, on: "threads" | "redis" | "postgres", series?: number, rows?: number }} Options */

/** Kills until there are enough; returns what was counted. Throws where results differ, or a job has ended twice. */
export async function survive(/** @type {Options} */ { kills, seed, on, series = 400, rows = 700 }) {
  const folder = mkdtempSync(join(tmpdir(), "unrolled-survive-"));
  const random = generator(seed);
  try {
    const data = join(folder, "panel.csv");
    writeFileSync(data, panel(series, rows, seed));
    const words = [
      "train",
      data,
      "--per-series",
      "--horizon",
      "14",
      "--season",
      "7",
      "--out",
      folder,
      "--lang",
      "en",
    ];
    run([...words, "--name", "whole", "--jobs", "1"]);
    let [killed, rounds] = [0, 0];
    const /** @type {Map<string, number>} */ ends = new Map();
    while (killed < kills) {
      const name = `round-${rounds}`;
      const left = kills - killed;
      killed +=
        on === "threads"
          ? await killThreads([...words, "--name", name, "--jobs", "2"], join(folder, name), left, random)
          : await killWorkers(
              [...words, "--name", name],
              on,
              `survive-${seed}-${rounds}-${Date.now()}`,
              left,
              random,
              ends,
            );
      for (const file of results)
        if (!readFileSync(join(folder, name, file)).equals(readFileSync(join(folder, "whole", file))))
          throw new Error(`${on}: ${file} differs after ${killed} kills (seed ${seed})`);
      for (const [job, count] of ends) if (count > 1) throw new Error(`${on}: ${job} ended ${count} times`);
      ends.clear();
      rounds += 1;
      rmSync(join(folder, name), { recursive: true });
    }
    return { on, killed, rounds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(/** @type {string[]} */ words) {
  const { status, stderr } = spawnSync(process.execPath, [command, ...words], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
}

/** Kills the whole command, threads and all, and resumes it. A part that is there is never written again. */
async function killThreads(
  /** @type {string[]} */ words,
  /** @type {string} */ run,
  /** @type {number} */ most,
  /** @type {() => number} */ random,
) {
  const /** @type {Map<string, number>} */ parts = new Map();
  let killed = 0;
  for (;;) {
    const isBegun = existsSync(join(run, "config.json"));
    const child = start(isBegun ? ["train", "--resume", run, "--jobs", "2", "--lang", "en"] : words);
    const ended = endOf(child);
    if (killed < most) {
      const folder = join(run, "parts");
      while (child.exitCode === null && !existsSync(folder)) await sleep(5);
      await Promise.race([sleep(600 * random()), ended]);
      if (child.exitCode === null) {
        child.kill("SIGKILL");
        killed += 1;
      }
    }
    const code = await ended;
    for (const name of existsSync(join(run, "parts")) ? readdirSync(join(run, "parts")) : []) {
      if (!/^[0-9a-f]+\.part$/.test(name)) continue;
      const { ino } = statSync(join(run, "parts", name));
      if ((parts.get(name) ?? ino) !== ino) throw new Error(`threads: ${name} was written twice`);
      parts.set(name, ino);
    }
    if (code === 0) return killed;
    if (code !== null) throw new Error(`threads: the command ended with ${code}`);
  }
}

/** Kills one of two workers at a time, and starts another one. */
async function killWorkers(
  /** @type {string[]} */ words,
  /** @type {"redis" | "postgres"} */ on,
  /** @type {string} */ name,
  /** @type {number} */ most,
  /** @type {() => number} */ random,
  /** @type {Map<string, number>} */ ends,
) {
  const url = process.env[on === "redis" ? "UNROLLED_TEST_REDIS" : "UNROLLED_TEST_POSTGRES"];
  if (url === undefined) throw new Error(`no server is named for ${on}`);
  const queue = ["--queue", url, "--queue-name", name];
  const worker = () => {
    const child = start(["worker", ...queue, "--concurrency", "1", "--lost-after", "1", "--json"]);
    child.stdout?.on("data", (text) => {
      for (const [, label = ""] of String(text).matchAll(/"type":"done","label":"([^"]+)"/g))
        ends.set(label, (ends.get(label) ?? 0) + 1);
    });
    return child;
  };
  const workers = [worker(), worker()];
  const whole = start([...words, ...queue]);
  const ended = endOf(whole);
  let killed = 0;
  try {
    while (whole.exitCode === null) {
      await Promise.race([sleep(700 + 900 * random()), ended]);
      if (whole.exitCode !== null || killed >= most) continue;
      const one = random() < 0.5 ? 0 : 1;
      workers[one]?.kill("SIGKILL");
      killed += 1;
      workers[one] = worker();
    }
    const code = await ended;
    if (code !== 0) throw new Error(`${on}: the command ended with ${code}`);
    return killed;
  } finally {
    for (const one of workers) one.kill("SIGKILL");
  }
}

function start(/** @type {string[]} */ words) {
  return spawn(process.execPath, [command, ...words], { stdio: ["ignore", "pipe", "ignore"] });
}

/** The exit code; null for a process that was killed. @returns {Promise<number | null>} */
function endOf(/** @type {import("node:child_process").ChildProcess} */ child) {
  child.stdout?.resume();
  return new Promise((resolve) => child.on("exit", (code) => resolve(code)));
}

function panel(/** @type {number} */ series, /** @type {number} */ rows, /** @type {number} */ seed) {
  const random = generator(seed);
  const lines = ["unique_id,ds,y"];
  for (let s = 0; s < series; s++)
    for (let t = 0; t < rows; t++)
      lines.push(
        `s${s},${t},${(20 + (s % 9) + 5 * Math.sin((2 * Math.PI * (t + s)) / 7) + random()).toFixed(4)}`,
      );
  return `${lines.join("\n")}\n`;
}

/** Numbers from 0 to 1, the same for a seed: mulberry32. */
function generator(/** @type {number} */ seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { on: { type: "string", default: "threads" } },
  });
  const [kills = 20, seed = 1] = positionals.map(Number);
  if (values.on !== "threads" && values.on !== "redis" && values.on !== "postgres")
    throw new Error("--on must be threads, redis or postgres");
  const { on, killed, rounds } = await survive({ kills, seed, on: values.on });
  process.stdout.write(
    `${on}: ${killed} kills in ${rounds} runs of 400 series: the bytes of an undisturbed run, no job ended twice\n`,
  );
}
