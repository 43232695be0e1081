/** @module Where the jobs of a command run: here, in threads, on a queue, or a shard of them; and the options that say so. */
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shellWord } from "../../text/escape.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import type { Process } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import { jobWords } from "./jobWords.ts";
import type { QueueAddress } from "./queue/bullmq.ts";
import { type QueueFlags, queueOf, queueOptions } from "./queue/options.ts";
import type { QueueJobs } from "./queue/queueJobs.ts";
import { InlineJobs } from "./run/inline.ts";
import { JobThreads } from "./run/jobThreads.ts";
import type { JobRunner, KindName } from "./run/kinds.ts";
import {
  type Identified,
  identified,
  type JobPlan,
  type JobsRun,
  numbered,
  type Results,
  runJobs,
} from "./run/runJobs.ts";
import { checkGathered } from "./shard/gathered.ts";
import { checkCommand, type ShardedCommand, sharedWords, writeCommand } from "./shard/request.ts";
import { jobsOf, parseShard, type Shard, shardText } from "./shard/shard.ts";
import { JobStore } from "./store/jobStore.ts";

/** Flags of a command that has jobs. */
export interface JobFlags extends Partial<QueueFlags> {
  readonly jobs?: number;
  readonly shard?: Shard;
  readonly store?: string;
  /** Set by `unrolled gather`: all results are in the store. */
  readonly gathered?: boolean;
}

const HEADING = "Jobs:";
const MOST_JOBS = 1024;

/** Jobs of one command in a queue, at most: their data are in it. */
const QUEUED = 256;

/** Adds the flags. */
export function addJobOptions(command: Command): Command {
  return [
    new Option("--jobs <n>", "jobs at once, with the same results (default: the number of cores)").argParser(
      wholeJobs,
    ),
    new Option(
      "--shard <i/n>",
      "do only the i-th of n parts of the work, and write it into the folder of --store; `unrolled gather` joins them",
    ).argParser(parseShard),
    new Option("--store <folder>", "folder of the finished parts, which the same command goes on from"),
    ...queueOptions(),
    new Option("--gathered").hideHelp(),
  ].reduce((all, option) => all.addOption(option.helpGroup(HEADING)), command);
}

