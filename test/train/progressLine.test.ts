/** @module Events as lines of text. */
import { progressLine, type TrainEvent } from "unrolled/train";
import { expect, test } from "vitest";
import { shuffledRun } from "./runs.ts";

const batch: TrainEvent = {
  ...{ type: "batch", epoch: 3, epochs: 30, batch: 120, batches: 270, loss: 0.5, meanLoss: 0.412 },
  ...{ valLoss: 0.388, gradNorm: 1.5, lr: 0.01, samplesPerSecond: 1239.6, eta: 40.7 },
};
const epoch: TrainEvent = {
  ...{ type: "epoch", epoch: 3, epochs: 30, batches: 270, loss: 0.41, valLoss: 0.388, best: 0.37 },
  ...{ bestEpoch: 2, lr: 0.01, seconds: 74.6, eta: 3723 },
};
const stopped = { type: "stopped", epoch: 3, epochs: 30, restored: true, cause: null } as const;

const cases: [TrainEvent, string, string][] = [
  [
    { type: "start", epoch: 1, epochs: 30, batch: 0, batches: 270, parameters: 1153 },
    "30 epochs of 270 batches, 1,153 parameters",
    "共 30 轮，每轮 270 批，1,153 个参数",
  ],
  [
    { type: "start", epoch: 3, epochs: 30, batch: 12, batches: 270, parameters: 100 },
    "30 epochs of 270 batches, 100 parameters  resuming at Epoch 3/30  12/270",
    "共 30 轮，每轮 270 批，100 个参数  继续训练： 第 3/30 轮  12/270",
  ],
  [
    batch,
    "Epoch 3/30  120/270 [========>...........]  loss 0.4120  val 0.3880  1,240 samples/s  ETA 0:41",
    "第 3/30 轮  120/270 [========>...........]  损失 0.4120  验证 0.3880  1,240 样本/秒  剩余 0:41",
  ],
  [
    { ...batch, batch: 1, valLoss: null, samplesPerSecond: null, eta: null, meanLoss: 0.00001234 },
    "Epoch 3/30    1/270 [>...................]  loss 1.234e−5",
    "第 3/30 轮    1/270 [>...................]  损失 1.234e−5",
  ],
  [
    epoch,
    "Epoch 3/30  270/270 [====================]  loss 0.4100  val 0.3880  best 0.3700 (epoch 2)  took 1:15  ETA 1:02:03",
    "第 3/30 轮  270/270 [====================]  损失 0.4100  验证 0.3880  最佳 0.3700（第 2 轮）  用时 1:15  剩余 1:02:03",
  ],
  [
    { type: "improved", epoch: 3, epochs: 30, best: 0.37 },
    "Epoch 3/30  best so far 0.3700",
    "第 3/30 轮  目前最佳 0.3700",
  ],
  [
    { ...stopped, reason: "patience" },
    "Stopped early: no improvement within the patience  best weights restored",
    "提前停止：早停轮数内没有改善  已恢复最佳权重",
  ],
  [
    { ...stopped, reason: "epochs", restored: false },
    "Done: all epochs completed",
    "训练完成：已跑完全部轮次",
  ],
  [
    { ...stopped, reason: "diverged", cause: { what: "loss", value: Number.NaN } },
    "Stopped: training diverged  the loss is NaN  best weights restored",
    "已停止：训练发散  损失为 NaN  已恢复最佳权重",
  ],
  [{ ...stopped, reason: "interrupted", restored: false }, "Interrupted", "训练被中断"],
  [
    { type: "end", reason: "epochs", epoch: 30, epochs: 30, best: 0, bestEpoch: 2, seconds: 3599.6 },
    "Epoch 30/30  best 0 (epoch 2)  took 1:00:00",
    "第 30/30 轮  最佳 0（第 2 轮）  用时 1:00:00",
  ],
];

test.each(cases)("%j", (event, en, zh) => {
  expect(progressLine(event)).toBe(en);
  expect(progressLine(event, "en")).toBe(en);
  expect(progressLine(event, "zh")).toBe(zh);
});

test("no line of a whole run holds a control character", () => {
  for (const event of shuffledRun("Adam").run())
    for (const lang of ["en", "zh"] as const) expect(progressLine(event, lang)).toMatch(/^[^\p{Cc}]+$/u);
});
