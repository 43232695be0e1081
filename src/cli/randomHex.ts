/** @module Random numbers that nobody can guess. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

/** Bytes of the system's generator, as hexadecimal digits. Where it is a file, Node's cryptography, which takes 10 ms to load, is not. */
export function randomHex(bytes: number): string {
  return (fromDevice(bytes) ?? randomBytes(bytes)).toString("hex");
}

function fromDevice(count: number): Buffer | null {
  let device: number | undefined;
  try {
    device = openSync("/dev/urandom", "r");
    const bytes = Buffer.alloc(count);
    return readSync(device, bytes) === count ? bytes : null;
  } catch {
    return null; // Windows
  } finally {
    if (device !== undefined) closeSync(device);
  }
}
