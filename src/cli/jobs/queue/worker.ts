/** @module `unrolled worker`: does the jobs of a queue, on any machine. */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { type AnswerOptions, addAnswerOptions } from "../../forecast/commonOptions.ts";
import type { Process } from "../../process.ts";
import { linesText } from "../../terminalGate.ts";
import { jobWords } from "../jobWords.ts";
import { JobStore } from "../store/jobStore.ts";
import { addQueueOptions, type QueueFlags, queueOf, storeHelp, whole } from "./options.ts";
import { runWorker, type WorkerEvent } from "./queueWorker.ts";

interface WorkerFlags extends AnswerOptions, QueueFlags {
  readonly concurrency?: number;
  readonly store?: string;
  readonly lostAfter: number;
}

export function addWorkerCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("worker")
    .description("do the jobs of a queue: on this machine, or on any other one");
  addQueueOptions(command)
    .option("--concurrency <n>", "jobs at once (default: the number of cores)", whole(1, 1024))
    .option("--store <folder>", storeHelp)
    .option(
      "--lost-after <seconds>",
      "seconds without a sign of life after which the jobs of a worker are another's",
      whole(1, 3600),
      15,
    );
  addAnswerOptions(command, process).action(async (options: WorkerFlags) => {
    exit(await process.interruptible((signal) => work(options, process, signal)));
  });
}

async function work(options: WorkerFlags, { stdout, stderr }: Process, signal: AbortSignal): Promise<number> {
  const address = queueOf(options);
  if (address === null) return 2; // commander has refused it
  const { lang, json = false, concurrency = availableParallelism(), store, lostAfter } = options;
  const words = jobWords[lang].worker;
  const onEvent = (event: WorkerEvent): void => {
    if (json) stdout.write(`${JSON.stringify(event)}\n`);
    else if ("reason" in event) stderr.write(linesText([words[event.type](event.label, event.reason)]));
    else stderr.write(linesText([words[event.type](event.label)]));
  };
  const folder = store === undefined ? null : await JobStore.open(store);
  if (!json) stderr.write(linesText([words.ready(address.shown, concurrency)]));
  await runWorker(address, { concurrency, store: folder, lostAfter: 1000 * lostAfter, signal, onEvent });
  if (!json) stderr.write(linesText([words.ended]));
  return 0;
}
