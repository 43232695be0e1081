/**
 * @module Who holds a lock. A process is known by its boot, its namespace, its number and its start, so that no other that
 * gets its number later is taken for it; no clock is asked.
 */
import { hostname } from "node:os";
import { Fields } from "../../train/json.ts";
import { linkOf, textOf } from "../procFiles.ts";
import { randomHex } from "../randomHex.ts";

export interface Holder {
  /** Of this very lock. */
  readonly token: string;
  /** The file of the lock: a copy of a folder has another one, and is not locked. */
  readonly file: string;
  readonly host: string;
  /** The running kernel; "" where it has no name. Containers share that of their host. */
  readonly boot: string;
  /** The namespace that process numbers count in; "" where it is not known. */
  readonly space: string;
  readonly pid: number;
  /** Ticks from the boot to the start of the process. */
  readonly started: string;
}

/** This process as the holder of a lock in the file of that number. */
export function holderOf(file: bigint): Holder {
  const seesItself = linkOf("/proc/self") === String(process.pid); // not so with the /proc of another namespace
  return {
    token: randomHex(12),
    file: String(file),
    host: hostname(),
    boot: bootOf(),
    space: seesItself ? linkOf("/proc/self/ns/pid") : "",
    pid: process.pid,
    started: seesItself ? startOf(process.pid) : "",
  };
}

export function bootOf(): string {
  return textOf("/proc/sys/kernel/random/boot_id").trim();
}

/** Whether a process still runs, as far as that can be told from here. */
export function lifeOf({ boot, space, pid, started }: Holder): "alive" | "dead" | "unknown" {
  if (boot === "" || boot !== bootOf() || space === "" || started === "") return "unknown";
  if (linkOf("/proc/self") !== String(process.pid) || linkOf("/proc/self/ns/pid") !== space) return "unknown";
  return startOf(pid) === started ? "alive" : "dead";
}

/** Reads the first line of a lock; null for what is none. */
export function readHolder(text: string): Holder | null {
  try {
    const fields = new Fields(JSON.parse(text.split("\n")[0]), "lock");
    const of = (name: string): string => fields.text(name);
    const [token, file, host] = [of("token"), of("file"), of("host")];
    return {
      token,
      file,
      host,
      boot: of("boot"),
      space: of("space"),
      pid: fields.whole("pid"),
      started: of("started"),
    };
  } catch {
    return null;
  }
}

/** Field 22 of /proc/PID/stat; "" for no such process, and for one that has ended but is not yet waited for. */
function startOf(pid: number): string {
  const text = textOf(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" "); // the name may have any letters
  return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[19] ?? "");
}
