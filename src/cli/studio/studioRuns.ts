/** @module The studio server's replies about the runs in a folder: the list, one run, and downloads. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { reportScript, reportStart } from "../../report/page.ts";
import { mostBytes, runFiles } from "../../runs/files.ts";
import { pickerScript } from "../../runs/panel/report/panelPicker.ts";
import {
  type BrokenRun,
  type FoundRun,
  type RunReply,
  type RunState,
  type RunsReply,
  replyOf,
  summaryOf,
} from "../../runs/summary.ts";
import { isStudyFolder } from "../jobs/studyFiles.ts";
import { hasLock, stateOfRun } from "../lock/runLock.ts";
import { type FoundPanelRun, type RunFolders, runFolders } from "./runFolders.ts";
import { refuse, sendBody } from "./studioReply.ts";
import type { Handler } from "./studioServer.ts";
import { type StudyFolders, studyFolders } from "./studyFolders.ts";

const downloads = ["report", "forecast", "best"] as const;
type Download = (typeof downloads)[number];

/** Handles requests below `/api/runs`, about the runs in a folder, which need not exist yet. */
export function runsHandler(folder: string): Handler {
  const folders = runFolders(folder);
  const studies = studyFolders(folder);
  return async (_request, response, path) => {
    const [, run, file] = /^\/api\/runs\/([^/]+)(?:\/([^/]+))?$/s.exec(path) ?? [];
    const download = downloads.find((name) => runFiles[name] === file);
    if (path.startsWith("/api/")) response.setHeader("Cache-Control", "no-store");
    if (path === "/api/runs.json") sendJson(await listOf(folders, folder), response);
    else if (path === "/api/studies.json") sendJson(await studies.list(await folders.names()), response);
    else if (/^\/api\/studies\/[^/]+\.json$/s.test(path))
      await sendStudy(studies, folders, path.slice("/api/studies/".length, -".json".length), response);
    else if (file === undefined && run?.endsWith(".json"))
      await sendRun(folder, folders, run.slice(0, -".json".length), response);
    else if (run !== undefined && download !== undefined)
      await sendDownload(folders, run, download, response);
    else return false;
    return true;
  };
}

async function listOf(folders: RunFolders, folder: string): Promise<RunsReply> {
  const { problem, runs } = await folders.list();
  const begun = runs.filter((run) => !("problem" in run) || !isOther(join(folder, run.name)));
  const newestFirst = begun.toSorted((a, b) => createdOf(b) - createdOf(a) || (a.name < b.name ? -1 : 1));
  const shown = newestFirst.map(async (run) =>
    "problem" in run ? brokenIn(folder, run) : summaryOf(run, await stateIn(folder, run)),
  );
  return { folder, problem, runs: await Promise.all(shown) };
}

/** Whether a folder is that of a run whose data are still being read, or of a study. */
function isOther(path: string): boolean {
  return isStudyFolder(path) || (hasLock(path) && !existsSync(join(path, runFiles.config)));
}

/** Names come from the listing of the folder: none leads elsewhere. */
async function sendStudy(
  studies: StudyFolders,
  folders: RunFolders,
  name: string,
  response: ServerResponse,
): Promise<void> {
  const found = (await folders.names()).includes(name) ? await studies.find(name) : null;
  if (found === null) return refuse({ status: 404, text: "There is no study of that name." }, response);
  sendJson(found, response);
}

async function stateIn(folder: string, { name, status }: FoundRun): Promise<RunState> {
  return stateOfRun(join(folder, name), status);
}

/** Of a panel's run, its state now. */
async function brokenIn(folder: string, run: BrokenRun | FoundPanelRun): Promise<BrokenRun> {
  if (!("status" in run)) return run;
  const { status, ...shown } = run;
  return { ...shown, panel: { ...run.panel, state: await stateOfRun(join(folder, run.name), status) } };
}

/** Folders that cannot be read are last. */
function createdOf(run: FoundRun | FoundPanelRun | BrokenRun): number {
  return Date.parse("problem" in run ? (run.panel?.created ?? "1970-01-01") : run.config.created);
}

