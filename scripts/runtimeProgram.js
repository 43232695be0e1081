/**
 * @module What `npm run runtimes` runs in each runtime, beside an installed package: the tutorial's RNN and LSTM, a GRU with
 * dropout on packed sequences in threads, and a forecaster.
 *
 * `runtimeProgram.js MODE` prints one JSON document. MODE is strict, default or wide.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import process from "node:process";
import {
  cat,
  functional,
  getNumThreads,
  manualSeed,
  nn,
  optim,
  randn,
  setDeterministic,
  setNumThreads,
  stack,
  tensor,
  useWideVectors,
} from "unrolled";
import { linspace, readCsv, toSeries } from "unrolled/data";
import { renderSvg } from "unrolled/figures";
import { Forecaster } from "unrolled/forecast";
import { decodeSafetensors, encodeSafetensors } from "unrolled/interop";
import { rowsAt, SequentialBatches, Trainer } from "unrolled/train";

/** @typedef {import("unrolled").Tensor} Tensor */

/** Losses of the tutorial's program for 100 segments. @returns {number[]} */
function noteLosses(/** @type {"RNN" | "LSTM"} */ cell, /** @type {number} */ timeStep) {
  manualSeed(1);
  const layer = new nn[cell](1, 32, { batchFirst: true });
  const out = new nn.Linear(32, 1);
  const optimizer = new optim.Adam([...layer.parameters(), ...out.parameters()], { lr: 0.02 });
  /** @type {any} */
  let state = cell === "LSTM" ? [randn([1, 1, 32]), randn([1, 1, 32])] : null;
  return Array.from({ length: 100 }, (_, step) => {
    const t = linspace(step * Math.PI, (step + 1) * Math.PI, timeStep, { endpoint: cell === "LSTM" });
    const of = (/** @type {(x: number) => number} */ f) => tensor(t.map(f), { shape: [1, timeStep, 1] });
    const [steps, next] = /** @type {any} */ (layer).forward(of(Math.sin), state);
    const outs = Array.from({ length: timeStep }, (_, i) => out.forward(steps.select(1, i)));
    state = Array.isArray(next) ? next.map((/** @type {Tensor} */ part) => part.detach()) : next.detach();
    const loss = functional.mseLoss(stack(outs, 1), of(Math.cos));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss.item();
  });
}

/** Large enough for threads: two layers in both directions, dropout, and the answer from the last layer's states. */
class Net extends nn.Module {
  gru = new nn.GRU(6, 48, { numLayers: 2, dropout: 0.25, bidirectional: true, batchFirst: true });
  out = new nn.Linear(96, 1);

  /** Sequences of unequal length. @returns {Tensor} */
  forward(/** @type {Tensor} */ x, /** @type {number[]} */ lengths) {
    const options = { batchFirst: true, enforceSorted: false };
    const [, hn] = this.gru.forward(nn.utils.rnn.packPaddedSequence(x, lengths, options));
    return this.out.forward(cat([hn.select(0, 2), hn.select(0, 3)], 1));
  }
}

/** The losses of its batches over four epochs. @returns {number[]} */
function gruLosses(/** @type {number} */ threads) {
  setNumThreads(threads);
  manualSeed(2);
  const net = new Net();
  const [x, y] = [randn([96, 20, 6]), randn([96, 1])];
  const trainer = new Trainer({
    module: net,
    optimizer: new optim.AdamW(net.parameters(), { lr: 0.003 }),
    steps: new SequentialBatches({ length: 96, batchSize: 32 }),
    lossOf: (/** @type {Int32Array} */ rows) => {
      const lengths = Array.from(rows, (row) => 20 - (row % 13));
      return functional.mseLoss(net.forward(rowsAt(x, rows), lengths), rowsAt(y, rows));
    },
    epochs: 4,
  });
  return [...trainer.run()].flatMap((event) => (event.type === "batch" ? [event.loss] : []));
}

/** Hashes of what the other entry points make. @returns {Promise<Record<string, string>>} */
async function files() {
  manualSeed(3);
  const weights = encodeSafetensors(new Net().stateDict());
  const again = encodeSafetensors(decodeSafetensors(weights).tensors);
  const table = await readCsv(readFileSync(new URL("sunspots.csv", import.meta.url)), {
    name: "sunspots.csv",
  });
  const series = toSeries(table, { targets: ["SUNACTIVITY"] });
  const forecaster = await Forecaster.train(series, { model: "gru", modelOptions: { hidden: 8 }, epochs: 2 });
  const { time, targets } = forecaster.forecast();
  const point = targets[0]?.point ?? [];
  const line = { kind: "line", name: "forecast", x: [...point.keys()], y: point, color: "prediction" };
  const panel = { x: { label: "step" }, y: { label: "sunspots" }, marks: [line] };
  const svg = renderSvg(/** @type {any} */ ({ title: "Forecast", panels: [panel] }));
  const made = {
    weights,
    again,
    forecaster: forecaster.toBytes(),
    forecast: JSON.stringify({ time, targets }),
    svg,
  };
  return Object.fromEntries(Object.entries(made).map(([name, value]) => [name, hashOf(value)]));
}

function hashOf(/** @type {string | Uint8Array} */ value) {
  return createHash("sha256").update(value).digest("hex").slice(0, 16);
}

const [mode = "default"] = process.argv.slice(2);
const { threadedBinary } = await import(
  new URL("./node_modules/unrolled/dist/wasm/vectors.js", import.meta.url).href
);
setDeterministic(mode === "strict");
const isWide = mode === "wide" && useWideVectors();

const [single, several] = [1, 2].map(gruLosses);
const { bun, deno, node } = process.versions;
const result = {
  version: bun ?? deno ?? node,
  binary: mode === "strict" ? mode : isWide ? "wide" : threadedBinary(),
  threads: getNumThreads(),
  losses: { RNN: noteLosses("RNN", 10), LSTM: noteLosses("LSTM", 20), GRU: single, "GRU, threads": several },
  files: await files(),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
