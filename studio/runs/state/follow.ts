/** @module Follows the runs: requests them every second while one trains and the page is visible, less often otherwise. */
import { effect } from "@preact/signals";
import type { RunsReply } from "../../../src/runs/summary.ts";
import { type Answer, fetchRun, fetchRuns } from "./requests.ts";
import {
  chosen,
  compared,
  connection,
  type Detail,
  details,
  goesOn,
  isTraining,
  lastEpoch,
  listed,
  merged,
  now,
} from "./runs.ts";
import { chosenStudy, isSearching, lookAtStudies } from "./studies.ts";

/** Milliseconds between two requests, while a run trains or a study runs, and otherwise. */
const pauses = { training: 1000, quiet: 5000 };

/** Starts to follow. */
export function followRuns(): void {
  const bell = makeBell();
  document.addEventListener("visibilitychange", bell.ring);
  effect(() => {
    void [chosen.value, compared.value, chosenStudy.value]; // what was just chosen is requested at once
    bell.ring();
  });
  void follow(bell.pause);
}

async function follow(pause: (milliseconds: number) => Promise<void>): Promise<void> {
  while (connection.peek() !== "none") {
    await pause(isTraining.peek() || isSearching.peek() ? pauses.training : pauses.quiet);
    await lookOnce();
  }
}

/** Pauses that end by themselves or early, by `ring`, even before they begin; but not while the page is hidden. */
function makeBell(): { ring: () => void; pause: (milliseconds: number) => Promise<void> } {
  let hasRung = false;
  let answer = (): void => undefined;
  const ring = (): void => {
    hasRung = true;
    if (!document.hidden) answer();
  };
  const pause = async (milliseconds: number): Promise<void> => {
    const timer = setTimeout(ring, milliseconds);
    if (!hasRung || document.hidden)
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
    clearTimeout(timer);
    hasRung = false;
  };
  return { ring, pause };
}

/** Requests the list, then those of the shown runs that have changed. */
async function lookOnce(): Promise<void> {
  const answer = await fetchRuns();
  if (answer.kind !== "reply") {
    const never = answer.kind === "missing" && listed.peek() === null;
    connection.value = never ? "none" : "lost";
    return;
  }
  connection.value = "up";
  await lookAtStudies();
  if (listed.peek() === null) openFirst(answer.reply);
  listed.value = answer.reply;
  now.value = Date.now();
  const stamps = new Map(answer.reply.runs.map(({ name, stamp }) => [name, stamp]));
  const looked = new Set([...compared.peek(), chosen.peek()]);
  const wanted = [...looked].filter((name) => name !== null && stamps.has(name)) as string[];
  const changed = wanted.filter((name) => stampOf(details.peek().get(name)) !== stamps.get(name));
  const fresh = await Promise.all(changed.map(async (name) => [name, await lookAt(name)] as const));
  const found = fresh.filter((pair): pair is readonly [string, Detail] => pair[1] !== null);
  if (found.length > 0) details.value = new Map([...details.peek(), ...found]);
}

/** A run with its new epochs; with all of them if it is another run of the same name. Null without a reply. */
async function lookAt(name: string): Promise<Detail | null> {
  const known = details.peek().get(name);
  const reply = replyIn(await fetchRun(name, lastEpoch(known)));
  if (reply === null || "problem" in reply || goesOn(known, reply)) return reply && merged(known, reply);
  return replyIn(await fetchRun(name, 0));
}

function replyIn<Reply>(answer: Answer<Reply>): Reply | null {
  return answer.kind === "reply" ? answer.reply : null;
}

function stampOf(detail: Detail | undefined): string | undefined {
  return detail && ("problem" in detail ? detail.stamp : detail.summary.stamp);
}

/** Where the address names no run, the page opens with the newest; on a phone with the list, which has no room beside it. */
function openFirst({ runs }: RunsReply): void {
  const isAsked = chosen.peek() !== null || chosenStudy.peek() !== null || compared.peek().length > 0;
  const first = runs.find(({ problem }) => problem === null);
  if (!isAsked && first !== undefined && matchMedia("(min-width: 1000px)").matches) chosen.value = first.name;
}
