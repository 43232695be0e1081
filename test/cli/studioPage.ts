/** @module A page made up for the studio's server, and ways to ask for it that no browser would take. */
import { mkdirSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Handler, type StudioServer, startStudioServer } from "../../src/cli/studio/studioServer.ts";
import { temporaryFolder } from "./fakeProcess.ts";

/** A script that is worth compressing. */
export const script = "console.log('studio');\n".repeat(100);

/** What the page is made of. */
export const files: Readonly<Record<string, string | Uint8Array>> = {
  "index.html": "<!doctype html><title>studio</title>",
  "assets/app-B3xk_9Qz.js": script,
  "assets/app-B3xk_9Qz.js.map": "{}",
  "assets/the-settings.css": "a { color: red }",
  "assets/kernels.wasm": Uint8Array.of(0, 97, 115, 109),
  "icon.svg": "<svg/>",
  "data.json": "{}",
  "icon.png": Uint8Array.of(137, 80),
  "favicon.ico": Uint8Array.of(0),
  "font.woff2": Uint8Array.of(119),
  "robots.txt": "none",
  "LICENSE.TXT": "text",
  "曲线 1.txt": "curve",
  unknown: Uint8Array.of(1, 2, 3),
  "empty.css": "",
};

/** Puts the page in a folder of its own, in one with a secret that must never be served. */
export function makePage(): { readonly outside: string; readonly folder: string } {
  const outside = temporaryFolder();
  const folder = join(outside, "page");
  mkdirSync(join(folder, "assets"), { recursive: true });
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  writeFileSync(join(outside, "package.json"), "SECRET");
  return { outside, folder };
}

/** Serves a folder while the tests of a file run. */
export function serve(folder: string, handlers: readonly Handler[] = []): () => StudioServer {
  let server: StudioServer;
  beforeAll(async () => {
    server = await startStudioServer({ folder, port: 0, handlers });
  });
  afterAll(() => server.close());
  return () => server;
}

/** What every response says. */
export const securityHeaders = {
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How to ask. */
export interface Asked {
  readonly method?: string;
  /** Beside Host, which is the server's own; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Sends a request as it is: `path` is not tidied as by `fetch`. */
export function ask(
  { port }: StudioServer,
  path: string,
  { method = "GET", headers = {} }: Asked = {},
): Promise<Reply> {
  const all = Object.entries({ Host: `127.0.0.1:${port}`, ...headers });
  const given: OutgoingHttpHeaders = Object.fromEntries(all.filter(([, value]) => value !== undefined));
  const options = { host: "127.0.0.1", port, path, method, setHost: false, agent: false };
  return new Promise((resolve, reject) => {
    request({ ...options, headers: given }, (response) => {
      const parts: Buffer[] = [];
      response
        .on("data", (part: Buffer) => parts.push(part))
        .on("error", reject)
        .on("end", () => {
          const { statusCode = 0, headers } = response;
          resolve({ status: statusCode, headers, body: Buffer.concat(parts) });
        });
    })
      .on("error", reject)
      .end();
  });
}

/** Sends these letters, and returns all that comes until the server ends the connection. */
export function sendRaw({ port }: StudioServer, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
    socket
      .setEncoding("utf8")
      .on("data", (part) => {
        received += part;
      })
      .on("error", reject)
      .on("close", () => resolve(received));
  });
}
