/** @module The lock on a run: who has it, who is gone, and what is no lock. `node scripts/locks.js` starts 100 pairs. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startInPairs } from "../../scripts/locks.js";
import { beats, startHeartbeat } from "../../src/cli/lock/heartbeat.ts";
import { holderOf, lifeOf, readHolder } from "../../src/cli/lock/holder.ts";
import { RunLock } from "../../src/cli/lock/runLock.ts";
import { say, temporaryFolder, without } from "./fakeProcess.ts";
import { sunspots, train } from "./forecast/given.ts";

const folder = temporaryFolder();
const killed = join(folder, "killed");
const command = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const isLinux = process.platform === "linux";

beforeAll(async () => {
  await train(folder, "--name", "killed", "--checkpoint-every", "0");
  const status = { state: "training", event: null, updated: "2026-01-01T00:00:00.000Z", pid: 2 ** 30 };
  writeFileSync(join(killed, "status.json"), JSON.stringify(status));
});
afterEach(() => vi.unstubAllEnvs());

/** A copy of the killed run. */
function copied(name: string): string {
  const path = join(folder, name);
  cpSync(killed, path, { recursive: true });
  return path;
}

const message = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "",
    (error: unknown) => without(folder, error instanceof Error ? error.message : ""),
  );
const held = (name: string): string =>
  `OUT/${name} is being trained by another process\n  stop that process or wait for it (process ${process.pid} on ${hostname()})`;
const stateOf = async (path: string): Promise<string> =>
  JSON.parse((await say(["inspect", path, "--json"])).stdout).training.state;

describe.each(["flock(1)", "no flock(1)"])("with %s", (kind) => {
  const name = (one: string): string => `${one}-${kind === "flock(1)" ? "kernel" : "process"}`;
  const path = (): void => void (kind === "flock(1)" || vi.stubEnv("PATH", ""));

  test("one has it at a time; it leaves no file", async () => {
    path();
    const run = copied(name("one"));
    const lock = await RunLock.take(run);
    expect(await message(RunLock.take(run))).toBe(held(name("one")));
    expect(await stateOf(run)).toBe("training");
    lock.check();
    await lock.release();
    expect([existsSync(join(run, ".lock")), await stateOf(run)]).toEqual([false, "killed"]);
    await (await RunLock.take(run)).release();
  });

  test.runIf(isLinux)("a process that is gone has none, whoever has its number now", async () => {
    path();
    const run = copied(name("gone"));
    const lock = await RunLock.take(run);
    const text = readFileSync(join(run, ".lock"), "utf8");
    await lock.release();
    writeFileSync(join(run, ".lock"), "");
    const { ino } = statSync(join(run, ".lock"));
    const record = { ...JSON.parse(text.split("\n")[0]), file: String(ino), started: "1" };
    writeFileSync(join(run, ".lock"), `${JSON.stringify(record)}\n`);
    expect(await stateOf(run)).toBe("killed");
    await (await RunLock.take(run)).release();
  });

  test("a copy of a run that is being trained is free", async () => {
    path();
    const run = copied(name("original"));
    const lock = await RunLock.take(run);
    cpSync(run, join(folder, name("copy")), { recursive: true });
    expect(await stateOf(join(folder, name("copy")))).toBe("killed");
    await (await RunLock.take(join(folder, name("copy")))).release();
    lock.check();
    await lock.release();
  });
});

test("who has lost it writes nothing more", async () => {
  const run = copied("lost");
  const lock = await RunLock.take(run);
  rmSync(join(run, ".lock"));
  const other = await RunLock.take(run);
  expect(() => lock.check()).toThrow("may be training it\n  nothing more was written here");
  await lock.release();
  other.check(); // which is not released with it
  await other.release();
});

test.runIf(isLinux)(
  "links, pipes and other files of that name are no locks, and stay what they are",
  async () => {
    const at = (name: string): string => join(copied(name), ".lock");
    const home = join(folder, "home");
    writeFileSync(home, "original");
    symlinkSync(home, at("symbolic"));
    spawnSync("mkfifo", [at("fifo")]);
    mkdirSync(at("folder"));
    for (const name of ["symbolic", "fifo", "folder"]) {
      expect(await message(RunLock.take(join(folder, name)))).toMatch(/^cannot lock the run OUT\/\w+: /);
      expect(await stateOf(join(folder, name))).toBe("killed");
    }
    linkSync(home, at("hard"));
    await (await RunLock.take(join(folder, "hard"))).release();
    for (const text of ["", "nonsense", '{"token":1}', "{}", "x".repeat(10_000)]) {
      writeFileSync(join(folder, "hard", ".lock"), text);
      await (await RunLock.take(join(folder, "hard"))).release();
    }
    expect(readFileSync(home, "utf8")).toBe("original");
  },
);

