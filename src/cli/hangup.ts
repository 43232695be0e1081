/** @module Whether the process was started by nohup: Node resets ignored signals, so this has to be found out otherwise. */
import { basename } from "node:path";
import { linkOf, textOf } from "./procFiles.ts";

/** Bits of Linux's flags of an open file: how it may be accessed, and the value for writing only. */
const ACCESS = 0o3;
const WRITE_ONLY = 0o1;

/**
 * Whether SIGHUP was ignored when the process began, as nohup makes it. An ignored signal is inherited, so it was if the
 * parent ignores it. Else the signs of nohup itself count: the shell's `$_`, unless the parent has inherited the same one;
 * an unreadable standard input and `nohup.out`, which it puts in place of a terminal; and a parent `sh -c 'nohup …'`.
 */
export function isHangupIgnored(): boolean {
  const parent = `/proc/${process.ppid}`;
  return (
    ignoresHangup(textOf(`${parent}/status`)) ||
    (isNohup(process.env._) && !isNohup(variableIn(textOf(`${parent}/environ`), "_"))) ||
    isInputUnreadable() ||
    linkOf("/proc/self/fd/1").endsWith("/nohup.out") ||
    /\0-\w*c\0(?:.*[\s;&|(])?nohup\s/s.test(textOf(`${parent}/cmdline`))
  );
}

/** The mask of ignored signals is hexadecimal; its last bit is SIGHUP. */
function ignoresHangup(status: string): boolean {
  const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0";
  return Number.parseInt(mask.slice(-1), 16) % 2 === 1;
}

function isNohup(path: string | undefined): boolean {
  return path !== undefined && basename(path) === "nohup";
}

function variableIn(environment: string, name: string): string | undefined {
  const entry = environment.split("\0").find((one) => one.startsWith(`${name}=`));
  return entry?.slice(name.length + 1);
}

function isInputUnreadable(): boolean {
  const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(textOf("/proc/self/fdinfo/0"))?.[1] ?? "0", 8);
  return (flags & ACCESS) === WRITE_ONLY && linkOf("/proc/self/fd/0") === "/dev/null";
}
