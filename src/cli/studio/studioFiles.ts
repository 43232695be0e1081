/** @module The built page in memory: only files that existed when the server started can be served. */
import { createHash } from "node:crypto";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { InputError } from "../files.ts";

export interface StudioFile {
  readonly body: Uint8Array;
  readonly type: string;
  /** Weak, since it names the compressed bytes too. */
  readonly etag: string;
  /** Whether its name changes with its content, so that a browser may cache it forever. */
  readonly isHashed: boolean;
  /** Compresses the body at the first call; null if that does not make it smaller. */
  readonly gzipped: (() => Promise<Uint8Array | null>) | null;
}

const texts: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".map": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain",
};

const others: Readonly<Record<string, string>> = {
  ".wasm": "application/wasm", // with a charset, browsers would not compile it while it is loading
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** Reads all files of a folder, by path of their address; `/` is `index.html`. */
export async function readStudioFiles(folder: string): Promise<ReadonlyMap<string, StudioFile>> {
  const files = new Map<string, StudioFile>();
  try {
    const root = await realpath(folder);
    for await (const path of pathsBelow(root)) {
      const body = await readInside(root, path);
      if (body !== null) files.set(path, fileOf(path, body));
    }
  } catch (error) {
    throw unreadable(folder, error);
  }
  const index = files.get("/index.html");
  if (index === undefined) throw notBuilt(folder);
  return files.set("/", index);
}

/** Paths of the files below a folder, such as `/assets/app.js`; linked folders are not entered. */
async function* pathsBelow(root: string, place = ""): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, place), { withFileTypes: true })) {
    const path = `${place}/${entry.name}`;
    if (entry.isDirectory()) yield* pathsBelow(root, path);
    else yield path;
  }
}

/** The bytes of a file; null if it is not one, or a link that leads out of the folder or nowhere. */
async function readInside(root: string, path: string): Promise<Uint8Array | null> {
  const target = await realpath(join(root, path)).catch(() => null);
  if (target === null || !target.startsWith(join(root, sep))) return null;
  return (await stat(target)).isFile() ? await readFile(target) : null;
}

function fileOf(path: string, body: Uint8Array): StudioFile {
  const ending = extname(path).toLowerCase();
  const text = texts[ending];
  return {
    body,
    type: text === undefined ? (others[ending] ?? "application/octet-stream") : `${text}; charset=utf-8`,
    etag: `W/"${createHash("sha256").update(body).digest("base64url")}"`,
    isHashed: isHashed(path),
    gzipped: text === undefined ? null : gzipOnce(body),
  };
}

/** Names with a hash from Vite, `assets/app-B3xk_9Qz.js`; eight lowercase letters may be a word instead. */
function isHashed(path: string): boolean {
  const hash = /^\/assets\/.+-([\w-]{8})\.\w+(?:\.map)?$/.exec(path)?.[1];
  return hash !== undefined && /[A-Z0-9]/.test(hash);
}

function gzipOnce(body: Uint8Array): () => Promise<Uint8Array | null> {
  let made: Promise<Uint8Array | null> | undefined;
  return () => {
    made ??= promisify(gzip)(body).then((packed) => (packed.length < body.length ? packed : null));
    return made;
  };
}

function unreadable(folder: string, cause: unknown): InputError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR"
    ? notBuilt(folder)
    : new InputError(`cannot read the studio's page in ${folder}: ${message}`, { cause });
}

function notBuilt(folder: string): InputError {
  return new InputError(
    `the studio's page has not been built: there is no index.html in ${folder}\n  build it with npm run build`,
  );
}
