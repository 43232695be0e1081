/** @module AdamW. */
import { Adam, type AdamOptions } from "./adam.ts";
import type { Params } from "./optimizer.ts";

/** Adam's options; `weightDecay`, 0.01 by default, is by how much of lr a parameter shrinks in a step. */
export type AdamWOptions = AdamOptions;

/**
 * Adam with the decay of weights kept out of the gradient and its means.
 *
 *     p ← p · (1 − lr · weightDecay), then a step of Adam without weightDecay
 *
 * Throws ValueError for options outside their domain, as Adam does.
 * Source: Loshchilov & Hutter, "Decoupled weight decay regularization", 2019; torch.optim.AdamW.
 */
export class AdamW extends Adam {
  protected override readonly decoupled: boolean = true;

  constructor(params: Params<AdamWOptions>, options: Partial<AdamWOptions> = {}) {
    super(params, { weightDecay: 1e-2, ...options });
  }
}
