/** @module Reads files and links of /proc, as Linux has it. */
import { readFileSync, readlinkSync } from "node:fs";

/** Byte by byte, since a process may have any name; empty where the system has no such file. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** Empty where the system has no such link. */
export function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
