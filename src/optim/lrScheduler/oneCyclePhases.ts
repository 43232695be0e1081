/** @module The phases of OneCycleLR, as PyTorch writes them down in the schedule's state. */

/** One phase: until when, and between which of the group's marks the rate and the momentum go. */
export interface Phase {
  readonly end_step: number;
  readonly start_lr: "initial_lr" | "max_lr";
  readonly end_lr: "initial_lr" | "max_lr" | "min_lr";
  readonly start_momentum: "max_momentum" | "base_momentum";
  readonly end_momentum: "max_momentum" | "base_momentum";
}

/** Up and down; with `threePhase`, up, as far down again, and then to the last rate. */
export function phasesOf(totalSteps: number, pctStart: number, threePhase: boolean): Phase[] {
  const rise = {
    end_step: pctStart * totalSteps - 1,
    start_lr: "initial_lr",
    end_lr: "max_lr",
    start_momentum: "max_momentum",
    end_momentum: "base_momentum",
  } as const;
  const fall = { start_lr: "max_lr", start_momentum: "base_momentum", end_momentum: "max_momentum" } as const;
  const end = { end_step: totalSteps - 1, end_lr: "min_lr", end_momentum: "max_momentum" } as const;
  return threePhase
    ? [
        rise,
        { ...fall, end_step: 2 * pctStart * totalSteps - 2, end_lr: "initial_lr" },
        { ...end, start_lr: "initial_lr", start_momentum: "max_momentum" },
      ]
    : [rise, { ...fall, ...end }];
}
