/** @module Asks the studio's server for runs. */
import type { BrokenRun, RunReply, RunsReply } from "../../../src/runs/replies.ts";

/** What came back: a reply; word that there is no such thing; or nothing that could be used. */
export type Answer<Reply> =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "missing" }
  | { readonly kind: "silence" };

/** Milliseconds before a server that does not answer counts as gone. */
const PATIENCE = 8000;

/** The list of all runs. */
export function askForRuns(): Promise<Answer<RunsReply>> {
  return ask("./api/runs.json");
}

/** One run, with the epochs after a given one. */
export function askForRun(name: string, after: number): Promise<Answer<RunReply | BrokenRun>> {
  return ask(`${addressOfRun(name)}.json?after=${after}`);
}

/** Where the server has a file of a run. */
export function fileAddress(name: string, file: string): string {
  return `${addressOfRun(name)}/${file}`;
}

function addressOfRun(name: string): string {
  return `./api/runs/${encodeURIComponent(name)}`;
}

async function ask<Reply>(address: string): Promise<Answer<Reply>> {
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    // Some static servers answer whatever they are asked for with a page.
    const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    if (response.status === 404 || (response.ok && !isJson)) return { kind: "missing" };
    return response.ok ? { kind: "reply", reply: (await response.json()) as Reply } : { kind: "silence" };
  } catch {
    return { kind: "silence" };
  }
}
