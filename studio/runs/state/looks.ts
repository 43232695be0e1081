/** @module The colours and dashes of compared runs: those of their cells, as in every figure, and others for the rest. */
import type { Line } from "../../../src/figures/figure.ts";
import type { Color } from "../../../src/figures/palette.ts";
import type { PlanModel } from "../../../src/forecast/options.ts";

export interface Look {
  readonly color: Color;
  readonly dash: NonNullable<Line["dash"]>;
  readonly width?: number;
}

const looks = {
  lstm: { color: "lstm", dash: "solid" },
  rnn: { color: "rnn", dash: "dashed" },
  gru: { color: "gru", dash: "dotted" },
  other: { color: "gradient", dash: "solid", width: 1.5 },
  another: { color: "baseline", dash: "dashed", width: 1.5 },
  third: { color: "target", dash: "dotted", width: 1.5 },
  fourth: { color: "rnn", dash: "dotted", width: 1.5 },
} as const satisfies Readonly<Record<string, Look>>;

const spare = [looks.other, looks.another, looks.third, looks.fourth];

/** A look for each run; the first of a cell has that of the cell, and no two are the same. */
export function looksOf(models: readonly PlanModel[]): readonly Look[] {
  let used = 0;
  return models.map((model, i) => {
    const isCell = model === "lstm" || model === "rnn" || model === "gru";
    return isCell && models.indexOf(model) === i ? looks[model] : spare[used++ % spare.length];
  });
}
