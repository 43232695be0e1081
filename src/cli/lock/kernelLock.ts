/**
 * @module Locks of the operating system: held by an open file, ended with its process however that ends, seen from every
 * container, and by way of NFS from other hosts.
 */
import { spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** An open file: locked, held by another process, or `open` where the system has no locks. */
export interface Grip {
  readonly fd: number;
  readonly state: "locked" | "held" | "open";
}

const { O_RDWR, O_RDONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** A flag of `open` that locks, where there is one: BSD's O_EXLOCK, and libuv's name for no sharing on Windows. */
const lockFlags: Readonly<Partial<Record<NodeJS.Platform, number>>> = {
  darwin: 0x20,
  freebsd: 0x20,
  openbsd: 0x20,
  win32: 0x10000000,
};

type Purpose = "create" | "change" | "look";

const flags: Readonly<Record<Purpose, number>> = {
  create: O_RDWR | O_CREAT | O_EXCL,
  change: O_RDWR,
  look: O_RDONLY,
};

/** Opens a file and locks it if no other process has; to look, only for a moment. Throws what `open` throws. */
export async function grip(path: string, how: Purpose): Promise<Grip> {
  const base = flags[how] | O_NOFOLLOW | O_NONBLOCK;
  const lockFlag = lockFlags[process.platform];
  if (lockFlag !== undefined) return openLocked(path, base, lockFlag);
  const fd = openSync(path, base, 0o666);
  return { fd, state: await flock(fd, how === "look") };
}

function openLocked(path: string, base: number, lockFlag: number): Grip {
  try {
    return { fd: openSync(path, base | lockFlag, 0o666), state: "locked" };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAGAIN" || code === "EBUSY") return { fd: -1, state: "held" };
    if (code !== "ENOTSUP" && code !== "EOPNOTSUPP") throw error;
    return { fd: openSync(path, base, 0o666), state: "open" };
  }
}

export function letGo({ fd }: Grip): void {
  if (fd >= 0) closeSync(fd);
}

/**
 * Locks an open file by `flock(1)`, since Node has no call for it. The lock is that of the open file, which both processes
 * share: it stays here when the helper has ended, and ends with this process.
 */
function flock(fd: number, isShared: boolean): Promise<Grip["state"]> {
  const helper = spawn("flock", [isShared ? "-sn" : "-xn", "3"], {
    stdio: ["ignore", "ignore", "ignore", fd],
  });
  return new Promise((resolve) => {
    helper.on("error", () => resolve("open")); // there is no such program
    helper.on("close", (code) => resolve(code === 0 ? "locked" : code === 1 ? "held" : "open"));
  });
}

/** Magic numbers of Linux file systems that one kernel alone has mounted: its locks are all there are. */
const local = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0x858458f6,
]);

/** Whether no other host can have the file. */
export async function isLocal(path: string): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const found = await statfs(dirname(path)).catch(() => null);
  return found !== null && local.has(found.type);
}
