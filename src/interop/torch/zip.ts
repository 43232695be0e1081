/**
 * @module Zip archives: read, also deflated, and written uncompressed as `torch.save` writes them.
 *
 * Lengths in the archive are untrusted: each is checked against the available bytes before anything is read or allocated.
 * Source: PKWARE APPNOTE.TXT 6.3, sections 4.3 to 4.5.
 */
import { FormatError, ValueError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { crc32 } from "../crc32.ts";
import { concat } from "../fileTypes.ts";
import { inflate } from "../inflate.ts";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const STORED = 0; // methods of compression
const DEFLATED = 8;
const RATIO = 32; // how many bytes a byte of an archive may unpack to, beyond those to spare
const SPARE_BYTES = 1 << 24;
const ENCRYPTED = 1; // general purpose flag, bit 0
const UTF8 = 0x0800; // bit 11 of the same flag
const ALIGNMENT = 64; // bytes; torch.load may map the file into memory and use it in place
const LARGEST = 0xffffffff;
const FIRST_DAY = 0x21; // 1 January 1980: archives of the same content are the same bytes
const ZIP64 =
  "torch: the archive is a zip64 archive, of 4 GiB and more or of more than 65,534 files, which is not read";

type Entry = ReturnType<typeof readEntry>;
type Directory = ReturnType<typeof readEnd>;

/**
 * The files of an archive by name, as views of the given bytes or, where they are deflated, decompressed.
 *
 * `checkNames` may refuse the archive by the names of its files, before they are read.
 */
export function readZip(
  bytes: Uint8Array,
  checkNames: (names: readonly string[]) => void = () => {},
): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = readEnd(bytes, view);
  const entries = readDirectory(bytes, view, directory);
  checkNames(entries.map(({ name }) => name));
  checkSizes(entries, bytes.length);
  const files = new Map<string, Uint8Array>();
  let free = 0; // files must not overlap, so that their total size is at most that of the archive
  for (const entry of entries.sort((a, b) => a.start - b.start)) {
    if (files.has(entry.name))
      throw new FormatError(`torch: the archive contains ${shownName(entry.name)} twice`);
    if (entry.start < free)
      throw new FormatError(`torch: ${shownName(entry.name)} overlaps another file of the archive`);
    const packed = readFile(bytes, view, entry, directory.start);
    free = packed.byteOffset - bytes.byteOffset + packed.length;
    files.set(entry.name, contentOf(packed, entry));
  }
  return files;
}

/** The end record, which only a comment and zeros may follow. */
function readEnd(bytes: Uint8Array, view: DataView) {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const last = Math.min(bytes.length - END_BYTES, end - 4);
  for (let at = last; at >= Math.max(0, end - END_BYTES - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) !== END) continue;
    const commentEnd = at + END_BYTES + view.getUint16(at + 20, true);
    if (commentEnd < end || commentEnd > bytes.length) continue;
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

function readEntry(view: DataView, at: number, name: string) {
  const [flags, method] = [8, 10].map((offset) => view.getUint16(at + offset, true));
  const [sum, packed, size, start] = [16, 20, 24, 42].map((offset) => view.getUint32(at + offset, true));
  return { name, flags, method, sum, packed, size, start }; // start: of its local header
}

/** Throws FormatError for files that cannot be read, or that would unpack to far more bytes than the archive has. */
function checkSizes(entries: readonly Entry[], archiveBytes: number): void {
  let unpacked = 0;
  for (const { name: text, flags, method, packed, size, start } of entries) {
    const name = shownName(text);
    if (flags & ENCRYPTED) throw new FormatError(`torch: ${name} is encrypted`);
    if (method !== STORED && method !== DEFLATED)
      throw new FormatError(
        `torch: ${name} is compressed (method ${method}) but must be stored or deflated\n  unpack the archive and pack it with zip -0`,
      );
    if (size === 0xffffffff || packed === 0xffffffff || start === 0xffffffff) throw new FormatError(ZIP64);
    if (method === STORED && packed !== size)
      throw new FormatError(
        `torch: ${name} is stored, but has ${packed} bytes in the archive and ${size} outside`,
      );
    unpacked += method === DEFLATED ? size : 0;
  }
  if (unpacked > SPARE_BYTES + RATIO * archiveBytes)
    throw new FormatError(
      `torch: the archive would unpack to ${unpacked} bytes, far more than weights do\n  unpack it and pack it with zip -0`,
    );
}

function readFile(
  bytes: Uint8Array,
  view: DataView,
  { name: text, packed, start }: Entry,
  end: number,
): Uint8Array {
  const name = shownName(text);
  if (start + LOCAL_BYTES > end || view.getUint32(start, true) !== LOCAL)
    throw new FormatError(`torch: ${name} is not where the archive's list of files says`);
  const nameBytes = view.getUint16(start + 26, true);
  const from = start + LOCAL_BYTES + nameBytes + view.getUint16(start + 28, true);
  if (from + packed > end)
    throw new FormatError(`torch: ${name} has ${packed} bytes, more than the archive contains`);
  if (nameOf(bytes.subarray(start + LOCAL_BYTES, start + LOCAL_BYTES + nameBytes)) !== text)
    throw new FormatError(`torch: ${name} has another name in its local header`);
  return bytes.subarray(from, from + packed);
}

function contentOf(packed: Uint8Array, { name: text, method, size, sum }: Entry): Uint8Array {
  const name = shownName(text);
  const content = method === STORED ? packed : inflate(packed, size);
  if (content === null) throw new FormatError(`torch: ${name} is damaged: it cannot be decompressed`);
  // torch.serialization.set_crc32_options(False) writes zero.
  if (sum !== 0 && crc32(content) !== sum)
    throw new FormatError(`torch: ${name} is damaged: its checksum is wrong`);
  return content;
}

function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError("torch: the archive contains a file whose name is not valid UTF-8");
  }
}

