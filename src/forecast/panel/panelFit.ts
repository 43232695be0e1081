/** @module One training of a global network on windows of a panel. */
import type { Panel } from "../../data/panel/panel.ts";
import type { StateDict } from "../../nn/module.ts";
import { Adam } from "../../optim/adam.ts";
import { OneCycleLR } from "../../optim/lrScheduler/oneCycleLR.ts";
import { manualSeed, Generator as Randomness } from "../../random/generator.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { Trainer } from "../../train/trainer.ts";
import { DrawnBatches } from "./drawnBatches.ts";
import { PanelNetwork } from "./panelNetwork.ts";
import { endsBefore, type PanelPlan } from "./panelPlan.ts";
import { type PanelBatch, PanelReader } from "./panelReader.ts";
import { originsOf, type PanelWindow, PanelWindows } from "./panelWindows.ts";
import { fanLoss } from "./quantileFan.ts";

/** Steps between two validations, about. */
const EPOCH = 50;

/** Windows that are validated, and forecast in one batch, at most. */
const MOST_VALIDATED = 2000;
const CHUNK = 512;

/** Of `lr` and `steps`: the training that goes on with all rows. */
const REFIT = { lr: 0.3, steps: 0.25 };

/** Which rows are learnt from, and where the weights start. */
export interface FitTask {
  /** The end of the rows to learn from, of each series (S). */
  readonly ends: Float64Array;
  /** Windows to validate with, and the ends of their rows; null without. */
  readonly validation: Validation | null;
  /** The season of the naive forecast. */
  readonly base: number;
  /** Weights to go on from; null for new ones. */
  readonly weights: StateDict | null;
}

/** Windows whose horizons are not learnt from. */
export interface Validation {
  readonly windows: readonly PanelWindow[];
  readonly ends: Float64Array;
}

/** A trainer of a global network; null where the series are too short or constant, so that there is nothing to learn from. */
export interface PanelFit {
  /** Null with a model for each series. */
  readonly network: PanelNetwork | null;
  readonly trainer: Trainer<readonly PanelWindow[]> | null;
}

/** Seeds the global generator, unless the weights are given. */
export function panelFit(panel: Panel, plan: PanelPlan, task: FitTask): PanelFit {
  if (task.weights === null) manualSeed(plan.seed);
  const network = new PanelNetwork(plan);
  if (task.weights !== null) network.loadStateDict(task.weights);
  const reader = new PanelReader(panel, plan, task.base, task.ends);
  const windows = trainWindows(panel, plan, task.ends, reader);
  if (windows.length === 0) return { network, trainer: null };
  const isRefit = task.weights !== null;
  const steps = Math.ceil(plan.steps * (isRefit ? REFIT.steps : 1));
  const epochs = Math.max(1, Math.round(steps / EPOCH));
  const batches = Math.ceil(steps / epochs);
  const lr = plan.lr * (isRefit ? REFIT.lr : 1);
  const optimizer = new Adam(network.parameters(), { lr });
  const generator = new Randomness(plan.seed + (isRefit ? 1 : 0));
  const { validation } = task;
  const held = validation && new PanelReader(panel, plan, task.base, validation.ends);
  const trainer = new Trainer({
    module: network,
    optimizer,
    ...oneCycle(optimizer, lr, epochs * batches),
    steps: new DrawnBatches(windows, batches, plan.batchSize, generator),
    lossOf: (batch) => lossOf(network, reader.read(batch), plan),
    epochs,
    ...(plan.clip === null ? {} : { clip: { norm: plan.clip } }),
    ...(validation === null || held === null || validation.windows.length === 0
      ? {}
      : { validate: () => heldLoss(network, held, validation.windows, plan) }),
  });
  return { network, trainer };
}

/** The rate rises over a tenth of the steps, at least two, then falls to nothing; constant for three steps or fewer. */
function oneCycle(optimizer: Adam, maxLr: number, totalSteps: number): { readonly scheduler?: OneCycleLR } {
  if (totalSteps <= 3) return {};
  const pctStart = Math.max(0.1, 2 / totalSteps);
  return { scheduler: new OneCycleLR(optimizer, { maxLr, totalSteps, pctStart, cycleMomentum: false }) };
}

/** The windows of all series that are not constant in the rows to learn from. */
export function trainWindows(
  { offsets }: Panel,
  plan: PanelPlan,
  ends: Float64Array,
  reader: PanelReader,
): PanelWindows {
  const least = Math.max(plan.season ?? 1, 2);
  const origins = Array.from(ends, (end, s) => originsOf(offsets[s], end, { ...plan, least }));
  return new PanelWindows(origins, plan.sampling, (s) =>
    reader.scale({ series: s, origin: ends[s] }) > 0 ? 1 : 0,
  );
}

/** The windows before the test windows, evenly among those series that have rows before them. */
export function validationOf(panel: Panel, plan: PanelPlan): Validation {
  const ends = endsBefore(panel, plan.test * plan.horizon);
  const { horizon: H, validation } = plan;
  const all: PanelWindow[] = [];
  for (let w = 1; w <= validation; w++)
    ends.forEach((end, series) => {
      const origin = end - w * H;
      if (origin - panel.offsets[series] >= 2) all.push({ series, origin });
    });
  const every = Math.ceil(all.length / MOST_VALIDATED);
  return { ends, windows: all.filter((_, i) => i % Math.max(1, every) === 0) };
}

function lossOf(network: PanelNetwork, batch: PanelBatch, { quantiles }: PanelPlan): Tensor {
  return fanLoss(network.forward(batch), { ...batch, quantiles });
}

/** The loss of all windows: the mean over chunks, by their windows. */
function heldLoss(
  network: PanelNetwork,
  reader: PanelReader,
  windows: readonly PanelWindow[],
  plan: PanelPlan,
): number {
  let sum = 0;
  for (let i = 0; i < windows.length; i += CHUNK) {
    const some = windows.slice(i, i + CHUNK);
    sum += lossOf(network, reader.read(some), plan).item() * some.length;
  }
  return sum / windows.length;
}
