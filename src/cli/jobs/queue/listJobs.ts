/** @module `unrolled jobs`: the jobs of a queue, their states and workers. */
import type { Command } from "commander";
import type { Json } from "../../../jobs/job.ts";
import { firstLine } from "../../../text/escape.ts";
import { formatDuration, formatWhole } from "../../../text/format.ts";
import type { Lang } from "../../../text/lang.ts";
import { plainJson } from "../../files.ts";
import { type AnswerOptions, addAnswerOptions } from "../../forecast/commonOptions.ts";
import type { Process } from "../../process.ts";
import { tableLines } from "../../table.ts";
import { linesText } from "../../terminalGate.ts";
import { jobWords } from "../jobWords.ts";
import { type QueueAddress, QueueConnection, type QueuedJob } from "./bullmq.ts";
import { addQueueOptions, type QueueFlags, queueOf } from "./options.ts";
import { readProgress } from "./progress.ts";
import { reportText } from "./reportText.ts";

/** By the names of BullMQ, in the order of a job's life. */
const states = ["waiting", "active", "delayed", "completed", "failed"] as const;
type State = (typeof states)[number];

/** Jobs of a state that are listed. */
const SHOWN = 20;

interface ListedJob {
  readonly id: string;
  readonly label: string;
  readonly state: State;
  readonly worker: string | null;
  /** Seconds since it was begun. */
  readonly seconds: number | null;
  readonly kind: string;
  readonly report: Json | null;
  /** Why it has failed, or was given back. */
  readonly reason: string | null;
}

export function addJobsCommand(program: Command, process: Process): void {
  const command = program
    .command("jobs")
    .description("show the jobs of a queue: waiting, active, given back, done, failed");
  addQueueOptions(command);
  addAnswerOptions(command, process).action(async (options: AnswerOptions & QueueFlags) => {
    const address = queueOf(options);
    if (address !== null) await list(address, options, process);
  });
}

async function list(
  address: QueueAddress,
  { lang, json = false }: AnswerOptions,
  { stdout }: Process,
): Promise<void> {
  const connection = await QueueConnection.load(address);
  try {
    const queue = await connection.queue();
    const counts = await queue.getJobCounts(...states);
    const jobs: ListedJob[] = [];
    for (const state of ["active", "delayed", "failed", "waiting"] as const)
      for (const job of await queue.getJobs([state], 0, SHOWN - 1, true)) jobs.push(listed(job, state));
    const count = (state: State): number => counts[state] ?? 0;
    stdout.write(
      json
        ? plainJson({
            queue: address.shown,
            name: address.name,
            counts: Object.fromEntries(states.map((state) => [state, count(state)])),
            jobs,
          })
        : linesText(linesOf(address, states.map(count), jobs, lang)),
    );
  } finally {
    await connection.close();
  }
}

function listed(job: QueuedJob, state: State): ListedJob {
  const progress = readProgress(job.progress);
  const { label }: { readonly label?: unknown } = { ...Object(job.data) };
  const isBegun = state === "active" && job.processedOn !== undefined;
  const given = state === "delayed" ? progress?.givenBack : undefined;
  const failed = state === "failed" ? job.failedReason : undefined;
  return {
    id: job.id ?? "",
    label: typeof label === "string" ? label : (job.id ?? ""),
    state,
    worker: state === "waiting" ? null : (progress?.worker ?? null),
    seconds: isBegun ? (Date.now() - (job.processedOn ?? 0)) / 1000 : null,
    kind: job.name,
    report: progress?.report ?? null,
    reason: failed ?? given ?? null,
  };
}

function linesOf(
  { shown }: QueueAddress,
  counts: readonly number[],
  jobs: readonly ListedJob[],
  lang: Lang,
): string[] {
  const words = jobWords[lang].list;
  if (counts.every((count) => count === 0)) return [words.none(shown)];
  const rows = jobs.map(({ label, state, worker, seconds, kind, report, reason }) => [
    label,
    words.states[state],
    worker ?? "",
    seconds === null ? "" : formatDuration(seconds, lang),
    reason === null ? (report === null ? "" : reportText(kind, report, lang)) : firstLine(reason),
  ]);
  const listedOf = (state: State): number => jobs.filter((job) => job.state === state).length;
  const others = states.reduce(
    (sum, state, i) => sum + (state === "completed" ? 0 : (counts[i] ?? 0) - listedOf(state)),
    0,
  );
  return [
    shown,
    ...tableLines(
      [words.counts, counts.map((count) => formatWhole(count))],
      counts.map((_, i) => i),
    ),
    ...(rows.length === 0 ? [] : ["", ...tableLines([words.head, ...rows], [3])]),
    ...(others > 0 ? [words.more(others)] : []),
  ];
}
