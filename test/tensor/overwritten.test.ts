/** @module Values that are overwritten between forward and backward: refused wherever PyTorch refuses them. */
import { functional as F, GraphError, nn, noGrad, optim, rand, type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { readGolden } from "../golden.ts";

const golden = readGolden<Record<string, boolean>>("overwritten");
const TEXT =
  "one of the variables needed for gradient computation has been modified by an inplace operation: ";

const learnt = (...shape: number[]): Tensor => rand(shape).add(0.5).detach();
const leaf = (requiresGrad: boolean, ...shape: number[]): Tensor => {
  const t = learnt(...shape);
  t.requiresGrad = requiresGrad;
  return t;
};

const binary: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  mul: (a, b) => a.mul(b),
  div: (a, b) => a.div(b),
  pow: (a, b) => a.pow(b),
  add: (a, b) => a.add(b),
  sub: (a, b) => a.sub(b),
};

const unary: Record<string, (a: Tensor) => Tensor> = {
  times2: (a) => a.mul(2),
  pow2: (a) => a.pow(2),
  pow1: (a) => a.pow(1),
  exp: (a) => a.exp(),
  log: (a) => a.log(),
  sqrt: (a) => a.sqrt(),
  abs: (a) => a.abs(),
  sin: (a) => a.sin(),
  cos: (a) => a.cos(),
  tanh: (a) => a.tanh(),
  sigmoid: (a) => a.sigmoid(),
  relu: (a) => a.relu(),
  gelu: (a) => F.gelu(a),
  neg: (a) => a.neg(),
  clone: (a) => a.clone(),
  softmax: (a) => F.softmax(a, 0),
  log_softmax: (a) => F.logSoftmax(a, 0),
  view: (a) => a.view(3, 1).mul(2),
  cat: (a) => F.cat([a, a]),
  viewmul: (a) => a.view(1, 3).mul(a.detach()),
};

/** A result, and the tensor to overwrite before its second backward. */
type Program = readonly [Tensor, Tensor];

const linear = (name: string): Program => {
  const [, kind, which = ""] = /^linear (.*), (\w+)$/.exec(name) ?? [];
  const layer = new nn.Linear(3, 2);
  layer.weight.requiresGrad = kind !== "weight frozen";
  const x = leaf(kind !== "x constant", 2, 3);
  return [layer.forward(x), which === "x" ? x : layer.stateDict()[which]];
};

const matmul = (name: string): Program => {
  const [, flags] = name.split(" ");
  const [a, b] = [leaf(flags[0] === "1", 2, 3), leaf(flags[1] === "1", 3, 2)];
  return [a.matmul(b), name.endsWith("a") ? a : b];
};

const recurrent = (name: string): Program => {
  const [, kind, T, ofX, ofH, which = ""] = /^(\w+) T (\d) x (\w+) h (\w+) (\w+)$/.exec(name) ?? [];
  const x = leaf(ofX === "True", Number(T), 1, 2);
  const h = ofH === "None" ? null : leaf(ofH === "True", 1, 1, 3);
  const layer = kind === "RNN" ? new nn.RNN(2, 3) : kind === "GRU" ? new nn.GRU(2, 3) : new nn.LSTM(2, 3);
  const [y] = layer instanceof nn.LSTM ? layer.forward(x, h && [h, h]) : layer.forward(x, h);
  return [y, which === "x" ? x : which === "h" && h ? h : layer.stateDict()[which]];
};

function make(name: string): Program {
  const [first] = name.split(" ");
  if (first === "linear") return linear(name);
  if (first === "matmul") return matmul(name);
  if (first in unary) {
    const a = leaf(true, 3);
    return [unary[first](a), a];
  }
  if (!(first in binary)) return recurrent(name);
  const a = leaf(!name.includes("a constant"), 3);
  const b = leaf(!name.includes("b constant"), 3);
  return [binary[first](a, b), name.endsWith(", a") ? a : b];
}

/*
 * y = the operation on torch.rand(…) + 0.5; y.sum().backward(retain_graph=True);
 * with torch.no_grad(): torch.nn.init.constant_(changed, 0.25); y.backward() raises or does not.
 * "RNN T 4 x False h True weight_hh_l0": four steps, whether x and h require a gradient (None: no h), what is overwritten.
 */
describe("golden: which operations notice that an operand was overwritten", () => {
  test("has every operation with a derivative of its own", () =>
    expect(Object.keys(golden).length).toBe(266));

  test.each(Object.entries(golden))("%s: %s", (name, refuses) => {
    const [result, changed] = make(name);
    const loss = result.sum();
    loss.backward({ retainGraph: true });
    noGrad(() => nn.init.constant_(changed, 0.25));
    if (refuses) expect(() => loss.backward()).toThrow(TEXT);
    else loss.backward();
  });
});

