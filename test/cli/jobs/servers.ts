/** @module The servers of the tests of queues, and workers for them. `.ci/run` starts the servers, and names them in the environment. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Where Redis and PostgreSQL are; servers that are not named are not tested, which is said aloud. */
export const servers: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["redis", process.env.UNROLLED_TEST_REDIS],
    ["postgres", process.env.UNROLLED_TEST_POSTGRES],
  ].flatMap(([name, url]) => {
    if (name === undefined) return [];
    if (url !== undefined && url !== "") return [[name, url]];
    process.stderr.write(
      `\nqueues on ${name} are NOT TESTED: UNROLLED_TEST_${name.toUpperCase()} names no server (.ci/run starts one)\n`,
    );
    return [];
  }),
);

const command = fileURLToPath(new URL("../../../dist/node/cli.js", import.meta.url));

/** A queue of its own for each test file and run. */
export function queueName(): string {
  return `test-${process.pid}-${Math.random().toString(36).slice(2)}`;
}

export interface TestWorker {
  readonly child: ChildProcess;
  /** What it has printed so far: one JSON document a line. */
  readonly events: { readonly type: string; readonly label: string; readonly reason?: string }[];
}

/** Starts `unrolled worker`. */
export function startWorker(url: string, name: string, ...words: readonly string[]): TestWorker {
  const all = ["worker", "--queue", url, "--queue-name", name, "--lost-after", "1", "--json", ...words];
  const env = { ...process.env, UNROLLED_VECTORS: "strict" }; // as in the tests
  const child = spawn(process.execPath, [command, ...all], { stdio: ["ignore", "pipe", "inherit"], env });
  const events: TestWorker["events"] = [];
  let text = "";
  child.stdout?.on("data", (part: Buffer) => {
    text += part.toString();
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      events.push(JSON.parse(text.slice(0, end)));
      text = text.slice(end + 1);
    }
  });
  return { child, events };
}

/** Ends a worker, as a person does. */
export function endWorker({ child }: TestWorker): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  child.kill("SIGTERM");
  return ended;
}
