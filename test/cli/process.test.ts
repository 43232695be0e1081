/** @module The command as a process of its own: signals, pipes that break, and exit codes, on the built package. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./fakeProcess.ts";

const folder = temporaryFolder();
const command = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command; `watch` sees stdout as it grows and may do something about it. */
function run(
  words: readonly string[],
  watch: (stdout: string, child: ReturnType<typeof spawn>) => void = () => undefined,
): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: "1", LANG: "C", LC_ALL: "C", NODE_OPTIONS: "" };
  const child = spawn(process.execPath, [command, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    watch(stdout, child);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

test("the package is built (npm test builds it first)", () => expect(existsSync(command)).toBe(true));

test("a command line that is wrong: 2, on stderr", async () => {
  expect(await run(["note", "--sede", "1"])).toEqual({
    code: 2,
    signal: null,
    stdout: "",
    stderr: "error: unknown option '--sede'\n(Did you mean --seed?)\n",
  });
});

test("a run to the end: 0, and the report", async () => {
  const out = join(folder, "done");
  const { code, stderr } = await run(["note", "--only", "rnn", "--steps", "2", "--out", out]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "Writing the report and its figures…\n" });
  expect(readFileSync(join(out, "report.html"), "utf8")).toMatch(/<\/html>\s*$/);
});

test("a reader that has seen enough is no error, and no stack trace", async () => {
  const words = ["note", "--only", "rnn", "--steps", "100000", "--out", join(folder, "head")];
  const { code, signal, stderr } = await run(words, (_, child) => child.stdout?.destroy());
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: "" });
});

describe.runIf(process.platform !== "win32")("Ctrl-C", () => {
  const words = ["note", "--only", "rnn", "--steps", "1000000", "--hidden", "2"];
  const hasTrained = (stdout: string): boolean => /segment +10\//.test(stdout);

  test.each(["SIGINT", "SIGTERM"] as const)("%s: 130, with everything so far written", async (signal) => {
    const out = join(folder, signal);
    let sent = false;
    const ended = await run([...words, "--out", out], (stdout, child) => {
      if (!sent && hasTrained(stdout)) sent = child.kill(signal);
    });
    expect({ code: ended.code, signal: ended.signal }).toEqual({ code: 130, signal: null });
    expect(ended.stderr).toBe(
      "Writing the report and its figures…\nThe run was interrupted. The results are those finished by then.\n",
    );
    const names = [
      "data.svg",
      "metrics.jsonl",
      "report.html",
      "rnn-fit.svg",
      "rnn-loss.svg",
      "rnn.safetensors",
    ];
    expect(readdirSync(out).sort()).toEqual(names);
    const lines = readFileSync(join(out, "metrics.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.length).toBeGreaterThanOrEqual(10);
    expect(JSON.parse(lines[lines.length - 1])).toMatchObject({ program: "rnn", segment: lines.length });
  });

  test("a second time ends it at once, and leaves nothing half-written", async () => {
    const out = join(folder, "twice");
    const ended = await run([...words, "--out", out], (stdout, child) => {
      if (hasTrained(stdout)) child.kill("SIGINT"); // with every line, so many times
    });
    // Pressed after everything is written, it is the system that ends the process: 130 to a shell as well.
    expect(ended.signal === "SIGINT" ? 130 : ended.code).toBe(130);
    expect(readdirSync(out).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});
