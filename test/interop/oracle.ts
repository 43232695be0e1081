/** @module PyTorch itself, for tests that ask it when it is there. */
import { spawnSync } from "node:child_process";

/** A Python that has PyTorch, or null. */
export const pythonWithTorch: string | null =
  [process.env.PYTHON ?? "python3", "/usr/bin/python3"].find(
    (python) => spawnSync(python, ["-c", "import torch"]).status === 0,
  ) ?? null;

/** What a Python program prints. Throws with its error when it fails. */
export function runPython(program: string, args: readonly string[] = []): string {
  const options = { input: program, maxBuffer: 1 << 28 };
  const { status, stdout, stderr } = spawnSync(pythonWithTorch ?? "", ["-", ...args], options);
  if (status !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}
