/** @module What commands print about their jobs, in English and Chinese. */
import { formatWhole, plural } from "../../text/format.ts";
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
  epoch: (epoch: number, loss: string) => `epoch ${formatWhole(epoch)}, loss ${loss}`,
  seriesDone: (done: number, all: number) => `${formatWhole(done)} of ${plural(all, "series", "series")}`,
  training: (name: string) => `the training on ${name}`,
  window: (rows: number) => `the training on ${formatWhole(rows)} rows`,
  shard: ({ shard, own, all, folder }: ShardEnd) =>
    `Shard ${shard}: ${formatWhole(own)} of ${formatWhole(all)} jobs, in ${folder}`,
  joins: (command: string) => `Joins the parts of: ${command}`,
  gather: (command: string) => `When all shards are done: ${command}`,
  givenBack: (label: string, worker: string, reason: string) =>
    `${label}: given back by ${worker}: ${reason}`,
  worker: {
    ready: (queue: string, jobs: number) =>
      `Worker on ${queue}: ${plural(jobs, "job")} at once. Ctrl-C gives back what runs, and ends it.`,
    begun: (label: string) => `${label}: begun`,
    done: (label: string) => `${label}: done`,
    failed: (label: string, reason: string) => `${label}: failed: ${reason}`,
    "given back": (label: string, reason: string) => `${label}: given back: ${reason}`,
    "handed on": (label: string) => `${label}: given back, as this worker ends`,
    ended: "Ended.",
  },
  list: {
    none: (queue: string) => `No jobs on ${queue}.`,
    counts: ["waiting", "active", "given back", "done", "failed"] as readonly string[],
    head: ["job", "state", "worker", "time", "progress"] as readonly string[],
    states: {
      waiting: "waiting",
      active: "active",
      delayed: "given back",
      completed: "done",
      failed: "failed",
    },
    more: (count: number) => `and ${plural(count, "other")}`,
  },
};

type JobWords = WordsOf<typeof en>;

const zh: JobWords = {
  progress: (done, all) => `已完成 ${formatWhole(done)}/${formatWhole(all)} 个作业`,
  series: (first, last) => `第 ${formatWhole(first)} 至 ${formatWhole(last)} 个序列`,
  epoch: (epoch, loss) => `第 ${formatWhole(epoch)} 轮，损失 ${loss}`,
  seriesDone: (done, all) => `${formatWhole(done)}/${formatWhole(all)} 个序列`,
  training: (name) => `${name} 上的训练`,
  window: (rows) => `前 ${formatWhole(rows)} 行上的训练`,
  shard: ({ shard, own, all, folder }) =>
    `分片 ${shard}：共 ${formatWhole(all)} 个作业，其中 ${formatWhole(own)} 个已在 ${folder}`,
  joins: (command) => `合并以下命令的各部分：${command}`,
  gather: (command) => `全部分片完成后：${command}`,
  givenBack: (label, worker, reason) => `${label}：被 ${worker} 退回：${reason}`,
  worker: {
    ready: (queue, jobs) =>
      `工作进程已连接 ${queue}：同时进行 ${formatWhole(jobs)} 个作业。按 Ctrl-C 退回正在进行的作业并结束。`,
    begun: (label) => `${label}：开始`,
    done: (label) => `${label}：完成`,
    failed: (label, reason) => `${label}：失败：${reason}`,
    "given back": (label, reason) => `${label}：退回：${reason}`,
    "handed on": (label) => `${label}：退回，因为本工作进程即将结束`,
    ended: "已结束。",
  },
  list: {
    none: (queue) => `${queue} 上没有作业。`,
    counts: ["等待", "进行中", "退回", "完成", "失败"],
    head: ["作业", "状态", "工作进程", "用时", "进度"],
    states: { waiting: "等待", active: "进行中", delayed: "退回", completed: "完成", failed: "失败" },
    more: (count) => `另有 ${formatWhole(count)} 个`,
  },
};

export const jobWords: Translated<JobWords> = { en, zh };
