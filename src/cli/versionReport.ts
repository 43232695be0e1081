/** @module `unrolled --version --verbose`: the engine, the vectors and the threads that large work gets, and why. */
import { formatDecimals } from "../text/format.ts";
import type { Lang } from "../text/lang.ts";
import { arenaFor } from "../wasm/engine.ts";
import { getNumThreads } from "../wasm/threads.ts";
import { type VectorsReport, vectorsReport } from "../wasm/vectors.ts";

const LONGEST = 10_000; // ms; a busy machine compiles late

/** Whether the words are those two flags, in any form and order, and perhaps a language. */
export function isVersionReport(words: readonly string[]): boolean {
  const has = (...names: readonly string[]): boolean => words.some((word) => names.includes(word));
  const isKnown = (word: string, i: number): boolean =>
    ["-V", "--version", "--verbose", "--lang"].includes(word) ||
    word.startsWith("--lang=") ||
    words[i - 1] === "--lang";
  return has("-V", "--version") && has("--verbose") && words.every(isKnown);
}

/** The lines that are printed. Measures as large work does, which takes some 50 ms. */
export function versionReport(version: string, lang: Lang): string {
  const report = measured();
  const isChinese = lang === "zh";
  const [engine, vectors, threads] = isChinese ? ["引擎", "向量", "线程"] : ["engine", "vectors", "threads"];
  const colon = isChinese ? "：" : ": ";
  return [
    `unrolled ${version}`,
    `${engine}${colon}${engineName()}`,
    `${vectors}${colon}${(isChinese ? inChinese : inEnglish)(report)}`,
    `${threads}${colon}${getNumThreads()}`,
    "",
  ].join("\n");
}

/** Lets the library decide, with pauses in which the engine compiles the kernels well. */
function measured(): VectorsReport {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const end = performance.now() + LONGEST;
  arenaFor(1e9);
  while (vectorsReport().reason === "not measured" && performance.now() < end) {
    Atomics.wait(pause, 0, 0, 1);
    arenaFor(1e9);
  }
  return vectorsReport();
}

function engineName(): string {
  const { bun, deno, node, v8 } = process.versions;
  const name = bun ? `Bun ${bun}` : deno ? `Deno ${deno}, V8 ${v8}` : `Node ${node}, V8 ${v8}`;
  return `${name}, ${process.platform} ${process.arch}`;
}

function inEnglish({ small, large, reason, ratio }: VectorsReport): string {
  const what = small === large ? large : `${large} for large work, ${small} for small work`;
  return `${what} (${reason === "measured" ? `measured: wide ones take ${formatDecimals(ratio, 2)} × the time of relaxed ones` : reason})`;
}

function inChinese({ small, large, reason, ratio }: VectorsReport): string {
  const what = small === large ? large : `大任务用 ${large}，小任务用 ${small}`;
  const reasons: Readonly<Record<string, string>> = {
    measured: `实测 wide 的用时是 relaxed 的 ${formatDecimals(ratio, 2)} 倍`,
    chosen: "由设置选定",
    UNROLLED_VECTORS: "由 UNROLLED_VECTORS 设定",
    "no relaxed SIMD": "引擎不支持 relaxed SIMD",
    "no wide vectors": "引擎不支持 wide",
    "not measured": "尚未测量",
    "coarse clock": "时钟太粗",
    "not found": "找不到 wide 的文件",
    "other bits": "wide 的结果与 relaxed 不一致",
  };
  return `${what}（${reasons[reason] ?? reason}）`;
}
