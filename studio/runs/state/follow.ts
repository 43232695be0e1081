/** @module Follows the runs: asks once a second while one trains and somebody looks, less often otherwise. */
import { effect } from "@preact/signals";
import { type Answer, askForRun, askForRuns } from "./ask.ts";
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

/** Milliseconds between two questions, while a run trains and otherwise. */
const pauses = { training: 1000, quiet: 5000 };

/** Starts to follow. */
export function followRuns(): void {
  const bell = makeBell();
  document.addEventListener("visibilitychange", bell.ring);
  effect(() => {
    void [chosen.value, compared.value]; // what has just been chosen is asked for at once
    bell.ring();
  });
  void follow(bell.pause);
}

async function follow(pause: (milliseconds: number) => Promise<void>): Promise<void> {
  while (connection.peek() !== "none") {
    await pause(isTraining.peek() ? pauses.training : pauses.quiet);
    await lookOnce();
  }
}

/** Pauses that end by themselves, or when somebody rings, even before they begin; but not while nobody sees the page. */
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

/** Asks for the list, and then for those of the runs that are looked at and have changed. */
async function lookOnce(): Promise<void> {
  const answer = await askForRuns();
  if (answer.kind !== "reply") {
    const never = answer.kind === "missing" && listed.peek() === null;
    connection.value = never ? "none" : "lost";
    return;
  }
  connection.value = "up";
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

/** A run with the epochs that are new; all of them, when it is another run under the same name. Null without an answer. */
async function lookAt(name: string): Promise<Detail | null> {
  const known = details.peek().get(name);
  const reply = replyIn(await askForRun(name, lastEpoch(known)));
  if (reply === null || "problem" in reply || goesOn(known, reply)) return reply && merged(known, reply);
  return replyIn(await askForRun(name, 0));
}

function replyIn<Reply>(answer: Answer<Reply>): Reply | null {
  return answer.kind === "reply" ? answer.reply : null;
}

function stampOf(detail: Detail | undefined): string | undefined {
  return detail && ("problem" in detail ? detail.stamp : detail.summary.stamp);
}
