/** @module Every operation on one thread, beside PyTorch on one thread: `bench -- ops`. */
import { fileURLToPath } from "node:url";
import { flagsFor, modesOf, type Options } from "./arguments.ts";
import { ChildError, linesOf, run } from "./child.ts";
import { type Case, casesOf } from "./ops/table.ts";
import { sizeNames } from "./ops/task.ts";
import type { Timed } from "./ops/timed.ts";
import { opsScript, type Torch } from "./peers.ts";
import { oneThreadSettings, type Setting } from "./settings.ts";
import { median } from "./statistics.ts";
import { aligned, digits } from "./table.ts";

type Report = (message: string) => void;

/** The microseconds of a call, and PyTorch's time divided by ours. */
interface Compared {
  readonly ours: number;
  readonly torch: number | null;
  readonly ratio: number | null;
}

/** An operation at one size. */
export interface OpRow extends Case {
  /** Without recording a graph. */
  readonly forward: Compared;
  /** Forward and backward; null for what has no gradient. */
  readonly both: Compared | null;
  /** Whether results and gradients add up to PyTorch's; null without PyTorch. */
  readonly agrees: boolean | null;
}

/** What was found, PyTorch's setting, and why cases are missing. */
export interface OpsFound {
  readonly setting: string | null;
  readonly rows: readonly OpRow[];
  readonly failures: readonly string[];
}

const SECONDS = 0.02;
const ROUNDS = 3;
/** Cases of one process: many enough that starting it takes little, few enough that the compilers see few types. */
const GROUP = 32;
const program = fileURLToPath(new URL("./oursOps.js", import.meta.url));

/** Times the cases that the options' words keep, ours and PyTorch in turn. */
export function benchOps(options: Options, torch: Torch | null, report: Report): OpsFound {
  const setting = torch && fastestSetting(torch, report);
  const cases = casesOf(options.words);
  const found = { rows: [] as OpRow[], failures: [] as string[] };
  for (let from = 0; from < cases.length; from += GROUP) {
    const group = cases.slice(from, from + GROUP);
    report(
      `${from + group.length} of ${cases.length}: ${[...new Set(group.map(({ name }) => name))].join(", ")}`,
    );
    const rounds = Array.from({ length: ROUNDS }, () =>
      round(group, options, torch, setting, found.failures),
    );
    found.rows.push(...group.flatMap((one) => rowOf(one, rounds, torch !== null)));
  }
  return {
    setting: setting?.name ?? null,
    rows: found.rows.sort((a, b) => worstOf(a) - worstOf(b)),
    failures: [...new Set(found.failures)],
  };
}

interface Round {
  readonly ours: readonly Timed[];
  readonly torch: readonly Timed[];
}

function round(
  cases: readonly Case[],
  options: Options,
  torch: Torch | null,
  setting: Setting | null,
  failures: string[],
): Round {
  const words = [String(SECONDS), JSON.stringify(cases)];
  const printed = (
    who: string,
    command: string,
    args: readonly string[],
    env: Setting["env"] = {},
  ): Timed[] => {
    try {
      return linesOf<Timed>(run({ command, args, env, timeout: 300 }).stdout);
    } catch (error) {
      if (!(error instanceof ChildError)) throw error;
      const done = linesOf<Timed>(error.printed);
      failures.push(`${who}, ${cases[done.length]?.name}: ${error.message}`);
      return done;
    }
  };
  return {
    ours: printed("Unrolled", options.node, [...flagsFor(options), program, ...words, ...modesOf(options)]),
    torch: torch ? printed("PyTorch", torch.python, [opsScript, ...words], setting?.env) : [],
  };
}

/** The row of a case; none if ours failed. */
function rowOf({ name, size }: Case, rounds: readonly Round[], isCompared: boolean): OpRow[] {
  const of = (side: "ours" | "torch"): Timed[] =>
    rounds.flatMap((all) => all[side].filter((timed) => timed.name === name && timed.size === size));
  const [ours, torch] = [of("ours"), of("torch")];
  if (ours.length === 0 || (isCompared && torch.length === 0)) return [];
  const agrees = torch.length === 0 ? null : agree(ours[0]?.check ?? [], torch[0]?.check ?? []);
  const forward = compared(ours, torch, (timed) => timed.forward);
  const both = ours[0]?.both === null ? null : compared(ours, torch, (timed) => timed.both ?? Number.NaN);
  return [{ name, size, forward, both, agrees }];
}

