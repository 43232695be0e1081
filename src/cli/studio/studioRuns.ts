/** @module What the studio's server says of the runs in a folder: the list, one run, and files to take away. */
import type { FileHandle } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { runFiles } from "../../runs/record.ts";
import {
  type BrokenRun,
  type RunRecord,
  type RunReply,
  type RunsReply,
  replyOf,
  summaryOf,
} from "../../runs/replies.ts";
import { stateOf } from "../runState.ts";
import { reportPolicy } from "./reportPolicy.ts";
import { type RunFolders, runFolders } from "./runFolders.ts";
import { refuse } from "./studioReply.ts";
import type { Handler } from "./studioServer.ts";

const downloads = [runFiles.report, runFiles.forecast, runFiles.best] as const;
type Download = (typeof downloads)[number];

/** What may be asked for. */
type Question =
  | { readonly kind: "list" }
  | { readonly kind: "run"; readonly name: string }
  | { readonly kind: "file"; readonly name: string; readonly file: Download };

/** Answers what is asked below `/api/runs`, of the runs in a folder, which need not be there yet. */
export function runsHandler(folder: string): Handler {
  const folders = runFolders(folder);
  return async (request, response, path) => {
    const question = questionOf(path);
    if (question === null) return false;
    response.setHeader("Cache-Control", "no-store");
    if (question.kind === "list") sendJson(await listOf(folders, folder), request, response);
    else if (question.kind === "run") await sendRun(folders, question.name, request, response);
    else await sendDownload(folders, question.name, question.file, request, response);
    return true;
  };
}

function questionOf(path: string): Question | null {
  if (path === "/api/runs.json") return { kind: "list" };
  const [, run, file] = /^\/api\/runs\/([^/]+)(?:\/([^/]+))?$/s.exec(path) ?? [];
  if (run === undefined) return null;
  if (file === undefined)
    return run.endsWith(".json") ? { kind: "run", name: run.slice(0, -".json".length) } : null;
  const known = downloads.find((name) => name === file);
  return known === undefined ? null : { kind: "file", name: run, file: known };
}

async function listOf(folders: RunFolders, folder: string): Promise<RunsReply> {
  const { problem, runs } = await folders.list();
  const newestFirst = runs.toSorted((a, b) => createdOf(b) - createdOf(a) || (a.name < b.name ? -1 : 1));
  return {
    folder,
    problem,
    runs: newestFirst.map((run) => ("problem" in run ? run : summaryOf(run, stateOf(run.status)))),
  };
}

/** Folders that cannot be read come last. */
function createdOf(run: RunRecord | BrokenRun): number {
  return "problem" in run ? 0 : Date.parse(run.config.created);
}

async function sendRun(
  folders: RunFolders,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const after = afterOf(request.url ?? "");
  if (after === null) {
    const text = "after must be a whole number from 0: the last epoch that is known.";
    return refuse({ status: 400, text }, request, response);
  }
  const run = await folders.find(name);
  if (run === null) return refuse({ status: 404, text: "There is no run of that name." }, request, response);
  const reply: RunReply | BrokenRun = "problem" in run ? run : replyOf(run, stateOf(run.status), after);
  sendJson(reply, request, response);
}

function afterOf(url: string): number | null {
  const text = new URLSearchParams(url.split("?")[1] ?? "").get("after") ?? "0";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function sendJson(value: unknown, { method }: IncomingMessage, response: ServerResponse): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": body.length,
  });
  response.end(method === "HEAD" ? undefined : body);
}

async function sendDownload(
  folders: RunFolders,
  name: string,
  file: Download,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const handle = await folders.open(name, file);
  if (handle === null) return refuse({ status: 404, text: "This run has no such file." }, request, response);
  try {
    if (file === runFiles.report) await sendReport(handle, request, response);
    else await sendAttachment(handle, `${name}${file.slice(file.indexOf("."))}`, request, response);
  } finally {
    await handle.close();
  }
}

async function sendReport(
  handle: FileHandle,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await handle.readFile();
  response.setHeader("Content-Security-Policy", reportPolicy(body.toString()));
  response.removeHeader("Cross-Origin-Opener-Policy"); // browsers refuse a page that has it and is in a sandbox
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Length": body.length });
  response.end(method === "HEAD" ? undefined : body);
}

async function sendAttachment(
  handle: FileHandle,
  name: string,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await handle.stat();
  response.writeHead(200, {
    "Content-Type": name.endsWith(".csv") ? "text/csv; charset=utf-8" : "application/octet-stream",
    "Content-Length": size,
    "Content-Disposition": `attachment; filename*=UTF-8''${quoted(name)}`,
  });
  if (method === "HEAD" || size === 0) response.end();
  else await pipeline(handle.createReadStream({ start: 0, end: size - 1, autoClose: false }), response);
}

/** As RFC 8187 has it, which keeps fewer letters than addresses do. */
function quoted(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}