async function sendRun(
  folder: string,
  folders: RunFolders,
  name: string,
  response: ServerResponse,
): Promise<void> {
  const after = afterOf(response.req.url ?? "");
  if (after === null) {
    const text = "after must be a whole number from 0: the last known epoch.";
    return refuse({ status: 400, text }, response);
  }
  const run = await folders.find(name);
  if (run === null) return refuse({ status: 404, text: "There is no run of that name." }, response);
  const reply: RunReply | BrokenRun =
    "problem" in run
      ? await brokenIn(folder, run)
      : replyOf(run, await stateIn(folder, run), after, await folders.forecastOf(name));
  sendJson(reply, response);
}

function afterOf(url: string): number | null {
  const text = new URLSearchParams(url.split("?")[1] ?? "").get("after") ?? "0";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function sendJson(value: unknown, response: ServerResponse): void {
  sendBody(Buffer.from(JSON.stringify(value)), "application/json; charset=utf-8", response);
}

async function sendDownload(
  folders: RunFolders,
  name: string,
  file: Download,
  response: ServerResponse,
): Promise<void> {
  const handle = await folders.open(name, file);
  if (handle === null) return refuse({ status: 404, text: "This run has no such file." }, response);
  try {
    if (file === "report") await sendReport(handle, response);
    else await sendAttachment(handle, `${name}${extname(runFiles[file])}`, response);
  } finally {
    await handle.close();
  }
}

async function sendReport(handle: FileHandle, response: ServerResponse): Promise<void> {
  const { size } = await handle.stat();
  if (size > mostBytes.report) {
    const text = `This report has ${size} bytes, and more than ${mostBytes.report} are not shown.`;
    return refuse({ status: 413, text }, response);
  }
  const body = await handle.readFile();
  response.setHeader("Content-Security-Policy", reportPolicy(body.toString()));
  response.setHeader("X-DNS-Prefetch-Control", "off"); // which no policy governs
  sendBody(body, "text/html; charset=utf-8", response);
}

/**
 * The Content-Security-Policy for a report, which may come from another person or contain hostile column names. Its sandbox
 * has no origin, no connections, no windows, no downloads, and no script, except for those of our own reports, which
 * switch languages and draw a panel's series.
 */
export function reportPolicy(html: string): string {
  const isOwn = hasOnlyOwnScript(html);
  const scripts = isOwn ? ownScripts.filter((script) => html.includes(tagged(script))) : [];
  return [
    "default-src 'none'",
    `script-src ${isOwn ? scripts.map((script) => `'sha256-${hashOf(script)}'`).join(" ") : "'none'"}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    `sandbox${isOwn ? " allow-scripts" : ""}`,
  ].join("; ");
}

/** The scripts of reports: for languages, and for the picker of a panel's. */
const ownScripts: readonly string[] = [reportScript, pickerScript];

/**
 * Whether a page begins as ours do, and has our scripts and no other. One that could go to another address by itself
 * (http-equiv) gets no script either: without scripts, browsers keep a sandboxed page where it is.
 */
function hasOnlyOwnScript(html: string): boolean {
  if (!html.startsWith(reportStart) || /http-equiv/i.test(html)) return false;
  if (!html.includes(tagged(reportScript))) return false;
  const others = ownScripts.reduce((text, script) => text.replace(tagged(script), ""), html);
  return !/<script/i.test(others);
}

function tagged(script: string): string {
  return `<script>${script}</script>`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

async function sendAttachment(handle: FileHandle, name: string, response: ServerResponse): Promise<void> {
  const { size } = await handle.stat();
  response.writeHead(200, {
    "Content-Type": name.endsWith(".csv") ? "text/csv; charset=utf-8" : "application/octet-stream",
    "Content-Length": size,
    "Content-Disposition": `attachment; filename*=UTF-8''${quoted(name)}`,
  });
  if (response.req.method === "HEAD" || size === 0) response.end();
  else await pipeline(handle.createReadStream({ start: 0, end: size - 1, autoClose: false }), response);
}

/** Percent-encoding of RFC 8187, which leaves fewer letters as they are than that of addresses. */
function quoted(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}
