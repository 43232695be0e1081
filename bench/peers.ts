/** @module The other side of a comparison: PyTorch, when the machine has it. */
import { spawnSync } from "node:child_process";

/** A Python that can import torch, and which torch that is; null when there is none. */
export function findTorch(): { python: string; version: string } | null {
  for (const python of [process.env.PYTHON ?? "python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", "import torch; print(torch.__version__)"], {
      encoding: "utf8",
    });
    if (status === 0) return { python, version: stdout.trim() };
  }
  return null;
}

/** What to say when PyTorch is not there. */
export const torchMissing =
  "PyTorch is not on this machine, so ours is timed alone. On Debian: apt-get install python3-torch libopenblas0-pthread";

/** A finished command: what it printed, and the milliseconds from its start to its end. */
export interface Finished {
  readonly stdout: string;
  readonly milliseconds: number;
}

/** Runs a command to its end. */
export function timed(command: string, args: readonly string[]): Finished {
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stderr}`);
  return { stdout, milliseconds: performance.now() - before };
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