function wholeJobs(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= MOST_JOBS) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_JOBS}.`);
}

/** Connects to a queue; jobs that no worker can do are named as they are given back. */
export async function openQueue(
  address: QueueAddress,
  store: JobStore | null,
  { stderr }: Pick<Process, "stderr">,
  lang: Lang,
): Promise<QueueJobs> {
  const loaded = await import("./queue/queueJobs.ts");
  return loaded.QueueJobs.open(address, {
    store,
    onGivenBack: (label, { worker, givenBack = "" }) =>
      stderr.write(linesText([jobWords[lang].givenBack(label, worker, givenBack)])),
  });
}

export interface SessionOptions {
  readonly flags: JobFlags;
  /** Of the command line. */
  readonly words: readonly string[];
  readonly lang: Lang;
  readonly isJson: boolean;
  readonly process: Process;
  readonly signal: AbortSignal;
}

export class JobSession {
  readonly #options: SessionOptions;

  /** Throws UsageError for flags that do not fit each other. */
  constructor(options: SessionOptions) {
    const { flags } = options;
    if (flags.shard !== undefined && flags.queue !== undefined)
      throw new UsageError(say`--shard and --queue are both given: a queue needs no shards`);
    if (flags.shard !== undefined && flags.store === undefined)
      throw new UsageError(say`--shard is given, but --store is not`, {
        hint: say`All shards write their parts into one folder: --store FOLDER`,
      });
    this.#options = options;
  }

  /** Whether this command does a shard only, and leaves the end to `unrolled gather`. */
  get isShard(): boolean {
    return this.#options.flags.shard !== undefined;
  }

  /** Whether workers of a queue do the jobs. */
  get isQueued(): boolean {
    return this.#options.flags.queue !== undefined;
  }

  /** Whether all results are in the store. */
  get isGathered(): boolean {
    return this.#options.flags.gathered === true;
  }

  /** Throws UsageError if the folder of the parts has those of another command: before there is any work. */
  async check(): Promise<void> {
    const { shard, store } = this.#options.flags;
    if (shard !== undefined && store !== undefined) await checkCommand(store, this.#command(shard));
  }

  #command({ count }: Shard): ShardedCommand {
    return { words: sharedWords(this.#options.words), shards: count };
  }

  /** Throws UsageError if a flag is set that has no meaning for the model of one series. */
  refuse(): void {
    if (this.isQueued)
      throw new UsageError(say`--queue is given, but the model of one series is trained here`, {
        hint: say`Jobs are: the training of a panel, its forecasts, backtests with --refit, and trials of unrolled tune`,
      });
    this.refuseShard();
  }

  /** Throws UsageError for a shard of one model, which cannot be divided. */
  refuseShard(): void {
    if (this.isShard)
      throw new UsageError(say`--shard is given, but this is one job`, {
        hint: say`Several jobs are: models of each series (--per-series), backtests with --refit, and forecasts of panels`,
      });
  }

  /**
   * The results of all jobs, run where the flags say; null after a shard, whose end is printed. Finished parts are kept in `folder`
   * until the command ends, unless --store names another one. Throws as `runJobs`.
   */
  async run<K extends KindName>(
    plans: readonly JobPlan<K>[],
    { folder, ...watch }: { readonly folder?: string } & Pick<JobsRun, "onDone" | "onReport"> = {},
  ): Promise<Results<K> | null> {
    const { flags, signal } = this.#options;
    const own = plans.length > 1 ? folder : undefined;
    const place = flags.store ?? own;
    const store = place === undefined ? null : await JobStore.open(place);
    const hasIds = store !== null || flags.queue !== undefined;
    const jobs = hasIds ? await identified(plans) : numbered(plans);
    if (this.isGathered && store !== null) await checkGathered(store, jobs);
    const some = flags.shard === undefined ? jobs : jobsOf(jobs, flags.shard);
    if (flags.shard !== undefined && store !== null)
      await writeCommand(store.path, this.#command(flags.shard));
    const { runner, atOnce, end } = await this.#runner(some.length, flags.store === undefined ? null : store);
    try {
      const results = await runJobs(some, { runner, store, atOnce, signal, ...watch });
      await end();
      if (flags.shard === undefined) return results;
      this.#printShard(flags.shard, some, jobs, place ?? "");
      return null;
    } finally {
      await runner.close();
    }
  }

  /** What runs some jobs, how many of them at once, and what is to be done when all have a result. */
  async #runner(
    count: number,
    shared: JobStore | null,
  ): Promise<{ readonly runner: JobRunner; readonly atOnce: number; readonly end: () => Promise<void> }> {
    const { flags, lang, process } = this.#options;
    const address = queueOf({ queueName: "", ...flags });
    if (address !== null && count > 0 && !this.isGathered) {
      const runner = await openQueue(address, shared, process, lang);
      return { runner, atOnce: QUEUED, end: () => runner.forget() };
    }
    const threads = Math.min(flags.jobs ?? availableParallelism(), count);
    const end = () => Promise.resolve();
    if (threads <= 1) return { runner: new InlineJobs(process), atOnce: 1, end };
    return { runner: new JobThreads({ threads }), atOnce: 2 * threads, end }; // short jobs are sent ahead
  }

  /** Deletes the parts in a folder of the command's own, which are of no use once it has ended. */
  async tidy(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  #printShard(shard: Shard, own: readonly Identified[], all: readonly Identified[], folder: string): void {
    const { process, lang, isJson } = this.#options;
    const words = jobWords[lang];
    const end = { shard: shardText(shard), own: own.length, all: all.length, folder };
    const lines = [words.shard(end), words.gather(`unrolled gather ${shellWord(folder)}`)];
    process.stdout.write(isJson ? plainJson(end) : linesText(lines));
  }
}
