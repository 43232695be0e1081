/**
 * @module TensorBoard's event files, with losses and other scalars of a run.
 *
 * A file is a header followed by events, each a record that can be appended as it happens. TensorBoard looks for files
 * whose names contain `tfevents`, in a folder for each run: `runs/first/events.out.tfevents.1700000000`.
 *
 *     record = length (uint64)  masked CRC-32C of the length (uint32)  data  masked CRC-32C of the data (uint32)
 *
 * all little-endian, where a checksum c is masked as (c rotated right by 15) + 0xA282EAD8.
 * Source: TensorFlow's record_writer.cc, crc32c.h and event.proto.
 */
import { closed, described } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { shownName } from "../shown.ts";
import { crc32c } from "./crc32.ts";
import { checkDict } from "./namedArray.ts";
import { message } from "./protobuf.ts";

/** The scalars of one step. */
export interface TensorBoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** An integer, such as the number of the batch or epoch. */
  readonly step: number;
  /** Scalars by name; a prefix before a slash groups charts: `loss/train`, `loss/validation`. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** The first record of a file; `wallTime` in seconds since 1970. */
export function encodeTensorBoardHeader(wallTime: number): Uint8Array {
  checkNumber("wallTime", wallTime);
  return record(message({ 1: { double: wallTime }, 3: "brain.Event:2" }));
}

/**
 * An event as a record to append to the file. Scalars are rounded to float32.
 *
 * @throws ValueError unless the step is an integer and the scalars are numbers.
 */
export function encodeTensorBoardEvent(event: TensorBoardEvent): Uint8Array {
  const { wallTime, step, scalars } = closed("tensorBoard", event, { wallTime: 0, step: 0, scalars: 0 });
  checkNumber("wallTime", wallTime);
  if (!Number.isSafeInteger(step))
    throw new ValueError(`tensorBoard: step is ${described(step)} but must be an integer`);
  checkDict("tensorBoard: scalars", scalars);
  for (const [tag, value] of Object.entries(scalars)) checkNumber(`the scalar ${shownName(tag)}`, value);
  const values = Object.entries(scalars).map(([tag, value]) => message({ 1: tag, 2: { float: value } }));
  return record(message({ 1: { double: wallTime }, 2: step, 5: message({ 1: values }) }));
}

function checkNumber(what: string, value: unknown): void {
  if (typeof value === "number") return;
  throw new ValueError(`tensorBoard: ${what} must be a number (got ${described(value)})`);
}

/** The records of a file, whole; what follows the last one that is whole and undamaged is left out. */
export function tensorBoardRecords(bytes: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at + 16 <= bytes.length; at += records[records.length - 1].length) {
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset + at).getBigUint64(0, true));
    if (length > bytes.length - at - 16) break;
    const found = bytes.subarray(at, at + length + 16);
    const whole = record(found.subarray(12, 12 + length));
    if (whole.some((byte, i) => byte !== found[i])) break;
    records.push(whole);
  }
  return records;
}

function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return bytes;
}

/** A checksum, masked because the data may contain checksums itself. */
function masked(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}
