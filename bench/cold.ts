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
  return [...firstSteps(field, setting), importing(field), wholeProcess(field, setting)];
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

function compared(field: Field, what: string, unit: Row["unit"], contenders: readonly Contender[]): Row {
  field.report(`${what}: ${ROUNDS} rounds`);
  return { what, unit, entries: fastestOfEach(alternate(contenders, ROUNDS)) };
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

/** Start, train 100 segments, exit; beside it what the languages themselves take to start. */
function wholeProcess(field: Field, setting: Setting | undefined): Row {
  const { options, torch } = field;
  const python = torch?.python ?? "python3";
  const args = [torchScript, "0", "0", String(STEPS), "note,rnn"];
  const out = mkdtempSync(join(tmpdir(), "unrolled-cold-"));
  const note = ["note", "--only", "rnn", "--pace", "0", "--force", "--out", out];
  const ourCommand = (words: readonly string[]): Contender =>
    whole(`unrolled ${words[0]}`, { command: options.node, args: [command, ...words] });
  process.once("exit", () => rmSync(out, { recursive: true, force: true }));
  return compared(field, `rnn T=10, whole process, ${STEPS} steps`, "ms", [
    { ...whole("Unrolled", { command: options.node, args: [example] }), ours: true },
    ourCommand(note), // with its report, figures and weights
    ourCommand(["--version"]),
    ...(setting ? [whole("PyTorch", { command: python, args, env: setting.env }, setting.name)] : []),
    whole("Node alone", { command: options.node, args: ["-e", "0"] }, "node -e 0"),
    whole("Python alone", { command: python, args: ["-c", "0"] }, "python3 -c 0"),
  ]);
}

function whole(who: string, child: Child, setting?: string): Contender {
  const time = (): number => run(child).milliseconds;
  return { who, ...(setting === undefined ? {} : { setting }), time };
}
