/** @module What commands print about their jobs, in English and Chinese. */
import { formatWhole } from "../../text/format.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";

interface ShardEnd {
  /** `2/8`. */
  readonly shard: string;
  /** Jobs of the shard, and of the whole command. */
  readonly own: number;
  readonly all: number;
  readonly folder: string;
}

const en = {
  progress: (done: number, all: number) => `${formatWhole(done)} of ${formatWhole(all)} jobs done`,
  series: (first: number, last: number) => `series ${formatWhole(first)} to ${formatWhole(last)}`,
  window: (rows: number) => `the training on ${formatWhole(rows)} rows`,
  shard: ({ shard, own, all, folder }: ShardEnd) =>
    `Shard ${shard}: ${formatWhole(own)} of ${formatWhole(all)} jobs, in ${folder}`,
  gather: (command: string) => `When all shards are done: ${command}`,
};

type JobWords = WordsOf<typeof en>;

const zh: JobWords = {
  progress: (done, all) => `已完成 ${formatWhole(done)}/${formatWhole(all)} 个作业`,
  series: (first, last) => `第 ${formatWhole(first)} 至 ${formatWhole(last)} 个序列`,
  window: (rows) => `前 ${formatWhole(rows)} 行上的训练`,
  shard: ({ shard, own, all, folder }) =>
    `分片 ${shard}：共 ${formatWhole(all)} 个作业，其中 ${formatWhole(own)} 个已在 ${folder}`,
  gather: (command) => `全部分片完成后：${command}`,
};

export const jobWords: Translated<JobWords> = { en, zh };
