/** @module Optimisers and gradient clipping, on four parameters of 1,000, 64,000 and a million values in all. */
import { functional, nn, optim, type Tensor } from "unrolled";
import type { Family, Inputs, Step, Task } from "./task.ts";

/** Steps on gradients that stay as they are. */
function steps(make: (parameters: Tensor[]) => { step(): unknown }): Task {
  return (on: Inputs): Step => {
    const optimizer = make(on.parameters());
    return () => {
      optimizer.step();
      return null;
    };
  };
}

export const optimisers: Family = {
  SGD: steps((parameters) => new optim.SGD(parameters, { lr: 1e-3 })),
  "SGD momentum": steps((parameters) => new optim.SGD(parameters, { lr: 1e-3, momentum: 0.9 })),
  "SGD nesterov": steps(
    (parameters) => new optim.SGD(parameters, { lr: 1e-3, momentum: 0.9, nesterov: true, weightDecay: 1e-4 }),
  ),
  Adam: steps((parameters) => new optim.Adam(parameters)),
  "Adam amsgrad": steps((parameters) => new optim.Adam(parameters, { amsgrad: true, weightDecay: 1e-4 })),
  AdamW: steps((parameters) => new optim.AdamW(parameters)),
  NAdam: steps((parameters) => new optim.NAdam(parameters)),
  RAdam: steps((parameters) => new optim.RAdam(parameters)),
  RMSprop: steps((parameters) => new optim.RMSprop(parameters)),
  "RMSprop centered": steps((parameters) => new optim.RMSprop(parameters, { centered: true, momentum: 0.9 })),
  Adagrad: steps((parameters) => new optim.Adagrad(parameters)),
  Adadelta: steps((parameters) => new optim.Adadelta(parameters)),
  Adamax: steps((parameters) => new optim.Adamax(parameters)),
  LBFGS: (on) => {
    const [x, y] = [on.leaf(), on.constant()];
    const optimizer = new optim.LBFGS([x], { lr: 1e-3, maxIter: 4 });
    const closure = (): Tensor => {
      optimizer.zeroGrad();
      const loss = functional.mseLoss(x, y);
      loss.backward();
      return loss;
    };
    return () => {
      optimizer.step(closure);
      return null;
    };
  },
};

/** Changes gradients in place. */
function clips(clip: (parameters: Tensor[]) => unknown): Task {
  return (on) => {
    const parameters = on.parameters();
    return () => {
      clip(parameters);
      return null;
    };
  };
}

export const clipping: Family = {
  clipGradNorm: clips((parameters) => nn.utils.clipGradNorm(parameters, 1)),
  "clipGradNorm infinity": clips((parameters) =>
    nn.utils.clipGradNorm(parameters, 1, { normType: Number.POSITIVE_INFINITY }),
  ),
  clipGradValue: clips((parameters) => nn.utils.clipGradValue(parameters, 0.5)),
};
