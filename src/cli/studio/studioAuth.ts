/**
 * @module Who is let in. Any page that a person has open may send requests to their loopback address, so a server there
 * must tell its own page from others: by the name it was called by, and by what browsers say of where a request is from.
 */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** Why a request is not answered, and the status that says so. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 500;
  readonly text: string;
}

/** Why a request is not let in; null when it is. */
export function refusalOf(request: IncomingMessage): Refusal | null {
  const { headers, headersDistinct, method, socket } = request;
  const names = namesOf(socket.localPort);
  const hosts = headersDistinct.host ?? [];
  if (hosts.length !== 1 || !names.includes(hosts[0].toLowerCase())) {
    const text = `This server answers to ${names.join(", ")}, and to no other Host: under any other name a page of another site could pass for this one (DNS rebinding).`;
    return { status: 403, text };
  }
  if (method !== "GET" && method !== "HEAD")
    return { status: 405, text: "This server knows GET and HEAD only." };
  const isOwn = isFromHere(headers, names) || isVisit(headers);
  return isOwn
    ? null
    : { status: 403, text: "This server answers no requests that pages of other sites make." };
}

/** What the server may be called; browsers leave the port out where it is HTTP's own. */
function namesOf(port: number | undefined): string[] {
  return ["127.0.0.1", "localhost", "[::1]"].map((name) => (port === 80 ? name : `${name}:${port}`));
}

/** Programs that are no browser say neither; pages on other ports of this machine are `same-site`. */
function isFromHere(headers: IncomingHttpHeaders, names: readonly string[]): boolean {
  const { origin, "sec-fetch-site": site } = headers;
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`)) return false;
  return site === undefined || site === "same-origin" || site === "none";
}

/** A link from elsewhere that a person has followed: it opens the page, and shows its sender nothing of it. */
function isVisit(headers: IncomingHttpHeaders): boolean {
  const { "sec-fetch-mode": mode, "sec-fetch-dest": dest } = headers;
  return mode === "navigate" && (dest === undefined || dest === "document");
}

/**
 * The path of an address, decoded; null where it cannot be read. Parts are decoded one by one, and a part that hides a
 * separator is no name of a file.
 */
export function pathOf(url: string): string | null {
  const [raw] = url.split("?", 1);
  if (!raw.startsWith("/")) return null;
  try {
    const parts = raw.split("/").map(decodeURIComponent);
    return parts.some((part) => /[/\\\0]/.test(part)) ? null : parts.join("/");
  } catch {
    return null; // a percent sign without two digits, or bytes that are no UTF-8
  }
}
