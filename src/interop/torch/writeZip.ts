/** @module Writing zip archives of stored files, aligned as `torch.save` aligns them. */
import { ValueError } from "../../errors.ts";
import { crc32 } from "../crc32.ts";

const ALIGNMENT = 64; // bytes; torch.load may map the file into memory and use it in place
const LARGEST = 0xffffffff;
const UTF8 = 0x0800; // general purpose flag, bit 11
const FIRST_DAY = 0x21; // 1 January 1980: archives of the same content are the same bytes

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
  return concat(parts, at);
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
  const least = 4 + common.length + name.length + 4;
  const padding = (ALIGNMENT - ((at + least) % ALIGNMENT)) % ALIGNMENT;
  const head = new Uint8Array(least + padding).fill(0x5a); // Z
  const view = new DataView(head.buffer);
  view.setUint32(0, 0x04034b50, true);
  head.set(common, 4);
  view.setUint16(28, 4 + padding, true);
  head.set(name, 30);
  view.setUint16(30 + name.length, 0x4246, true); // FB
  view.setUint16(32 + name.length, padding, true);
  return head;
}

function centralHead(common: Uint8Array, name: Uint8Array, at: number): Uint8Array {
  const head = new Uint8Array(46 + name.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, 20, true);
  head.set(common, 6);
  view.setUint32(42, at, true);
  head.set(name, 46);
  return head;
}

function endRecord(count: number, start: number, size: number): Uint8Array {
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, count, true);
  end.setUint16(10, count, true);
  end.setUint32(12, size, true);
  end.setUint32(16, start, true);
  return new Uint8Array(end.buffer);
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
