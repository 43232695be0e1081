/** @module What a number depends on besides the code: machine, versions, date. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import type { Field } from "./field.ts";

/** The head of every document. */
export interface Surroundings {
  readonly benchmark: string;
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGB: number;
    readonly system: string;
    /** Processes that ran or wanted to, on average over the minute before the document was made. */
    readonly load: number;
  };
  /** Of the Node that runs what is measured. */
  readonly node: string;
  readonly unrolled: string;
  readonly peers: Readonly<Record<string, string>>;
}

export function surroundings(benchmark: string, node: string, field: Field | null): Surroundings {
  const scripts = field?.scripts.map(({ who, version }) => [who, version]) ?? [];
  const packageJson = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return {
    benchmark,
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      cores: availableParallelism(),
      memoryGB: Math.round(totalmem() / 1e9),
      system: `${platform()} ${arch()}`,
      load: loadavg()[0] ?? Number.NaN,
    },
    node: versionOf(node) ?? "unknown",
    unrolled: JSON.parse(packageJson).version,
    peers: { ...(field?.torch ? { PyTorch: field.torch.version } : {}), ...Object.fromEntries(scripts) },
  };
}

/** The version of a Node; null when that path is none. */
export function versionOf(node: string): string | null {
  if (node === process.execPath) return process.versions.node;
  const { status, stdout } = spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8" });
  return status === 0 && /^\d+\.\d+/.test(stdout) ? stdout.trim() : null;
}

/** The same in two lines. */
export function headOf({ benchmark, date, machine, node, unrolled, peers }: Surroundings): string {
  const others = Object.entries(peers).map((peer) => peer.join(" "));
  const { cpu, cores, memoryGB, system } = machine;
  return [
    `${benchmark}, ${date.slice(0, 10)}: ${cpu}, ${cores} cores, ${memoryGB} GB, ${system}`,
    [`Unrolled ${unrolled}`, `Node ${node}`, ...others].join(", "),
  ].join("\n");
}
