/** @module The options that name a queue, for the commands that use one. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { addressOf, parseQueue, parseQueueName, type QueueAddress } from "./bullmq.ts";

export interface QueueFlags {
  readonly queue?: URL;
  readonly queueName: string;
}

/** Help of `--store`, for commands that have no parts. */
export const storeHelp = "folder that the command and all workers share, for what is too large for the queue";

const DEFAULT_NAME = "unrolled";

/** `--queue` and `--queue-name`. */
export function queueOptions(): Option[] {
  return [
    new Option("--queue <url>", "queue of the jobs, by BullMQ: redis://, rediss:// or postgres://").argParser(
      parseQueue,
    ),
    new Option("--queue-name <name>", "name of the queue, where several share a server")
      .argParser(parseQueueName)
      .default(DEFAULT_NAME),
  ];
}

/** Adds the options to a command that needs a queue. */
export function addQueueOptions(command: Command): Command {
  const [queue, ...others] = queueOptions();
  if (queue !== undefined) command.addOption(queue.makeOptionMandatory());
  return others.reduce((all, option) => all.addOption(option), command);
}

/** The queue of the flags; null without one. */
export function queueOf({ queue, queueName }: QueueFlags): QueueAddress | null {
  return queue === undefined ? null : addressOf(queue, queueName);
}

/** A whole number within bounds. Throws InvalidArgumentError. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
