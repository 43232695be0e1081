/** @module The parts of the process that commands use, so that tests can stand in for them. */
import type { Output } from "../figures/terminal/output.ts";

/** Where a command writes, and how it is told to stop. */
export interface Process {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs work that ends early, but in order, when the person presses Ctrl-C; a second time ends it at once. */
  readonly interruptible: <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
}

/** Ends this process when nobody reads any more (`unrolled note | head`), which is no error. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      const isReaderGone = error.code === "EPIPE";
      if (!isReaderGone && stream === process.stdout)
        process.stderr.write(`error: cannot write the output: ${error.message}\n`);
      process.exit(isReaderGone ? 0 : 1);
    });
  }
}

/** This process. */
export const realProcess: Process = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  async interruptible(work) {
    const controller = new AbortController();
    const stop = (): void => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    try {
      return await work(controller.signal);
    } finally {
      process.off("SIGINT", stop).off("SIGTERM", stop);
    }
  },
};
