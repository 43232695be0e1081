/**
 * @module What goes through a queue: a job, and its result. Messages are untrusted: they are parsed, checked and never executed, and a
 * job whose id is not the hash of its contents is refused.
 */
import { FormatError } from "../../../errors.ts";
import { Fields } from "../../../train/json.ts";
import { packageVersion } from "../../process.ts";
import { type JobCall, type JobKinds, type KindName, kindNames } from "../run/kinds.ts";
import { idOf } from "../run/runJobs.ts";
import { readInput } from "../store/inputs.ts";
import { hashOf } from "../store/jobStore.ts";
import { pack, unpack } from "../store/packed.ts";

const FORMAT = "unrolled job 1";

/** Bytes that go through the queue, at most; and, where there is a shared folder, from which on they do not. */
export const MOST_INLINE = 1_000_000;
export const MOST_BESIDE_STORE = 16_000;

/** A job in a queue: plain JSON. */
export interface JobMessage {
  readonly format: typeof FORMAT;
  /** The version whose results these are. */
  readonly unrolled: string;
  readonly kind: KindName;
  /** For people. */
  readonly label: string;
  /** Base64 of the packed settings. */
  readonly settings: string;
  /** What identifies the data. */
  readonly hash: string;
  /** Base64 of the packed data; null if they are in the shared folder, under their hash. */
  readonly data: string | null;
  /** Whether results may be in the shared folder. */
  readonly hasStore: boolean;
  /** Base64 of the last checkpoint, if it is small and there is no shared folder. */
  readonly checkpoint?: string;
}

/** A checked message; `data` are null if they are in the shared folder. */
export interface ReadMessage<K extends KindName = KindName> {
  readonly message: JobMessage;
  readonly kind: K;
  readonly settings: JobKinds[K]["settings"];
  readonly data: JobKinds[K]["data"] | null;
  readonly checkpoint: Uint8Array | null;
}

/** The message of a job, and the bytes of its data. */
export function messageOf(
  { kind, settings, data, label }: JobCall,
  hasStore: boolean,
): { readonly message: JobMessage; readonly bytes: Uint8Array } {
  const bytes = pack(data.value);
  const isInline = bytes.length <= (hasStore ? MOST_BESIDE_STORE : MOST_INLINE);
  const message = {
    ...({ format: FORMAT, unrolled: packageVersion(), kind, label, hasStore } as const),
    settings: base64(pack(settings)),
    hash: hashOf(bytes),
    data: isInline ? base64(bytes) : null,
  };
  return { message, bytes };
}

/** A job for workers of another version, whose results may differ. */
export class VersionError extends Error {
  override readonly name = "VersionError";
}

/** Checks a message. Throws FormatError for one that is damaged or foreign, VersionError. */
export async function readMessage(value: unknown, id: string): Promise<ReadMessage> {
  const fields = new Fields(value, "job");
  fields.oneOf("format", [FORMAT]);
  const version = fields.text("unrolled");
  if (version !== packageVersion())
    throw new VersionError(`it is for version ${version}, and this worker is ${packageVersion()}`);
  const kind = fields.oneOf("kind", kindNames);
  const hash = fields.text("hash");
  const packed = fields.raw("data") === null ? null : bytesOf(fields, "data");
  if (packed !== null && hashOf(packed) !== hash) fields.refuse("hash", "that of its data");
  const settings = unpack(bytesOf(fields, "settings"), "job.settings");
  if (typeof settings !== "object" || settings === null) return fields.refuse("settings", "an object");
  if ((await idOf(kind, settings, hash)) !== id)
    throw new FormatError("job: its id is not the hash of its contents");
  const message: JobMessage = {
    ...({ format: FORMAT, unrolled: packageVersion(), kind, hash } as const),
    label: fields.text("label"),
    settings: fields.text("settings"),
    data: packed && fields.text("data"),
    hasStore: fields.raw("hasStore") === true,
  };
  const checkpoint = fields.raw("checkpoint") === undefined ? null : bytesOf(fields, "checkpoint");
  return {
    ...{ message, kind, checkpoint },
    settings: readInput[kind].settings(new Fields(settings, "job.settings")),
    data: packed && readData(kind, packed),
  };
}

/** The data of a job. Throws FormatError. */
export function readData<K extends KindName>(kind: K, bytes: Uint8Array): JobKinds[K]["data"] {
  return readInput[kind].data(new Fields(unpack(bytes, "job.data"), "job.data"));
}

/** What a worker returns: the packed result, or that it is in the shared folder. */
export function returned(part: Uint8Array | null): object {
  return { part: part && base64(part) };
}

/** The packed result that a worker has returned; null if it is in the shared folder. Throws FormatError. */
export function readReturned(value: unknown): Uint8Array | null {
  const fields = new Fields(value, "the result");
  return fields.raw("part") === null ? null : bytesOf(fields, "part");
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function bytesOf(fields: Fields, name: string): Uint8Array {
  const text = fields.text(name);
  return /^[\w+/]*={0,2}$/.test(text)
    ? new Uint8Array(Buffer.from(text, "base64"))
    : fields.refuse(name, "in Base64");
}