/** Files by name as the bytes of an archive, in the given order. Throws ValueError from 4 GiB or 65,535 files on. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (part: Uint8Array): void => {
    parts.push(part);
    at += part.length;
  };
  for (const [name, content] of files) {
    const head = commonHead(name, content);
    const nameBytes = new TextEncoder().encode(name);
    directory.push(centralHead(head, nameBytes, at));
    add(localHead(head, nameBytes, at));
    add(content);
  }
  const start = at;
  for (const entry of directory) add(entry);
  if (at > LARGEST || files.size >= 0xffff)
    throw new ValueError(
      `torch: ${files.size} files of ${at} bytes are more than one archive can hold (4 GiB, 65,534)`,
    );
  add(endRecord(files.size, start, at - start));
  return concat(parts);
}

/** The 26 bytes that local and central headers share: from "version needed" to the lengths of name and extra field. */
function commonHead(name: string, content: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(26));
  head.setUint16(0, 20, true); // version 2.0 reads it
  head.setUint16(2, UTF8, true);
  head.setUint16(8, FIRST_DAY, true);
  head.setUint32(10, crc32(content), true);
  head.setUint32(14, content.length, true);
  head.setUint32(18, content.length, true);
  head.setUint16(22, new TextEncoder().encode(name).length, true);
  return new Uint8Array(head.buffer);
}

/** A local header whose extra field, named FB as PyTorch names it, fills up to the next multiple of 64 bytes. */
function localHead(common: Uint8Array, name: Uint8Array, at: number): Uint8Array {
  const least = LOCAL_BYTES + name.length + 4;
  const padding = (ALIGNMENT - ((at + least) % ALIGNMENT)) % ALIGNMENT;
  const head = new Uint8Array(least + padding).fill(0x5a); // Z
  const view = new DataView(head.buffer);
  view.setUint32(0, LOCAL, true);
  head.set(common, 4);
  view.setUint16(28, 4 + padding, true);
  head.set(name, LOCAL_BYTES);
  view.setUint16(LOCAL_BYTES + name.length, 0x4246, true); // FB
  view.setUint16(LOCAL_BYTES + 2 + name.length, padding, true);
  return head;
}

function centralHead(common: Uint8Array, name: Uint8Array, at: number): Uint8Array {
  const head = new Uint8Array(CENTRAL_BYTES + name.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, CENTRAL, true);
  view.setUint16(4, 20, true);
  head.set(common, 6);
  view.setUint32(42, at, true);
  head.set(name, CENTRAL_BYTES);
  return head;
}

function endRecord(count: number, start: number, size: number): Uint8Array {
  const end = new DataView(new ArrayBuffer(END_BYTES));
  end.setUint32(0, END, true);
  end.setUint16(8, count, true);
  end.setUint16(10, count, true);
  end.setUint32(12, size, true);
  end.setUint32(16, start, true);
  return new Uint8Array(end.buffer);
}
