/** @module Figures that the tests draw: one of each kind. */

import type { Box, Figure, Line } from "../../src/figures/index.ts";

const radians: readonly number[] = Array.from({ length: 60 }, (_, i) => (i / 59) * 4 * Math.PI);

export const target: Line = {
  kind: "line",
  name: "target (cos)",
  x: radians,
  y: radians.map(Math.cos),
  color: "target",
  dash: "dotted",
};

export const prediction: Line = {
  kind: "line",
  name: "prediction",
  x: radians,
  y: radians.map((t) => Math.cos(t) + 0.4 * Math.exp(-t)),
  color: "prediction",
};

export const fit: Figure = {
  title: "RNN at 10 steps",
  subtitle: "target and prediction",
  panels: [
    {
      title: "First segments",
      x: { label: "t (radians)", tickUnit: "pi" },
      y: { label: "cos t" },
      marks: [target, prediction],
    },
  ],
};

export const chinese: Figure = {
  title: "损失曲线：训练 100 段",
  subtitle: "每段之后更新一次",
  panels: [
    {
      title: "对数坐标",
      x: { label: "段" },
      y: { label: "均方误差", scale: "log" },
      marks: [
        { kind: "line", name: "损失", x: [1, 2, 3, 4], y: [1, 0.1, 0, 0.001], color: "loss", points: true },
      ],
    },
  ],
};

const box = (name: string, color: "rnn" | "lstm", scale: number): Box => ({
  kind: "box",
  name,
  color,
  min: scale,
  q1: 2 * scale,
  median: 3 * scale,
  q3: 5 * scale,
  max: 9 * scale,
  points: [1, 2, 3, 5, 9].map((value) => value * scale),
});

export const boxes: Figure = {
  title: "Final loss",
  panels: [
    {
      x: { label: "cell" },
      y: { label: "MSE", scale: "log" },
      marks: [
        box("RNN", "rnn", 0.01),
        box("LSTM", "lstm", 0.001),
        { kind: "rule", axis: "y", at: 0.5, label: "always 0" },
      ],
    },
  ],
};

const steps = [0, 1, 2, 3, 4];

export const bands: Figure = {
  title: "Loss over 20 seeds",
  columns: 2,
  panels: ["T = 10", "T = 20"].map((title) => ({
    title,
    x: { label: "step" },
    y: { label: "loss", scale: "log" },
    marks: [
      {
        kind: "band",
        name: "GRU",
        x: steps,
        low: [1, 0.5, 0.2, 0.1, 0.05],
        high: [2, 1, 0.5, 0.4, 0.3],
        color: "gru",
      },
      { kind: "line", name: "GRU", x: steps, y: [1.5, 0.8, 0.3, 0.2, 0.1], color: "gru", dash: "dashed" },
      { kind: "rule", axis: "x", at: 2, label: "state carried" },
    ],
  })),
};

export const heat: Figure = {
  title: "Recurrent weights",
  panels: [
    {
      x: { label: "from unit" },
      y: { label: "to unit" },
      marks: [
        {
          kind: "heatmap",
          name: "weight_hh_l0",
          values: [-1, 0, 0.5, 1, Number.NaN, -0.5],
          rows: 2,
          cols: 3,
        },
      ],
    },
  ],
};

export const all: Readonly<Record<string, Figure>> = { fit, chinese, boxes, bands, heat };