test("a process is known by its start, and only in its own namespace and boot", () => {
  const own = holderOf(1n);
  expect(readHolder(`${JSON.stringify(own)}\n17`)).toEqual(own);
  if (!isLinux) return;
  expect(lifeOf(own)).toBe("alive");
  expect(lifeOf({ ...own, started: "1" })).toBe("dead");
  expect(lifeOf({ ...own, pid: 2 ** 30 })).toBe("dead");
  for (const other of [{ boot: "other" }, { space: "pid:[1]" }, { space: "" }, { started: "" }])
    expect(lifeOf({ ...own, ...other })).toBe("unknown");
});

test("a heartbeat changes the text behind its place; where there is none, the text stays", async () => {
  const path = join(folder, "beating");
  writeFileSync(path, "who\n");
  const read = (): string => readFileSync(path, "utf8");
  expect(await beats(read, 300)).toBe(false);
  const stop = startHeartbeat(openSync(path, "r+"), 4, 20);
  expect(await beats(read, 5000)).toBe(true);
  await stop();
  expect(read()).toMatch(/^who\n\d+$/);
});

describe("a status alone holds nothing", () => {
  test.each([
    ["from the future, with a process that lives", { updated: "2031-01-01T00:00:00.000Z", pid: 1 }],
    ["of long ago, with a process that lives", { updated: "2026-01-01T00:00:00.000Z", pid: 1 }],
  ])("%s", async (name, status) => {
    const run = copied(name.replace(/\W+/g, "-"));
    writeFileSync(join(run, "status.json"), JSON.stringify({ state: "training", event: null, ...status }));
    expect(await stateOf(run)).toBe("killed");
    expect((await say(["train", "--resume", run])).code).toBe(0);
  });
});

describe.runIf(isLinux)("another process", () => {
  /** Resumes a run with data that never come, so that it holds its lock until it is killed. */
  async function holding(run: string, ...before: readonly string[]): Promise<ChildProcess> {
    const pipe = `${run}.pipe`;
    spawnSync("mkfifo", [pipe]);
    const words = [...before, process.execPath, command, "train", pipe, "--resume", run];
    const child = spawn(words[0], words.slice(1), { stdio: "ignore", detached: true });
    await vi.waitFor(() => expect(readFileSync(join(run, ".lock"), "utf8")).toContain("\n"), 10_000);
    return child;
  }

  /** Kills a process and its children, which may be in a namespace of their own. */
  async function kill(child: ChildProcess): Promise<void> {
    const ended = new Promise((resolve) => child.on("close", resolve));
    process.kill(-Number(child.pid), "SIGKILL");
    await ended;
  }

  const canUnshare = spawnSync("unshare", ["-p", "-f", "--mount-proc", "true"]).status === 0;
  const places: readonly (readonly [string, readonly string[]])[] = [
    ["beside this one", []],
    ...(canUnshare
      ? [["in a container", ["unshare", "-p", "-f", "--mount-proc", "--kill-child"]] as const]
      : []),
  ];

  test.each(places)(
    "%s: has it while it reads and while it is stopped, not when it is killed",
    async (_, words) => {
      const name = `other-${words.length}`;
      const run = copied(name);
      const child = await holding(run, ...words);
      for (const signal of ["SIGCONT", "SIGSTOP"] as const) {
        process.kill(-Number(child.pid), signal);
        const { code, stderr } = await say(["train", "--resume", run]);
        expect([code, without(folder, stderr)]).toEqual([
          2,
          expect.stringContaining(`error: OUT/${name} is being trained by another process\n`),
        ]);
        expect(await stateOf(run)).toBe("training");
      }
      await kill(child);
      await expect.poll(() => stateOf(run)).toBe("killed"); // in a container it ends a moment after its parent
      expect((await say(["train", "--resume", run])).code).toBe(0);
      expect(readdirSync(run)).not.toContain(".lock");
    },
    30_000,
  );
});

test("a new run whose data cannot be read leaves no folder, nor does one that is refused", async () => {
  const words = ["--name", "early", "--out", folder];
  expect((await say(["train", join(folder, "nothing.csv"), ...words])).code).toBe(1);
  expect(existsSync(join(folder, "early"))).toBe(false);
  const [one, other] = await Promise.all(
    [1, 2].map(() => say(["train", sunspots, "--model", "naive", "--name", "both", "--out", folder])),
  );
  expect([one.code, other.code].sort()).toEqual([0, 2]);
});

test("a pair of commands for one new run: one works, one is refused", async () => {
  expect(await startInPairs(1)).toEqual({ name: 1, resume: 0, baseline: 0 });
}, 120_000);
