/** @module The studio server's responses: the page's files, refusals, and the headers of both. */
import type { ServerResponse } from "node:http";
import type { Refusal } from "./studioAuth.ts";
import type { StudioFile } from "./studioFiles.ts";

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The headers of every response. Browsers require opener and embedder policy for shared memory. */
export const commonHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": contentSecurityPolicy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
};

/** Sends a file, or 304 if the browser has it already. */
export async function sendFile(file: StudioFile, response: ServerResponse): Promise<void> {
  const { headers } = response.req;
  response.setHeader("ETag", file.etag);
  response.setHeader("Cache-Control", file.isHashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.gzipped) response.setHeader("Vary", "Accept-Encoding");
  if (isKnown(file.etag, headers["if-none-match"])) {
    response.writeHead(304).end();
    return;
  }
  const packed = acceptsGzip(headers["accept-encoding"]) ? await file.gzipped?.() : null;
  if (packed) response.setHeader("Content-Encoding", "gzip");
  sendBody(packed ?? file.body, file.type, response);
}

/** Sends a whole body, of which Node leaves out all but the headers if the request is HEAD. */
export function sendBody(body: Uint8Array, type: string, response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": type, "Content-Length": body.length });
  response.end(body);
}

/** Refuses a request with a reason, and closes the connection, on which an unread body may still arrive. */
export function refuse({ status, text }: Refusal, response: ServerResponse): void {
  if (status === 405) response.setHeader("Allow", "GET, HEAD");
  response.writeHead(status, refusalHeaders(text));
  response.end(`${text}\n`);
}

export function malformedReply(): string {
  const text = "This is not an HTTP request.";
  const headers = Object.entries({ ...commonHeaders, ...refusalHeaders(text) });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 400 Bad Request\r\n${lines.join("")}\r\n${text}\n`;
}

function refusalHeaders(text: string): Readonly<Record<string, string | number>> {
  return {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(text) + 1,
    "Cache-Control": "no-store",
    Connection: "close",
  };
}

function isKnown(etag: string, header = ""): boolean {
  const bare = (tag: string): string => tag.trim().replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((tag) => bare(tag) === bare(etag));
}

/** Whether Accept-Encoding allows gzip, by name or by `*`, and not with `q=0`. */
function acceptsGzip(header = ""): boolean {
  const offers = header.toLowerCase().split(",").map(readOffer);
  const named = offers.find(({ name }) => name === "gzip") ?? offers.find(({ name }) => name === "*");
  return named !== undefined && named.quality > 0;
}

function readOffer(offer: string): { readonly name: string; readonly quality: number } {
  const [name, ...parameters] = offer.split(";").map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  return { name, quality: quality === undefined ? 1 : Number(quality) };
}
