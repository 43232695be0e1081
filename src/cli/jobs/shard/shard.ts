/** @module A shard of a command's jobs: every n-th of them, from the i-th on, whose results a folder collects. */
import { InvalidArgumentError } from "commander";

/** Shard `index` of `count`, from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

const MOST = 1_000_000;

/** `2/8` is the second of eight shards. Throws InvalidArgumentError. */
export function parseShard(text: string): Shard {
  const [i, n, ...others] = text
    .split("/")
    .map((part) => (/^\d{1,7}$/.test(part) ? Number(part) : Number.NaN));
  if (i !== undefined && n !== undefined && others.length === 0 && i >= 1 && i <= n && n <= MOST)
    return { index: i - 1, count: n };
  throw new InvalidArgumentError("It must be i/n, from 1/n to n/n, such as 1/4.");
}

/** The jobs of a shard. */
export function jobsOf<Job>(jobs: readonly Job[], { index, count }: Shard): Job[] {
  return jobs.filter((_, k) => k % count === index);
}

/** `2/8`. */
export function shardText({ index, count }: Shard): string {
  return `${index + 1}/${count}`;
}
