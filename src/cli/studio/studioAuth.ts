/**
 * @module Which requests are allowed. Any page that is open in a browser may send requests to the loopback address, so the
 * server accepts only its own page: by the Host header, and by the headers with which browsers declare a request's origin.
 */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 413 | 500;
  readonly text: string;
}

/** Why a request is refused; null if it is allowed. */
export function refusalOf(request: IncomingMessage): Refusal | null {
  const { headers, headersDistinct, method, socket } = request;
  const names = namesOf(socket.localPort);
  const hosts = headersDistinct.host ?? [];
  if (hosts.length !== 1 || !names.includes(hosts[0].toLowerCase())) {
    const text = `This server accepts only ${names.join(", ")} as Host: under any other name, a page of another site could pass for this one (DNS rebinding).`;
    return { status: 403, text };
  }
  if (method !== "GET" && method !== "HEAD")
    return { status: 405, text: "This server supports GET and HEAD only." };
  const isOwn = isFromHere(headers, names) || isVisit(headers);
  return isOwn ? null : { status: 403, text: "This server refuses requests made by pages of other sites." };
}

/** The allowed hosts; browsers leave out the default port of HTTP. */
function namesOf(port: number | undefined): string[] {
  return ["127.0.0.1", "localhost", "[::1]"].map((name) => (port === 80 ? name : `${name}:${port}`));
}

/** Programs other than browsers send neither header; pages on other ports of this machine are `same-site`. */
function isFromHere(headers: IncomingHttpHeaders, names: readonly string[]): boolean {
  const { origin, "sec-fetch-site": site } = headers;
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`)) return false;
  return site === undefined || site === "same-origin" || site === "none";
}

/** A link that was followed from another site: it opens the page, of which the other site sees nothing. */
function isVisit(headers: IncomingHttpHeaders): boolean {
  const { "sec-fetch-mode": mode, "sec-fetch-dest": dest } = headers;
  return mode === "navigate" && (dest === undefined || dest === "document");
}

/** The path of an address, decoded part by part; null if it cannot be decoded, or if a part contains a separator. */
export function pathOf(url: string): string | null {
  const [raw] = url.split("?", 1);
  if (!raw.startsWith("/")) return null;
  try {
    const parts = raw.split("/").map(decodeURIComponent);
    return parts.some((part) => /[/\\\0]/.test(part)) ? null : parts.join("/");
  } catch {
    return null; // a percent sign without two digits, or bytes that are not UTF-8
  }
}
