/** @module What a number depends on besides the code: machine, versions, date. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import type { Field } from "./field.ts";

/** The head of every document. */
export interface Surroundings {
  readonly benchmark: string;
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    /** Ratios depend on these more than on the name; empty where Linux does not say. */
    readonly processor: string;
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
      processor: processorIn(existsSync(CPUINFO) ? readFileSync(CPUINFO, "utf8") : ""),
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

const CPUINFO = "/proc/cpuinfo";

const vectorFlags = { sse4_1: "SSE4.1", avx: "AVX", avx2: "AVX2", fma: "FMA", avx512f: "AVX-512" };

/** Family, model and vector flags in the text of /proc/cpuinfo: "family 25, model 1, AVX2, FMA". */
export function processorIn(cpuinfo: string): string {
  const of = (field: string): string => new RegExp(`^${field}\\s*: (.*)$`, "m").exec(cpuinfo)?.[1] ?? "";
  const [family, model, flags] = [of("cpu family"), of("model"), of("flags").split(" ")];
  const vectors = Object.entries(vectorFlags).flatMap(([flag, name]) => (flags.includes(flag) ? [name] : []));
  return family === "" ? "" : [`family ${family}`, `model ${model}`, ...vectors].join(", ");
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
  const { cpu, processor, cores, memoryGB, system } = machine;
  return [
    `${benchmark}, ${date.slice(0, 10)}: ${cpu}${processor && ` (${processor})`}, ${cores} cores, ${memoryGB} GB, ${system}`,
    [`Unrolled ${unrolled}`, `Node ${node}`, ...others].join(", "),
  ].join("\n");
}
