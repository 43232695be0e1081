/** @module A program that uses every entry point of the package. It needs neither Node nor a page, nor their types. */
import { functional, manualSeed, nn, optim, setDeterministic, type Tensor, tensor } from "unrolled";
import { linspace, readCsv, type Series, type Table, toSeries } from "unrolled/data";
import { type Figure, renderSvg } from "unrolled/figures";
import { type Forecast, Forecaster, type ForecasterOptions } from "unrolled/forecast";
import { decodeSafetensors, encodeSafetensors, type NamedArray } from "unrolled/interop";
import { rowsAt, SequentialBatches, type TrainEvent, Trainer } from "unrolled/train";

setDeterministic(true);
manualSeed(1);

class Net extends nn.Module {
  readonly rnn: nn.RNN = new nn.RNN(1, 8, { batchFirst: true });
  readonly out: nn.Linear = new nn.Linear(8, 1);

  forward(x: Tensor): Tensor {
    const [y, hn]: [Tensor, Tensor] = this.rnn.forward(x);
    return this.out.forward(y.add(hn.select(0, 0).unsqueeze(1)));
  }
}

const net = new Net();
const angles: number[] = [...linspace(0, 8 * Math.PI, 80, { endpoint: false })];
const of = (f: (t: number) => number): Tensor => tensor(angles.map(f), { shape: [8, 10, 1] });
const [x, y] = [of(Math.sin), of(Math.cos)];
const trainer: Trainer<Int32Array> = new Trainer({
  module: net,
  optimizer: new optim.Adam(net.parameters(), { lr: 0.02 }),
  steps: new SequentialBatches({ length: 8, batchSize: 4 }),
  lossOf: (rows: Int32Array): Tensor => functional.mseLoss(net.forward(rowsAt(x, rows)), rowsAt(y, rows)),
  epochs: 5,
});
const losses: number[] = [...trainer.run()].flatMap((event: TrainEvent) =>
  event.type === "batch" ? [event.loss] : [],
);

const weights: Uint8Array = encodeSafetensors(net.stateDict());
const { tensors } = decodeSafetensors(weights);
const bias: NamedArray | undefined = Object.entries(tensors).find(([name]) => name === "out.bias")?.[1];

const lines = angles.map((t, row) => `${2000 + row},${(10 + Math.sin(t)).toFixed(6)}`);
const table: Table = await readCsv(`year,value\n${lines.join("\n")}\n`, { name: "waves.csv" });
const series: Series = toSeries(table, { targets: ["value"] });
const options: ForecasterOptions = { model: "gru", horizon: 3, modelOptions: { hidden: 4 }, epochs: 2 };
const forecast: Forecast = (await Forecaster.train(series, options)).forecast();

const figure: Figure = {
  title: "Losses",
  panels: [
    {
      x: { label: "step" },
      y: { label: "loss" },
      marks: [{ kind: "line", name: "loss", x: [...losses.keys()], y: losses, color: "prediction" }],
    },
  ],
};

/** What all builds of this program must agree on. */
export interface Results {
  readonly losses: readonly number[];
  readonly bias: number | undefined;
  readonly times: readonly number[];
  readonly point: readonly number[];
  readonly svg: string;
}

const results: Results = {
  losses,
  bias: bias?.data[0],
  times: [...(forecast.time ?? [])],
  point: [...(forecast.targets[0]?.point ?? [])],
  svg: renderSvg(figure),
};
Object.assign(globalThis, { results });
