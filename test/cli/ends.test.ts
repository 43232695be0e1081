/** @module How commands end: readers that leave, signals in every phase, nohup, pipes without a writer. On the built package. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./fakeProcess.ts";

const folder = temporaryFolder();
const command = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const sunspots = fileURLToPath(new URL("../../datasets/sunspots.csv", import.meta.url));
const long = ["train", sunspots, "--target", "SUNACTIVITY", "--hidden", "8", "--epochs", "100000"];
const endless = [...long, "--patience", "100000", "--out", folder, "--name"];
const env = { ...process.env, NO_COLOR: "1", LANG: "C", LC_ALL: "C", NODE_OPTIONS: "" };

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

type Child = ReturnType<typeof spawn>;

/** Prints the exit code of the first command of a pipe. */
const status = "echo $PIPESTATUS";

/** Runs a program; `watch` sees stderr as it grows and may do something about it, once. */
function run(program: string, words: readonly string[], watch: (stderr: string, child: Child) => boolean) {
  const child = spawn(program, words, { env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  let watching = watch;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (watching(stderr, child)) watching = () => false;
  });
  return new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stderr }));
  });
}

const unrolled = (words: readonly string[], watch: (stderr: string, child: Child) => boolean) =>
  run(process.execPath, [command, ...words], watch);

const hasTrained = (stderr: string): boolean => /Epoch 3\/.*\n/.test(stderr);

/** A shell command line with the command in place of `unrolled`; its output. */
function shell(line: string, program = "bash"): string {
  const whole = line.replaceAll(/(?<![-/])\bunrolled(?= )/g, `'${process.execPath}' '${command}'`);
  return spawnSync(program, ["-c", whole], { env, cwd: folder, encoding: "utf8", timeout: 120_000 }).stdout;
}

describe.runIf(process.platform !== "win32")("a reader that leaves", () => {
  test("makes no failure a success", () => {
    expect(shell(`(sleep 0.3; unrolled forecast none) 2>&1 | true; ${status}`)).toBe("1\n");
    expect(shell(`unrolled inspect none 2>&1 | true; ${status}`)).toBe("1\n");
    expect(shell(`unrolled train --epochs 0 2>&1 | true; ${status}`)).toBe("2\n");
  });

  test("ends no training, and loses none of its files", () => {
    const words = `${long.slice(0, -1).join(" ")} 5 --out left --name head`;
    expect(shell(`unrolled ${words} 2>&1 | head -2 >/dev/null; ${status}`)).toBe("0\n");
    const { state } = JSON.parse(readFileSync(join(folder, "left", "head", "status.json"), "utf8"));
    expect(state).toBe("done");
  });
});

/** Calls back a moment after a file is there. */
function whenThere(path: string, callback: () => void): void {
  const watch = setInterval(() => {
    if (!existsSync(path)) return;
    clearInterval(watch);
    setTimeout(callback, 100);
  }, 20);
}

describe.runIf(process.platform === "linux")("signals", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s in training: 130, and a checkpoint",
    async (signal) => {
      const { code, stderr } = await unrolled([...endless, signal], (text, child) =>
        hasTrained(text) ? child.kill(signal) : false,
      );
      const path = join(folder, signal);
      expect([code, existsSync(join(path, "checkpoint.safetensors"))]).toEqual([130, true]);
      expect(stderr).toContain(`Interrupted. To resume: unrolled train --resume ${path}\n`);
    },
  );

  test("within one batch of minutes: 130, and nothing to be mended", async () => {
    const data = join(folder, "huge.csv");
    writeFileSync(data, `v\n${Array.from({ length: 9000 }, (_, i) => i % 7).join("\n")}\n`);
    const sizes = ["--hidden", "400", "--lookback", "400", "--batch-size", "2000", "--horizon", "2"];
    const words = ["train", data, "--model", "lstm", ...sizes, "--out", folder, "--name", "huge"];
    const { code, stderr } = await unrolled(words, (text, child) => {
      if (!text.includes("epochs of")) return false;
      whenThere(join(folder, "huge", "config.json"), () => child.kill("SIGINT"));
      return true;
    });
    expect(code).toBe(130);
    expect(stderr).toContain("Interrupted. To resume: unrolled train --resume");
    expect(stderr).not.toContain("Epoch 1/");
    expect(readdirSync(join(folder, "huge")).sort()).toEqual(["config.json", "status.json"]);
  });

  test("while the results are scored: 130, to be resumed", async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 5) + ((i * 7919) % 13) / 20);
    const data = join(folder, "long.csv");
    writeFileSync(data, `v\n${rows.join("\n")}\n`);
    const words = ["train", data, "--model", "naive", "--horizon", "96", "--out", folder, "--name", "scored"];
    const ended = await unrolled(words, (text, child) => {
      if (!text.includes("rows: ")) return false;
      whenThere(join(folder, "scored", "config.json"), () => child.kill("SIGINT"));
      return true;
    });
    expect(ended.code).toBe(130);
    const { state } = JSON.parse(readFileSync(join(folder, "scored", "status.json"), "utf8"));
    expect(state).toBe("interrupted");
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s at a pipe without a writer: 130",
    async (signal) => {
      const pipe = join(folder, `pipe-${signal}`);
      spawnSync("mkfifo", [pipe]);
      const child = spawn(process.execPath, [command, "train", pipe], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
      const ended = new Promise<number | null>((resolve) => {
        child.on("close", resolve);
      });
      const open = (): boolean => shell(`ls -l /proc/${child.pid}/fd`).includes(pipe);
      for (let i = 0; i < 200 && !open(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill(signal);
      expect([await ended, stderr]).toEqual([130, "Interrupted: nothing was written.\n"]);
    },
  );

  test.each(["bash", "dash"])("nohup outlives its terminal, started by %s", (program) => {
    if (spawnSync(program, ["-c", ":"]).error) return;
    const name = `nohup-${program}`;
    const wait = (what: string): string => `while ! ${what}; do sleep 0.1; done`;
    const line = [
      `nohup unrolled ${[...endless, name].join(" ")} > ${name}.log 2>&1 & P=$!`,
      wait(`grep -q 'Epoch 2/' ${name}.log`),
      "kill -HUP $P; sleep 0.5; kill -0 $P && echo alive; kill -TERM $P; wait $P; echo $?",
    ].join("\n");
    expect(shell(line, program)).toBe("alive\n130\n");
  });
});

test.runIf(process.platform !== "win32")("standard input, and pipes with faults, are data", () => {
  const options = "--target SUNACTIVITY --model naive";
  const file = shell(
    `unrolled train '${sunspots}' ${options} --out given --name same && cat given/same/forecast.csv`,
  );
  const rows = (text: string): string => text.slice(text.indexOf("YEAR,"));
  const piped = shell(
    `cat '${sunspots}' | unrolled train - ${options} --out piped --name same && cat piped/same/forecast.csv`,
  );
  expect(rows(piped)).toBe(rows(file));
  const faults = shell("printf 't,v\\n1,2\\n1,x\\n3,\\n4,5\\n5,6\\n' | unrolled train - --target v 2>&1");
  expect(faults).toContain('error: stdin: there are 2 faults\n  row 3, column "v": "x" is not a number');
});
