/**
 * @module A reader of zip archives with uncompressed files, as `torch.save` writes them.
 *
 * Lengths in the archive are untrusted: each is checked against the available bytes before anything is read or allocated.
 * Source: PKWARE APPNOTE.TXT 6.3, sections 4.3 to 4.5.
 */
import { FormatError } from "../../errors.ts";
import { crc32 } from "../crc32.ts";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 1; // general purpose flag, bit 0
const ZIP64 =
  "torch: the archive is a zip64 archive, of 4 GiB and more or of more than 65,534 files, which is not read";

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly sum: number;
  readonly start: number; // of its local header
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** The files of an archive by name, as views of the given bytes, not copies. */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = readEnd(view);
  const files = new Map<string, Uint8Array>();
  let free = 0; // files must not overlap, so that their total size is at most that of the archive
  for (const entry of readDirectory(bytes, view, directory).sort((a, b) => a.start - b.start)) {
    if (files.has(entry.name)) throw new FormatError(`torch: the archive contains "${entry.name}" twice`);
    if (entry.start < free)
      throw new FormatError(`torch: "${entry.name}" overlaps another file of the archive`);
    const content = readFile(bytes, view, entry, directory.start);
    free = content.byteOffset - bytes.byteOffset + content.length;
    files.set(entry.name, content);
  }
  return files;
}

/** The end record, which only a comment may follow. */
function readEnd(view: DataView): Directory {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) !== END || view.getUint16(at + 20, true) !== last - at) continue;
    const count = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 12, true);
    const start = view.getUint32(at + 16, true);
    if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) throw new FormatError(ZIP64);
    const [disk, directoryDisk, countHere] = [4, 6, 8].map((offset) => view.getUint16(at + offset, true));
    if (disk !== 0 || directoryDisk !== 0 || countHere !== count)
      throw new FormatError("torch: the archive is spread over several files");
    if (start + size > at) throw new FormatError("torch: the archive's list of files is outside the archive");
    return { count, start, end: start + size };
  }
  throw new FormatError(
    "torch: the end of the zip archive is missing; is this a .pt file, and was it cut short?",
  );
}

function readDirectory(bytes: Uint8Array, view: DataView, { count, start, end }: Directory): Entry[] {
  const entries: Entry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL)
      throw new FormatError(`torch: the archive's list of files breaks off after ${i} of ${count}`);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    );
    const next = at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > end)
      throw new FormatError(`torch: the archive's list of files breaks off after ${i} of ${count}`);
    entries.push(
      readEntry(view, at, nameOf(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes))),
    );
    at = next;
  }
  if (at !== end)
    throw new FormatError(`torch: the archive's list of files is longer than its ${count} files`);
  return entries;
}

function readEntry(view: DataView, at: number, name: string): Entry {
  const method = view.getUint16(at + 10, true);
  const [sum, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true));
  const start = view.getUint32(at + 42, true);
  if (view.getUint16(at + 8, true) & ENCRYPTED) throw new FormatError(`torch: "${name}" is encrypted`);
  if (method !== 0) {
    throw new FormatError(
      `torch: "${name}" is compressed (method ${method}) but must be stored, as torch.save stores it\n  unpack the archive and pack it with zip -0`,
    );
  }
  if (size === 0xffffffff || packed === 0xffffffff || start === 0xffffffff) throw new FormatError(ZIP64);
  if (packed !== size)
    throw new FormatError(
      `torch: "${name}" is stored, but has ${packed} bytes in the archive and ${size} outside`,
    );
  return { name, size, sum, start };
}

function readFile(
  bytes: Uint8Array,
  view: DataView,
  { name, size, sum, start }: Entry,
  end: number,
): Uint8Array {
  if (start + LOCAL_BYTES > end || view.getUint32(start, true) !== LOCAL)
    throw new FormatError(`torch: "${name}" is not where the archive's list of files says`);
  const nameBytes = view.getUint16(start + 26, true);
  const from = start + LOCAL_BYTES + nameBytes + view.getUint16(start + 28, true);
  if (from + size > end)
    throw new FormatError(`torch: "${name}" has ${size} bytes, more than the archive contains`);
  if (nameOf(bytes.subarray(start + LOCAL_BYTES, start + LOCAL_BYTES + nameBytes)) !== name)
    throw new FormatError(`torch: "${name}" has another name in its local header`);
  const content = bytes.subarray(from, from + size);
  // torch.serialization.set_crc32_options(False) writes zero.
  if (sum !== 0 && crc32(content) !== sum)
    throw new FormatError(`torch: "${name}" is damaged: its checksum is wrong`);
  return content;
}

function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError("torch: the archive contains a file whose name is not valid UTF-8");
  }
}
