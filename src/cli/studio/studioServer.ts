/** @module The studio's server: serves a built page on the loopback address, to that page only. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { UsageError } from "../../errors.ts";
import { pathOf, refusalOf } from "./studioAuth.ts";
import { readStudioFiles, type StudioFile } from "./studioFiles.ts";
import { commonHeaders, malformedReply, refuse, sendFile } from "./studioReply.ts";

const HOST = "127.0.0.1";
const TRIES = 20; // ports to try if the first ones are in use

export interface StudioServerOptions {
  /** The built page: a folder with an index.html. It is read once. */
  readonly folder: string;
  /** The first port to try; 0 for any that is free. */
  readonly port: number;
  /** Tried in turn, before the files. */
  readonly handlers?: readonly Handler[];
  /** Milliseconds in which a connection must have sent the headers of a request; default 10,000. */
  readonly patience?: number;
}

/** Handles an authorized request with a decoded path; returns false to leave it to the next handler. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => boolean | Promise<boolean>;

export interface StudioServer {
  readonly url: string;
  readonly port: number;
  /** Closes it at once, with all open connections. */
  readonly close: () => Promise<void>;
}

export async function startStudioServer(options: StudioServerOptions): Promise<StudioServer> {
  const handlers = [...(options.handlers ?? []), fileHandler(await readStudioFiles(options.folder))];
  const server = makeServer(options, (request, response) => void answer(handlers, request, response));
  const port = await listen(server, options.port);
  return { url: `http://${HOST}:${port}/`, port, close: () => close(server) };
}

/** Node's limit of 16 kB for headers stays: they contain the cookies of every program on this machine's ports. */
function makeServer(
  { patience = 10_000 }: StudioServerOptions,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const limits = {
    headersTimeout: patience,
    requestTimeout: 3 * patience,
    connectionsCheckingInterval: patience,
  };
  return createServer({ ...limits, requireHostHeader: false }, listener) // refusalOf has a better message for a missing Host
    .on("checkExpectation", listener)
    .on("clientError", refuseMalformed);
}

function fileHandler(files: ReadonlyMap<string, StudioFile>): Handler {
  return async (_request, response, path) => {
    const file = files.get(path);
    if (file) await sendFile(file, response);
    return file !== undefined;
  };
}

async function answer(
  handlers: readonly Handler[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
  const refusal = refusalOf(request);
  const path = pathOf(request.url ?? "");
  if (refusal) refuse(refusal, response);
  else if (path === null) refuse({ status: 400, text: "This address cannot be decoded." }, response);
  else await handle(handlers, response, path);
}

/** A handler that fails must neither end the server nor leave its request open. */
async function handle(handlers: readonly Handler[], response: ServerResponse, path: string): Promise<void> {
  try {
    for (const handler of handlers) if (await handler(response.req, response, path)) return;
    refuse({ status: 404, text: "There is nothing at this address." }, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else refuse({ status: 500, text: `This failed: ${String(error)}` }, response);
  }
}

/**
 * A connection that was silent for too long is closed without a word: browsers open some ahead of need, and would take a reply
 * for that to a request sent later.
 */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  const isGone = error.code === "ECONNRESET" || !socket.writable;
  if (isGone || error.code === "ERR_HTTP_REQUEST_TIMEOUT") socket.destroy();
  else socket.end(malformedReply(), () => socket.destroy());
}

/** Listens on the first free port from this one on; returns it. */
async function listen(server: Server, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + TRIES - 1, 65_535);
  for (let port = first; port <= last; port++)
    if (await hasPort(server, port)) return (server.address() as AddressInfo).port;
  throw new UsageError(`ports ${first} to ${last} are all in use\n  choose another one with --port`);
}

async function hasPort(server: Server, port: number): Promise<boolean> {
  try {
    server.listen(port, HOST);
    await once(server, "listening"); // an error rejects it
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return false;
    const why = code === "EACCES" ? "permission was refused" : message;
    throw new UsageError(`cannot listen on port ${port}: ${why}\n  choose another one with --port`);
  }
}

/** Browsers keep connections open, which would delay the end. */
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
