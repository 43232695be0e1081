/** @module The note's training step beside PyTorch's: alternating runs, medians, ratios. */
import { fileURLToPath } from "node:url";
import { findTorch, median, timed, torchMissing } from "./peers.ts";

const ROUNDS = 5;
const COLD = 100; // the note's own number of steps
// Until both have settled: compilers here go on for some thousand steps, which there would only take time.
const STEADY = { ours: 10_000, torch: 1500 };

/** Microseconds a step, from a cold process and at steady state. */
interface Speed {
  readonly cold: number;
  readonly steady: number;
}

/** One line of the table. */
export interface NoteRow {
  readonly what: string;
  readonly ours: number;
  readonly torch: number | null;
  readonly ratio: number | null;
  readonly unit: string;
}

const ours = fileURLToPath(new URL("oursNote.js", import.meta.url));
const example = fileURLToPath(new URL("../examples/note-rnn.js", import.meta.url));
const theirs = fileURLToPath(new URL("../../bench/peers/pytorch_note.py", import.meta.url));

/** Times every program of the note; `report` is told what is being done. */
export function benchNote(report: (message: string) => void): { rows: NoteRow[]; torch: string | null } {
  const torch = findTorch();
  report(torch ? `PyTorch ${torch.version}, one thread; Node ${process.versions.node}` : torchMissing);
  const rows: NoteRow[] = [];
  for (const cell of ["rnn", "lstm", "gru"]) {
    const speeds = { ours: [] as Speed[], torch: [] as Speed[] };
    for (let round = 0; round < ROUNDS; round++) {
      report(`${cell}: round ${round + 1} of ${ROUNDS}`);
      speeds.ours.push(speedOf(process.execPath, ours, cell, STEADY.ours));
      if (torch) speeds.torch.push(speedOf(torch.python, theirs, cell, STEADY.torch));
    }
    const steps = cell === "rnn" ? 10 : 20;
    const of = (side: readonly Speed[], phase: keyof Speed): number =>
      median(side.map((speed) => speed[phase]));
    rows.push(
      row(
        `${cell} T=${steps}, steady state`,
        of(speeds.ours, "steady"),
        of(speeds.torch, "steady"),
        "µs/step",
      ),
    );
    rows.push(
      row(
        `${cell} T=${steps}, first ${COLD} steps`,
        of(speeds.ours, "cold"),
        of(speeds.torch, "cold"),
        "µs/step",
      ),
    );
  }
  rows.push(wholeProcess(torch?.python ?? null, report));
  return { rows, torch: torch?.version ?? null };
}

/** Start, train 100 segments, exit. */
function wholeProcess(python: string | null, report: (message: string) => void): NoteRow {
  report("rnn: the whole process");
  const [here, there]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    here.push(timed(process.execPath, [example]).milliseconds);
    if (python) there.push(timed(python, [theirs, "rnn", "0", String(COLD)]).milliseconds);
  }
  return row("rnn T=10, whole process, 100 steps", median(here), median(there), "ms");
}

/** Cold: the mean of the first steps. Steady: the median of the last half of all. */
function speedOf(command: string, script: string, cell: string, steps: number): Speed {
  const { stdout } = timed(command, [script, cell, String(COLD), String(steps)]);
  const { micros } = JSON.parse(stdout) as { micros: number[] };
  const cold = micros.slice(0, COLD);
  const steady = micros.slice(-Math.floor(steps / 2));
  return { cold: cold.reduce((sum, value) => sum + value, 0) / COLD, steady: median(steady) };
}

function row(what: string, here: number, there: number, unit: string): NoteRow {
  const torch = Number.isNaN(there) ? null : there;
  return { what, ours: here, torch, ratio: torch === null ? null : torch / here, unit };
}
