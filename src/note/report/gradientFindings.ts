/** @module What a comparison shows about vanishing and exploding gradients, and about what an LSTM's cell state carries. */
import { maxOf } from "../../lists.ts";
import type { Comparison, RelativeGradients } from "../comparison.ts";
import type { ForgetReach } from "../forgetGate.ts";
import { lagBelow } from "../gradientFlow.ts";
import { cellNames } from "../settings.ts";
import { exploded, type Finding, safeSteps, type Vanishing, vanished, type When } from "./findings.ts";

/** Findings about vanishing and exploding gradients: at the lengths of more than 10 steps, or at all if there are none. */
export function gradientFindings({ gradients }: Comparison): Finding[] {
  const long = gradients.filter(({ timeStep }) => timeStep > safeSteps);
  const lengths = long.length > 0 ? long : gradients;
  const before = vanishing(lengths[lengths.length - 1], "before");
  return [
    ...(long.length > 0 ? [] : [{ kind: "claimUntested", numbers: null } as const]),
    {
      kind: "vanishingBefore",
      numbers: isSameAtAnyLength(gradients) ? { ...before, timeStep: null } : before,
    },
    { kind: "vanishingAfter", numbers: lengths.map((length) => vanishing(length, "after")) },
    explosionFinding(gradients),
  ];
}

type GradientsAtLength = Comparison["gradients"][number];

function vanishing({ timeStep, cells }: GradientsAtLength, when: When): Vanishing {
  return { timeStep, cells: cellNames.map((cell) => ({ cell, lag: vanishingLag(cells[cell][when]) })) };
}

function vanishingLag({ hidden }: RelativeGradients): number | null {
  return hidden.some(Number.isNaN) ? Number.NaN : lagBelow(hidden, vanished);
}

/** Whether each untrained gradient vanishes at the same lag at every length that has as many steps. */
function isSameAtAnyLength(gradients: readonly GradientsAtLength[]): boolean {
  const longest = gradients.at(-1);
  if (longest === undefined || gradients.length < 2) return false;
  return gradients.every(({ timeStep, cells }) =>
    cellNames.every((cell) => {
      const expected = lagBelow(longest.cells[cell].before.hidden, vanished);
      const lag = lagBelow(cells[cell].before.hidden, vanished);
      return lag === (expected !== null && expected < timeStep ? expected : null);
    }),
  );
}

function explosionFinding(gradients: readonly GradientsAtLength[]): Finding {
  const explosions = gradients.flatMap(({ timeStep, cells }) =>
    (["before", "after"] as const).flatMap((when) =>
      cellNames
        .map((cell) => ({ cell, timeStep, when, ratio: maxOf(cells[cell][when].hidden) }))
        .filter(({ ratio }) => ratio > exploded),
    ),
  );
  return explosions.length === 0
    ? { kind: "noExplosion", numbers: null }
    : { kind: "explosion", numbers: explosions };
}

/** Whether the gradient of every cell vanishes before training, at a length. */
export function allVanish(gradients: readonly GradientsAtLength[], timeStep: number): boolean {
  const at = gradients.find((length) => length.timeStep === timeStep);
  return at !== undefined && vanishing(at, "before").cells.every(({ lag }) => lag !== null && lag > 0);
}

export function memoryFindings(reach: ForgetReach): Finding[] {
  return reach.ratios.every(({ ratio }) => Number.isFinite(ratio))
    ? [{ kind: "memory", numbers: reach }]
    : [];
}
