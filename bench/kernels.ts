/** @module The product kernels alone, one thread, data in the caches: what the rest of a training step is held against. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { useWideVectors } from "unrolled";
import { median } from "./statistics.ts";
import { aligned } from "./table.ts";

/** How fast a binary multiplies; null where this Node cannot run it. */
export interface KernelSpeed {
  readonly binary: string;
  readonly gflops: number | null;
}

type Gemm = (c: number, a: number, aRow: number, aColumn: number, b: number, ...rest: number[]) => void;

// Rows in whole tiles of 5 and of 6, columns in whole panels of 16; all of it in the second-level cache.
const [M, N, K] = [240, 64, 256];
const FLOPS = 2 * M * N * K;
const [WARM, ROUNDS, PRODUCTS] = [2000, 9, 500];

/** Times every binary that is in the package. */
export function benchKernels(): KernelSpeed[] {
  const speeds = ["strict", "relaxed"].map((binary) => ({ binary, gflops: speedOf(binary) }));
  const gflops = useWideVectors() ? speedOf("wide") : null; // last: it changes how all that follows is compiled
  return [...speeds, { binary: "wide", gflops }];
}

function speedOf(binary: string): number | null {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`unrolled/kernels/${binary}.wasm`));
  if (!WebAssembly.validate(bytes)) return null;
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 32768, shared: true });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const gemm = exports.gemm as Gemm;
  const [c, a, b, work] = [2 ** 16, 2 ** 18, 2 ** 20, 2 ** 21];
  new Float32Array(memory.buffer).fill(0.01, c / 4);
  const run = (times: number): number => {
    const before = performance.now();
    for (let i = 0; i < times; i++) gemm(c, a, K, 1, b, N, 1, M, N, K, work);
    return performance.now() - before;
  };
  run(WARM);
  const rounds = Array.from({ length: ROUNDS }, () => run(PRODUCTS));
  return (FLOPS * PRODUCTS) / median(rounds) / 1e6;
}

export function kernelsText(speeds: readonly KernelSpeed[]): string {
  return aligned([
    [`(${M} × ${K}) · (${K} × ${N}), one thread`, "GFLOP/s"],
    ...speeds.map(({ binary, gflops }) => [binary, gflops?.toFixed(1) ?? "not here"]),
  ]);
}
