/** @module Requests to the studio's server. */
import type { BrokenStudy, StudiesReply, StudyReply } from "../../../src/runs/study/studyReply.ts";
import type { BrokenRun, RunReply, RunsReply } from "../../../src/runs/summary.ts";

/** A reply; `missing`: the server does not have it; `silence`: no usable response. */
export type Answer<Reply> =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "missing" }
  | { readonly kind: "silence" };

/** Milliseconds before a request fails. */
const TIMEOUT = 8000;

/** The list of all runs. */
export function fetchRuns(): Promise<Answer<RunsReply>> {
  return request("./api/runs.json");
}

/** One run, with the epochs after a given one. */
export function fetchRun(name: string, after: number): Promise<Answer<RunReply | BrokenRun>> {
  return request(`${addressOfRun(name)}.json?after=${after}`);
}

/** The list of all studies. */
export function fetchStudies(): Promise<Answer<StudiesReply>> {
  return request("./api/studies.json");
}

/** One study. */
export function fetchStudy(name: string): Promise<Answer<StudyReply | BrokenStudy>> {
  return request(`./api/studies/${encodeURIComponent(name)}.json`);
}

/** The address of a file of a run. */
export function fileAddress(name: string, file: string): string {
  return `${addressOfRun(name)}/${file}`;
}

function addressOfRun(name: string): string {
  return `./api/runs/${encodeURIComponent(name)}`;
}

async function request<Reply>(address: string): Promise<Answer<Reply>> {
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
    // Some static servers respond to every address with a page.
    const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    if (response.status === 404 || (response.ok && !isJson)) return { kind: "missing" };
    return response.ok ? { kind: "reply", reply: (await response.json()) as Reply } : { kind: "silence" };
  } catch {
    return { kind: "silence" };
  }
}