describe("what overwrites values", () => {
  const product = (): [nn.Parameter, Tensor, optim.SGD] => {
    const w = new nn.Parameter([2], Float32Array.of(2, 3));
    return [w, w.mul(w).sum(), new optim.SGD([w], { lr: 0.1 })];
  };

  test("an optimiser's step: PyTorch's text, then the remedy, and no gradient has changed", () => {
    const [w, y, optimizer] = product();
    y.backward({ retainGraph: true });
    optimizer.step();
    w.grad = null;
    expect(() => y.backward()).toThrow(
      new GraphError(
        `${TEXT}[torch.FloatTensor [2]] is at version 1; expected version 0 instead.\n  the backward of mul reads these values, which step(), loadStateDict() or nn.init overwrote: call backward() first, or compute the loss again; detach a carried state with h = h.detach()`,
      ),
    );
    expect(w.grad).toBeNull();
  });

  test("counts every step since the forward pass", () => {
    const [w, , optimizer] = product();
    const step = (): void => {
      w.grad = tensor([1, 1]);
      optimizer.step();
    };
    for (let i = 0; i < 20; i++) step();
    const y = w.mul(w).sum();
    for (let i = 0; i < 3; i++) step();
    expect(() => y.backward()).toThrow("is at version 23; expected version 20 instead.");
    for (let i = 0; i < 20; i++) step();
    expect(() => y.backward()).toThrow("is at version 43; expected version 27 or lower instead.");
  });

  test("not a step without a gradient, nor zeroGrad", () => {
    const [w, y, optimizer] = product();
    optimizer.step();
    optimizer.zeroGrad();
    y.backward();
    expect(w.grad?.tolist()).toEqual([4, 6]);
  });

  test("each optimiser", () => {
    for (const Kind of [
      optim.SGD,
      optim.Adam,
      optim.AdamW,
      optim.RMSprop,
      optim.Adagrad,
      optim.NAdam,
      optim.RAdam,
    ]) {
      const w = new nn.Parameter([2], Float32Array.of(2, 3));
      const y = w.mul(w).sum();
      y.backward({ retainGraph: true });
      new Kind([w]).step();
      expect(() => y.backward(), Kind.name).toThrow(TEXT);
    }
  });

  test("loadStateDict, without retainGraph", () => {
    const [first, second] = [new nn.Linear(2, 2), new nn.Linear(2, 2)];
    const loss = second.forward(first.forward(rand([3, 2]))).sum();
    second.loadStateDict(second.stateDict());
    expect(() => loss.backward()).toThrow(`${TEXT}[torch.FloatTensor [2, 2]] is at version`);
    expect(() => loss.backward()).toThrow("the backward of linear reads these values");
  });

  test("every initialiser, also through a view or a detached copy", () => {
    const ways: ((w: Tensor) => unknown)[] = [
      nn.init.uniform_,
      nn.init.normal_,
      nn.init.zeros_,
      nn.init.ones_,
      nn.init.eye_,
      nn.init.truncNormal_,
      nn.init.orthogonal_,
      nn.init.xavierUniform_,
      nn.init.xavierNormal_,
      nn.init.kaimingUniform_,
      nn.init.kaimingNormal_,
      (w) => nn.init.sparse_(w, 0.5),
      (w) => nn.init.zeros_(w.detach()),
      (w) => noGrad(() => nn.init.zeros_(w.select(0, 1))),
      (w) => noGrad(() => nn.init.zeros_(w.view(4).slice(0, 1, 2))),
      (w) => nn.init.zeros_(w.view(4)),
    ];
    for (const way of ways) {
      const w = new nn.Parameter([2, 2], Float32Array.of(1, 2, 3, 4));
      const y = w.view(4).mul(w.view(4)).sum();
      way(w);
      expect(() => y.backward(), String(way)).toThrow(TEXT);
    }
  });

  test("a result that backward reads again", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = x.exp();
    const loss = y.sum();
    noGrad(() => nn.init.zeros_(y));
    expect(() => loss.backward()).toThrow(
      `${TEXT}[torch.FloatTensor [2]], which is the output of exp, is at version 1; expected version 0 instead.`,
    );
  });
});

describe("recurrent networks", () => {
  test("two heads on one GRU", () => {
    const gru = new nn.GRU(1, 2);
    const [a, b] = [new nn.Linear(2, 1), new nn.Linear(2, 1)];
    const optimizer = new optim.SGD([...gru.parameters(), ...a.parameters()], { lr: 0.1 });
    const [y] = gru.forward(rand([4, 1, 1]));
    const [first, second] = [a.forward(y).sum(), b.forward(y).sum()];
    first.backward({ retainGraph: true });
    optimizer.step();
    expect(() => second.backward()).toThrow(`${TEXT}[torch.FloatTensor [6, 2]]`);
  });

  test("a carried state with retainGraph", () => {
    const rnn = new nn.RNN(1, 2);
    const optimizer = new optim.Adam(rnn.parameters());
    let h: Tensor | null = null;
    const train = (): void => {
      const [y, next]: [Tensor, Tensor] = rnn.forward(rand([5, 1, 1]), h);
      optimizer.zeroGrad();
      y.sum().backward({ retainGraph: true });
      optimizer.step();
      h = next;
    };
    train();
    expect(train).toThrow(`${TEXT}[torch.FloatTensor [2, 2]] is at version 2; expected version 1 instead.`);
  });

  test("cells, step by step", () => {
    const cell = new nn.LSTMCell(1, 2);
    const [h, c] = cell.forward(rand([1, 1]));
    const [next] = cell.forward(rand([1, 1]), [h, c]);
    next.sum().backward({ retainGraph: true });
    new optim.SGD(cell.parameters(), { lr: 0.1 }).step();
    expect(() => next.sum().backward()).toThrow(`${TEXT}[torch.FloatTensor [8, 2]]`);
  });

  test("losses that are accumulated before one step", () => {
    const rnn = new nn.LSTM(1, 2);
    const optimizer = new optim.SGD(rnn.parameters(), { lr: 0.1 });
    for (let step = 0; step < 3; step++) {
      for (let part = 0; part < 2; part++)
        rnn
          .forward(rand([3, 1, 1]))[0]
          .sum()
          .backward();
      optimizer.step();
      optimizer.zeroGrad();
    }
    expect(rnn.weight_ih_l0.grad).toBeNull();
  });
});
