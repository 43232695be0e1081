/** @module The studio's server: the files of a built page, on the loopback address and for its own page only. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { UsageError } from "../../errors.ts";
import { pathOf, refusalOf } from "./studioAuth.ts";
import { readStudioFiles, type StudioFile } from "./studioFiles.ts";
import { commonHeaders, malformedReply, refuse, sendFile } from "./studioReply.ts";

const HOST = "127.0.0.1";
const TRIES = 20; // ports, before it is no longer likely that somebody just has the first

/** What to serve, and where. */
export interface StudioServerOptions {
  /** The built page: a folder with an index.html. It is read once. */
  readonly folder: string;
  /** The first port to try; 0 for any that is free. */
  readonly port: number;
  /** Asked in turn, before the files. */
  readonly handlers?: readonly Handler[];
}

/** Answers a request that has been let in, whose path is decoded, and says so; or leaves it to the next. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => boolean | Promise<boolean>;

/** A server that runs. */
export interface StudioServer {
  /** The address of the page, as `http://127.0.0.1:4173/`. */
  readonly url: string;
  readonly port: number;
  /** Ends it at once, with the connections that are open. */
  readonly close: () => Promise<void>;
}

/** Reads the page and serves it, at the first port that is free. */
export async function startStudioServer(options: StudioServerOptions): Promise<StudioServer> {
  const handlers = [...(options.handlers ?? []), fileHandler(await readStudioFiles(options.folder))];
  const server = makeServer((request, response) => void answer(handlers, request, response));
  const port = await listen(server, options.port);
  return { url: `http://${HOST}:${port}/`, port, close: () => close(server) };
}

/** The limit on the size of headers is Node's, 16 kB: cookies of every program on this machine's ports come along. */
function makeServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Server {
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000 };
  return createServer({ ...limits, requireHostHeader: false }, listener) // the gate says more about a missing Host
    .on("checkExpectation", listener)
    .on("clientError", refuseMalformed);
}

function fileHandler(files: ReadonlyMap<string, StudioFile>): Handler {
  return async (request, response, path) => {
    const file = files.get(path);
    if (file) await sendFile(file, request, response);
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
  if (refusal) refuse(refusal, request, response);
  else if (path === null) refuse({ status: 400, text: "This address cannot be read." }, request, response);
  else await handle(handlers, request, response, path);
}

/** A handler that fails must end neither the server nor hang its request. */
async function handle(
  handlers: readonly Handler[],
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  try {
    for (const handler of handlers) if (await handler(request, response, path)) return;
    refuse({ status: 404, text: "There is nothing at this address." }, request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else refuse({ status: 500, text: `This failed: ${String(error)}` }, request, response);
  }
}

function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
  else socket.end(malformedReply(), () => socket.destroy());
}

/** Listens at the first free port from this one on; returns it. */
async function listen(server: Server, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + TRIES - 1, 65_535);
  for (let port = first; port <= last; port++) if (await hasPort(server, port)) return portOf(server);
  throw new UsageError(`ports ${first} to ${last} are all taken\n  give another one with --port`);
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
    throw new UsageError(`cannot listen on port ${port}: ${why}\n  give another one with --port`);
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A browser keeps its connections open for as long as it likes: they would hold up the end. */
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
