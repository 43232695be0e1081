/** @module A training event as one line of text, in the style of Keras and tqdm. */

import { formatClock, formatLoss, formatWhole } from "../text/format.ts";
import type { Lang, Translated, WordsOf } from "../text/lang.ts";
import type { BatchEvent, Divergence, EpochEvent, StopReason, TrainEvent } from "./events.ts";

const en = {
  epoch: (epoch: number, epochs: number) => `Epoch ${epoch}/${epochs}`,
  start: (epochs: string, batches: string, parameters: string) =>
    `${epochs} epochs of ${batches} batches, ${parameters} parameters`,
  resumed: "resuming at",
  loss: "loss",
  validation: "val",
  best: (loss: string, epoch: number) => `best ${loss} (epoch ${epoch})`,
  rate: (samples: string) => `${samples} samples/s`,
  left: "ETA",
  improved: "best so far",
  stopped: {
    epochs: "Done: all epochs completed",
    patience: "Stopped early: no improvement within the patience",
    diverged: "Stopped: training diverged",
    interrupted: "Interrupted",
  } satisfies Record<StopReason, string>,
  cause: (what: Divergence["what"], value: number) =>
    `${{ loss: "the loss", valLoss: "the validation loss", gradNorm: "the gradient norm" }[what]} is ${value}`,
  restored: "best weights restored",
  took: "took",
};

type Words = WordsOf<typeof en>;

const zh: Words = {
  epoch: (epoch, epochs) => `第 ${epoch}/${epochs} 轮`,
  start: (epochs, batches, parameters) => `共 ${epochs} 轮，每轮 ${batches} 批，${parameters} 个参数`,
  resumed: "继续训练：",
  loss: "损失",
  validation: "验证",
  best: (loss, epoch) => `最佳 ${loss}（第 ${epoch} 轮）`,
  rate: (samples) => `${samples} 样本/秒`,
  left: "剩余",
  improved: "目前最佳",
  stopped: {
    epochs: "训练完成：已跑完全部轮次",
    patience: "提前停止：早停轮数内没有改善",
    diverged: "已停止：训练发散",
    interrupted: "训练被中断",
  },
  cause: (what, value) => `${{ loss: "损失", valLoss: "验证损失", gradNorm: "梯度范数" }[what]}为 ${value}`,
  restored: "已恢复最佳权重",
  took: "用时",
};

const words: Translated<Words> = { en, zh };
const BAR = 20;

/**
 * An event as a line of text, without a newline and without terminal escapes:
 *
 *     Epoch 3/30  120/270 [========>...........]  loss 0.4120  val 0.3880  1,240 samples/s  ETA 0:41
 *
 * ETA is that of the epoch during its batches, and that of the run after the epoch.
 */
export function progressLine(event: TrainEvent, lang: Lang = "en"): string {
  const say = words[lang];
  switch (event.type) {
    case "start": {
      const { epoch, epochs, batch, batches, parameters } = event;
      const line = say.start(formatWhole(epochs), formatWhole(batches), formatWhole(parameters));
      if (epoch === 1 && batch === 0) return line;
      return joined([line, `${say.resumed} ${say.epoch(epoch, epochs)}`, `${batch}/${batches}`]);
    }
    case "batch":
      return batchLine(event, say);
    case "epoch":
      return epochLine(event, say);
    case "improved":
      return joined([say.epoch(event.epoch, event.epochs), `${say.improved} ${formatLoss(event.best, 4)}`]);
    case "stopped": {
      const { reason, cause, restored } = event;
      return joined([
        say.stopped[reason],
        cause && say.cause(cause.what, cause.value),
        restored && say.restored,
      ]);
    }
    case "end": {
      const { epoch, epochs, best, bestEpoch, seconds } = event;
      const bestText = best !== null && say.best(formatLoss(best, 4), bestEpoch);
      return joined([say.epoch(epoch, epochs), bestText, `${say.took} ${formatClock(seconds)}`]);
    }
  }
}

function batchLine(event: BatchEvent, say: Words): string {
  const { epoch, epochs, batch, batches, meanLoss, valLoss, samplesPerSecond, eta } = event;
  return joined([
    say.epoch(epoch, epochs),
    bar(batch, batches),
    `${say.loss} ${formatLoss(meanLoss, 4)}`,
    valLoss !== null && `${say.validation} ${formatLoss(valLoss, 4)}`,
    samplesPerSecond !== null && say.rate(formatWhole(Math.round(samplesPerSecond))),
    eta !== null && `${say.left} ${formatClock(eta)}`,
  ]);
}

function epochLine(event: EpochEvent, say: Words): string {
  const { epoch, epochs, batches, loss, valLoss, best, bestEpoch, seconds, eta } = event;
  return joined([
    say.epoch(epoch, epochs),
    bar(batches, batches),
    `${say.loss} ${formatLoss(loss, 4)}`,
    valLoss !== null && `${say.validation} ${formatLoss(valLoss, 4)}`,
    best !== null && say.best(formatLoss(best, 4), bestEpoch),
    `${say.took} ${formatClock(seconds)}`,
    epoch < epochs && `${say.left} ${formatClock(eta)}`,
  ]);
}

function joined(parts: readonly (string | false | null)[]): string {
  return parts.filter((part) => part !== false && part !== null).join("  ");
}

/** As Keras draws it: 120/270 [========>...........] */
function bar(done: number, all: number): string {
  const cells = Math.floor((done / all) * BAR);
  const line = done < all ? `${"=".repeat(cells)}>`.slice(0, BAR) : "=".repeat(BAR);
  return `${String(done).padStart(String(all).length)}/${all} [${line.padEnd(BAR, ".")}]`;
}
