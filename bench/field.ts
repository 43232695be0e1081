/** @module The contenders of a comparison, and how each times a task. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Contender } from "./alternate.ts";
import { flagsFor, type Options } from "./arguments.ts";
import { ChildError, run, timingsIn } from "./child.ts";
import { type Pace, wordsOf } from "./pace.ts";
import { findScriptPeers, findTorch, type ScriptPeer, type Torch, torchScript } from "./peers.ts";
import { type Setting, settingsFor, type Tried } from "./settings.ts";

/** Everyone there is on this machine. */
export interface Field {
  readonly options: Options;
  readonly torch: Torch | null;
  readonly scripts: readonly ScriptPeer[];
  readonly report: (message: string) => void;
}

/** A task on a child's command line (`note,rnn` or `LSTM,B,T,H,I`), its pace, and how its steps become one time. */
export interface Job {
  readonly task: string;
  readonly pace: Pace;
  /** Of the steps' microseconds. */
  readonly timeOf: (micros: readonly number[]) => number;
  /** In seconds. */
  readonly timeout?: number;
  /** PyTorch's program; by default that of single layers. */
  readonly script?: string;
}

export function gather(options: Options, report: (message: string) => void): Field {
  return { options, report, torch: findTorch(report), scripts: findScriptPeers(report) };
}

/** One of our programs, with words after the task. */
export function ours(field: Field, who: string, program: URL, job: Job, words: string[] = []): Contender {
  const args = [...flagsFor(field.options), fileURLToPath(program), ...wordsOf(job.pace), job.task, ...words];
  return { who, ours: true, time: () => timeOf(job, field.options.node, args) };
}

/** PyTorch, once for each of these settings. */
export function torchIn(field: Field, settings: readonly Setting[], job: Job): Contender[] {
  const { torch } = field;
  if (torch === null) return [];
  const { script = torchScript } = job;
  const args = [script, ...wordsOf(job.pace), job.task];
  return settings.map(({ name, env }) => ({
    who: "PyTorch",
    setting: name,
    time: () => timeOf(job, torch.python, args, env),
  }));
}

/** The peers in JavaScript. */
export function scriptPeersIn({ scripts, options }: Field, job: Job): Contender[] {
  return scripts.map(({ who, script }) => ({
    who,
    time: () => timeOf(job, options.node, [script, ...wordsOf(job.pace), job.task]),
  }));
}

function timeOf(job: Job, command: string, args: string[], env: Setting["env"] = {}): number {
  const { timeout = 60 } = job;
  const [timing] = timingsIn(run({ command, args, env, timeout }).stdout);
  if (!timing) throw new ChildError("failed: it printed no times", "");
  return job.timeOf(timing.micros);
}

/** Runs all tasks under every setting of PyTorch, each setting in one process; what it took, by task. */
export function tryTorch(
  { torch, report }: Field,
  tasks: readonly string[],
  { pace, timeOf, timeout = 10, script = torchScript }: Omit<Job, "task">,
): Tried[][] {
  if (torch === null) return tasks.map(() => []);
  const settings = settingsFor(process.env, availableParallelism());
  const tried = settings.map((setting, i) => {
    report(`PyTorch: trying setting ${i + 1} of ${settings.length}: ${setting.name}`);
    const args = [script, ...wordsOf(pace), ...tasks];
    const printed = printedBy(() => run({ command: torch.python, args, env: setting.env, timeout }).stdout);
    return { setting, times: timingsIn(printed).map(({ micros }) => timeOf(micros)) };
  });
  return tasks.map((_, k) => tried.map(({ setting, times }) => ({ setting, took: times[k] ?? null })));
}

/** What a child printed, as far as it came. */
function printedBy(child: () => string): string {
  try {
    return child();
  } catch (error) {
    if (error instanceof ChildError) return error.printed;
    throw error;
  }
}
