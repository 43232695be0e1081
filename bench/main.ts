/** @module The benchmarks: `npm run bench -- NAME`, `--json` for a document instead of a table. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { agreementText, benchAgreement } from "./agreement.ts";
import { type Command, type Options, readArguments, takesNone, usage } from "./arguments.ts";
import { batchFault, benchBatch } from "./batch.ts";
import { benchCold } from "./cold.ts";
import { type Field, gather } from "./field.ts";
import { benchKernels, kernelsText } from "./kernels.ts";
import { benchMemory, memoryFault, memoryText } from "./memory.ts";
import { benchModels, modelsFault } from "./models.ts";
import { benchNative, nativeFault } from "./native.ts";
import { benchNote } from "./note.ts";
import { opsFault } from "./ops/table.ts";
import { benchOps, opsText } from "./ops.ts";
import { findTorch, scriptPeerNames, setUpScriptPeer } from "./peers.ts";
import { benchSize, sizesText } from "./size.ts";
import { benchStudio, studioFault, studioText } from "./studio.ts";
import { headOf, type Surroundings, surroundings, versionOf } from "./surroundings.ts";
import { dataOf, type Row, tableOf } from "./table.ts";

/** What a benchmark found: the fields of its document, and the text that is printed instead. */
interface Found {
  readonly data: object;
  readonly text: string;
  readonly field?: Field;
}

interface Benchmark extends Command {
  /** What it measures runs in this very process, so another Node has to run all of it. */
  readonly isHere?: boolean;
  /** Null: it could not be done, and has said why. */
  run(options: Options): Found | null;
}

const report = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

const benchmarks: Readonly<Record<string, Benchmark>> = {
  note: {
    takes: "",
    does: "the note's training step at steady state, beside PyTorch's and others'",
    fault: takesNone,
    run: (options) => compared(options, benchNote),
  },
  cold: {
    takes: "",
    does: "start, import and the first 100 steps, beside the same",
    fault: takesNone,
    run: (options) => compared(options, benchCold),
  },
  batch: {
    takes: "[CELL] [H]",
    does: "a training step on batches, small to large; RNN, LSTM, GRU and hidden sizes select",
    fault: batchFault,
    run: (options) => compared(options, benchBatch),
  },
  models: {
    takes: "[MODEL…]",
    does: "a training step of whole models: characters, sentences, translation, series, beside PyTorch's",
    fault: modelsFault,
    run: (options) => besideTorch(options, benchModels),
  },
  ops: {
    takes: "[NAME…] [SIZE]",
    does: "every operation, loss, optimiser and initialiser on one thread, the slowest beside PyTorch first",
    fault: opsFault,
    run: (options) => {
      const torch = findTorch(report);
      const field = { options, report, torch, scripts: [] };
      return { ...found(benchOps(options, torch, report), opsText), field };
    },
  },
  native: {
    takes: "[CELL] [H]",
    does: "LSTM and GRU beside oneDNN in C++, where g++ and oneDNN are installed",
    fault: nativeFault,
    run: (options) => {
      const rows = benchNative(options, report);
      return rows && { data: { rows: dataOf(rows) }, text: tableOf(rows) };
    },
  },
  kernels: {
    takes: "",
    does: "the product kernels alone, each binary, on one thread",
    fault: takesNone,
    isHere: true,
    run: () => found({ kernels: benchKernels() }, ({ kernels }) => kernelsText(kernels)),
  },
  memory: {
    takes: "[STEPS]",
    does: "resident memory over a million training steps in one synchronous loop",
    fault: memoryFault,
    isHere: true,
    run: ({ words: [steps = "1000000"] }) => found(benchMemory(Number(steps)), memoryText),
  },
  size: {
    takes: "",
    does: "what a web page loads, minified and gzip",
    fault: takesNone,
    run: () => found({ sizes: benchSize() }, ({ sizes }) => sizesText(sizes)),
  },
  studio: {
    takes: "[SEGMENTS]",
    does: "the studio in Chromium: first frame, frames a second, its cost to the training, memory",
    fault: studioFault,
    run: ({ words: [segments = "1000000"] }) => found(benchStudio(Number(segments)), studioText),
  },
  agreement: {
    takes: "",
    does: "how closely losses agree with PyTorch's under many seeds",
    fault: takesNone,
    isHere: true,
    run: agreement,
  },
  setup: {
    takes: "PEER",
    does: `installs a peer into build/peers: ${scriptPeerNames.join(" or ")}`,
    fault: ([name = "", ...more]) =>
      scriptPeerNames.includes(name) && more.length === 0 ? null : `which? ${scriptPeerNames.join(" or ")}`,
    run: ({ words: [name = ""] }) => {
      report(`Installing ${name} into build/peers…`);
      if (!setUpScriptPeer(name)) process.exitCode = 1;
      return null;
    },
  },
};

function compared(options: Options, benchmark: (field: Field) => Row[]): Found {
  return measured(gather(options, report), benchmark);
}

/** Without the peers in JavaScript, which have no program for it. */
function besideTorch(options: Options, benchmark: (field: Field) => Row[]): Found {
  return measured({ options, report, torch: findTorch(report), scripts: [] }, benchmark);
}

function measured(field: Field, benchmark: (field: Field) => Row[]): Found {
  const rows = benchmark(field);
  return { data: { rows: dataOf(rows) }, text: tableOf(rows), field };
}

function agreement(options: Options): Found | null {
  const torch = findTorch(report);
  if (torch === null) return null;
  const field = { options, torch, scripts: [], report };
  return { ...found({ rows: benchAgreement(torch, report) }, ({ rows }) => agreementText(rows)), field };
}

function found<T extends object>(data: T, textOf: (data: T) => string): Found {
  return { data, text: textOf(data) };
}

function main(args: readonly string[]): void {
  const read = readArguments(args, benchmarks);
  if ("fault" in read) refuse(`${read.fault}\n${usage(benchmarks)}`);
  else if (versionOf(read.options.node) === null) refuse(`--node: ${read.options.node} is no Node`);
  else measure(read.name, read.options);
}

function measure(name: string, options: Options): void {
  const benchmark = benchmarks[name];
  if (benchmark?.isHere && options.node !== process.execPath) again(name, options);
  else {
    const found = benchmark?.run(options);
    if (found) print(surroundings(name, options.node, found.field ?? null), found, options);
  }
}

function print(head: Surroundings, { data, text }: Found, { json }: Options): void {
  console.log(json ? JSON.stringify({ ...head, ...data }, null, 2) : `${headOf(head)}\n\n${text}`);
}

/** All of it once more, under the other Node. */
function again(name: string, { node, words, json }: Options): void {
  const args = [fileURLToPath(import.meta.url), name, ...words, ...(json ? ["--json"] : [])];
  process.exitCode = spawnSync(node, args, { stdio: "inherit" }).status ?? 1;
}

function refuse(message: string): void {
  report(message);
  process.exitCode = 2;
}

main(process.argv.slice(2));