function compared(
  ours: readonly Timed[],
  torch: readonly Timed[],
  timeOf: (timed: Timed) => number,
): Compared {
  const [here, there] = [median(ours.map(timeOf)), torch.length === 0 ? null : median(torch.map(timeOf))];
  return { ours: here, torch: there, ratio: there === null ? null : there / here };
}

/** Sums over many float32 values, by different orders of addition. */
const TOLERANCE = 1e-3;

/** Whether two lists of sums are equal up to rounding. */
export function agree(ours: readonly number[], torch: readonly number[]): boolean {
  const isEqual = (a: number, b: number | undefined): boolean =>
    b !== undefined && (Object.is(a, b) || Math.abs(a - b) <= TOLERANCE * Math.max(1e-6, Math.abs(b)));
  return ours.length === torch.length && ours.every((sum, k) => isEqual(sum, torch[k]));
}

function worstOf({ forward, both }: OpRow): number {
  return Math.min(forward.ratio ?? forward.ours, both?.ratio ?? Number.POSITIVE_INFINITY);
}

/** PyTorch's products need the right kernels of OpenBLAS, which does not know every CPU. */
function fastestSetting(torch: Torch, report: Report): Setting | null {
  const settings = oneThreadSettings(process.env);
  const cases = JSON.stringify([{ name: "matmul 512-512-512", size: "large" }]);
  const tried = settings.flatMap((setting) => {
    report(`PyTorch: trying ${setting.name}`);
    try {
      const child = {
        command: torch.python,
        args: [opsScript, "0.05", cases],
        env: setting.env,
        timeout: 20,
      };
      const [timed] = linesOf<Timed>(run(child).stdout);
      return timed?.both ? [{ setting, took: timed.both }] : [];
    } catch (error) {
      if (error instanceof ChildError) return [];
      throw error;
    }
  });
  return tried.sort((a, b) => a.took - b.took)[0]?.setting ?? null;
}

/** One line for each case, the slowest beside PyTorch first. */
export function opsText({ setting, rows, failures }: OpsFound): string {
  const cells = (times: Compared | null): string[] =>
    times === null
      ? ["–", "", ""]
      : [digits(times.ours), times.torch === null ? "–" : digits(times.torch), ratioText(times.ratio)];
  const lines = rows.map(({ name, size, forward, both, agrees }) => [
    `${name}${agrees === false ? " (results differ)" : ""}`,
    size,
    ...cells(forward),
    ...cells(both),
  ]);
  const head = [
    "µs a call, one thread",
    "",
    "forward",
    "PyTorch",
    "ratio",
    "and backward",
    "PyTorch",
    "ratio",
  ];
  return [
    ...(setting === null ? [] : [`PyTorch: ${setting}`]),
    aligned([head, ...lines]),
    ...summaryOf(rows),
    ...failures.map((failure) => `not measured: ${failure}`),
  ].join("\n");
}

/** The ratios to reach: of small ones calling costs more than computing. */
const wanted = { small: 3, middling: 1, large: 1 } as const;

/** For each size the middle ratio, and how many fall short; with the backward pass where there is one. */
function summaryOf(rows: readonly OpRow[]): string[] {
  return sizeNames.flatMap((size) => {
    const ratios = rows
      .filter((row) => row.size === size)
      .flatMap(({ forward, both }) => (both ?? forward).ratio ?? []);
    if (ratios.length === 0) return [];
    const short = ratios.filter((ratio) => ratio < wanted[size]).length;
    return [
      `${size}: median ${ratioText(median(ratios))}, ${short} of ${ratios.length} below ${wanted[size]} ×`,
    ];
  });
}

function ratioText(ratio: number | null): string {
  return ratio === null ? "–" : `${digits(ratio)} ×`;
}
