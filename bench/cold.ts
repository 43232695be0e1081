/** @module What a program costs that runs once: start, import, the first 100 steps. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { alternate, type Contender, fastestOfEach } from "./alternate.ts";
import { type Child, run } from "./child.ts";
import { type Field, type Job, ours, scriptPeersIn, torchIn, tryTorch } from "./field.ts";
import { programs } from "./note.ts";
import { torchScript } from "./peers.ts";
import { bestOf, type Setting } from "./settings.ts";
import { mean } from "./statistics.ts";
import type { Row } from "./table.ts";

const ROUNDS = 5;
const STARTS = 11; // of whole processes, which vary more
const STEPS = 100; // the note's own number
const program = new URL("./oursNote.js", import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));
const command = join(root, "dist/node/cli.js");
const example = fileURLToPath(new URL("../examples/note-rnn.js", import.meta.url));

const first = { pace: { warm: 0, seconds: 0, least: STEPS }, timeOf: mean };

/** Times cold processes. */
export function benchCold(field: Field): Row[] {
  const [tried = []] = tryTorch(field, ["note,rnn"], first);
  const [setting] = bestOf(tried);
  return [...firstSteps(field, setting), importing(field), ...wholeProcess(field, setting)];
}

function firstSteps(field: Field, setting: Setting | undefined): Row[] {
  return Object.entries(programs).map(([cell, timeStep]) => {
    const job: Job = { task: `note,${cell}`, ...first };
    return compared(field, `${cell} T=${timeStep}, mean of the first ${STEPS} steps`, "µs", [
      ours(field, "Unrolled", program, job),
      ...torchIn(field, setting ? [setting] : [], job),
      ...scriptPeersIn(field, job),
    ]);
  });
}

function compared(
  field: Field,
  what: string,
  unit: Row["unit"],
  contenders: readonly Contender[],
  rounds: number = ROUNDS,
): Row {
  field.report(`${what}: ${rounds} rounds`);
  return { what, unit, entries: fastestOfEach(alternate(contenders, rounds)) };
}

/** The import alone, as the process itself clocks it. */
function importing(field: Field): Row {
  const { options, torch, scripts } = field;
  const clocked = (who: string, child: Child): Contender => ({
    who,
    ours: who === "Unrolled",
    time: () => Number(run(child).stdout),
  });
  const inNode = (who: string, cwd: string, name: string): Contender => {
    const code = `const t = performance.now(); await import("${name}"); console.log(performance.now() - t);`;
    return clocked(who, { command: options.node, args: ["--input-type=module", "-e", code], cwd });
  };
  const code = "import time; t = time.perf_counter(); import torch; print((time.perf_counter() - t) * 1000)";
  return compared(field, "import", "ms", [
    inNode("Unrolled", root, "unrolled"),
    ...(torch ? [clocked("PyTorch", { command: torch.python, args: ["-c", code] })] : []),
    ...scripts.map(({ who, folder, package: name }) => inNode(who, folder, name)),
  ]);
}

/**
 * Start, train 100 segments, exit, by the clock and in CPU time; beside it what the languages themselves take to start. What
 * is compiled on other threads, or waits for a disk, is in one of the two.
 */
function wholeProcess(field: Field, setting: Setting | undefined): Row[] {
  const { options, torch } = field;
  const python = torch?.python ?? "python3";
  const args = [torchScript, "0", "0", String(STEPS), "note,rnn"];
  const out = mkdtempSync(join(tmpdir(), "unrolled-cold-"));
  const note = ["note", "--only", "rnn", "--pace", "0", "--force", "--out", out];
  const node = (args: readonly string[]): Child => ({ command: options.node, args });
  process.once("exit", () => rmSync(out, { recursive: true, force: true }));
  const contenders: readonly (readonly [who: string, child: Child, setting?: string])[] = [
    ["Unrolled", node([example])],
    ["unrolled note", node([command, ...note])], // with its report, figures and weights
    ["unrolled --version", node([command, "--version"])],
    ...(setting ? [["PyTorch", { command: python, args, env: setting.env }, setting.name] as const] : []),
    ["Node alone", node(["-e", "0"]), "node -e 0"],
    ["Python alone", { command: python, args: ["-c", "0"] }, "python3 -c 0"],
  ];
  const by = (clock: (child: Child) => number): Contender[] =>
    contenders.map(([who, child, setting]) => ({
      who,
      ...(setting === undefined ? {} : { setting }),
      ours: who === "Unrolled",
      time: () => clock(child),
    }));
  const what = `rnn T=10, whole process, ${STEPS} steps`;
  return [
    compared(
      field,
      what,
      "ms",
      by((child) => run(child).milliseconds),
      STARTS,
    ),
    compared(field, `${what}, CPU time`, "ms", by(cpuTime), STARTS),
  ];
}

/** The milliseconds that all threads of a child have computed for, and the system for them. */
function cpuTime({ command, args, ...rest }: Child): number {
  const script = 'TIMEFORMAT="%3U %3S"; { time "$@" > /dev/null 2>&1; } 2>&1';
  const { stdout } = run({ ...rest, command: "bash", args: ["-c", script, "bash", command, ...args] });
  const seconds = stdout.trim().split(" ").map(Number);
  return 1000 * seconds.reduce((sum, one) => sum + one, 0);
}
