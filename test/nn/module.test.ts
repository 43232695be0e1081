/** @module Modules: what they find in their fields, print, save, load and pass on. */
import { nn, ShapeError, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { goldenError } from "../golden.ts";

class Sub extends nn.Module {
  a = new nn.Linear(1, 2);
  rnn = new nn.GRU(2, 3, { numLayers: 2, bias: false });
}

class Net extends nn.Module {
  sub = new Sub();
  out = new nn.Linear(3, 1, { bias: false });
  loss = new nn.MSELoss();
  w = new nn.Parameter([2]);
  readonly notAModule = { shape: [1] };
}

const NAMES = [
  ...["w", "sub.a.weight", "sub.a.bias", "sub.rnn.weight_ih_l0", "sub.rnn.weight_hh_l0"],
  ...["sub.rnn.weight_ih_l1", "sub.rnn.weight_hh_l1", "out.weight"],
];

describe("fields", () => {
  test("give parameters in PyTorch's order: one's own, then those below", () => {
    const net = new Net();
    expect(net.namedParameters().map(([name]) => name)).toEqual(NAMES);
    expect(net.parameters()).toEqual(net.namedParameters().map(([, parameter]) => parameter));
    expect(net.parameters()[0]).toBe(net.w);
  });

  test("give modules from the top down", () => {
    const net = new Net();
    expect(net.namedModules().map(([name]) => name)).toEqual(["", "sub", "sub.a", "sub.rnn", "out", "loss"]);
    expect(net.modules()).toEqual([net, net.sub, net.sub.a, net.sub.rnn, net.out, net.loss]);
    expect(net.namedChildren()).toEqual([
      ["sub", net.sub],
      ["out", net.out],
      ["loss", net.loss],
    ]);
  });

  test("that hold one module twice give its parameters once, and its values under both names", () => {
    class Tied extends nn.Module {
      encode = new nn.Linear(2, 2, { bias: false });
      decode = this.encode;
    }
    const tied = new Tied();
    expect(tied.namedParameters().map(([name]) => name)).toEqual(["encode.weight"]);
    expect(tied.namedModules().map(([name]) => name)).toEqual(["", "encode"]);
    expect(Object.keys(tied.stateDict())).toEqual(["encode.weight", "decode.weight"]);
  });
});

describe("printed form", () => {
  test("is PyTorch's, modules inside modules", () => {
    expect(String(new Net())).toBe(`Net(
  (sub): Sub(
    (a): Linear(in_features=1, out_features=2, bias=True)
    (rnn): GRU(2, 3, num_layers=2, bias=False)
  )
  (out): Linear(in_features=3, out_features=1, bias=False)
  (loss): MSELoss()
)`);
  });

  test.each([
    [new nn.RNN(1, 32, { batchFirst: true }), "RNN(1, 32, batch_first=True)"],
    [new nn.RNN(1, 32, { nonlinearity: "relu" }), "RNN(1, 32)"],
    [
      new nn.LSTM(3, 4, { numLayers: 2, bias: false, batchFirst: true }),
      "LSTM(3, 4, num_layers=2, bias=False, batch_first=True)",
    ],
    [new nn.Linear(2, 3), "Linear(in_features=2, out_features=3, bias=True)"],
  ])("%s", (module, text) => {
    expect(String(module)).toBe(text);
  });

  test("shows extraRepr above the modules inside", () => {
    class Both extends nn.Module {
      inner = new nn.MSELoss();
      override extraRepr(): string {
        return "size=3";
      }
    }
    expect(String(new Both())).toBe("Both(\n  size=3\n  (inner): MSELoss()\n)");
  });
});

describe("state dict", () => {
  test("has the values by name, shared with the module and without a graph", () => {
    const net = new Net();
    const state = net.stateDict();
    expect(Object.keys(state)).toEqual(NAMES);
    expect(state.w?.data).toBe(net.w.data);
    expect(Object.values(state).some((t) => t.requiresGrad)).toBe(false);
  });

  test("goes into another module of the same form, as a copy", () => {
    const [from, to] = [new Net(), new Net()];
    to.loadStateDict(from.stateDict());
    expect(to.parameters().map((p) => p.tolist())).toEqual(from.parameters().map((p) => p.tolist()));
    from.w.data.fill(7);
    expect(to.w.tolist()).toEqual([0, 0]);
  });

  test("with missing names", () => {
    expect(() => new nn.RNN(3, 4).loadStateDict({})).toThrow(
      new ShapeError(goldenError("load_state_dict missing")),
    );
  });

  test("with other sizes", () => {
    const net = new nn.RNN(3, 5);
    const before = net.weight_ih_l0?.tolist();
    const [title, first, second] = goldenError("load_state_dict shape").split("\n");
    expect(() => net.loadStateDict(new nn.RNN(3, 4).stateDict())).toThrow(
      new ShapeError([title, first, second, "\t… and 2 more"].join("\n")),
    );
    expect(net.weight_ih_l0?.tolist()).toEqual(before);
  });

  test("with everything wrong at once says all of it, in PyTorch's order, and changes nothing", () => {
    const net = new nn.RNN(3, 4);
    const before = net.parameters().map((p) => p.tolist());
    const { bias_hh_l0: _, ...state } = new nn.RNN(3, 4).stateDict();
    expect(() => net.loadStateDict({ ...state, weight_ih_l0: zeros([1, 1]), zzz: zeros([1]) })).toThrow(
      new ShapeError(
        'Error(s) in loading state_dict for RNN:\n\tMissing key(s) in state_dict: "bias_hh_l0". \n\tUnexpected key(s) in state_dict: "zzz". \n\tsize mismatch for weight_ih_l0: copying a param with shape torch.Size([1, 1]) from checkpoint, the shape in current model is torch.Size([4, 3]).',
      ),
    );
    expect(net.parameters().map((p) => p.tolist())).toEqual(before);
  });

  test("not strict takes what there is, but no other sizes", () => {
    const net = new nn.Linear(2, 1);
    net.loadStateDict({ weight: tensor([[5, 6]]), zzz: zeros([1]) }, { strict: false });
    expect(net.weight.tolist()).toEqual([[5, 6]]);
    expect(() => net.loadStateDict({ weight: zeros([1]) }, { strict: false })).toThrow(
      new ShapeError(
        "Error(s) in loading state_dict for Linear:\n\tsize mismatch for weight: copying a param with shape torch.Size([1]) from checkpoint, the shape in current model is torch.Size([1, 2]).",
      ),
    );
  });
});

test("train and eval reach every module", () => {
  const net = new Net();
  expect(net.modules().map((module) => module.training)).toEqual(new Array(6).fill(true));
  expect(net.eval()).toBe(net);
  expect(net.modules().map((module) => module.training)).toEqual(new Array(6).fill(false));
  net.train();
  expect(net.sub.rnn.training).toBe(true);
});

test("apply visits what is below before what is above", () => {
  const net = new Net();
  const visited: nn.Module[] = [];
  expect(net.apply((module) => visited.push(module))).toBe(net);
  expect(visited).toEqual([net.sub.a, net.sub.rnn, net.sub, net.out, net.loss, net]);
});

test("zeroGrad forgets every gradient", () => {
  const net = new nn.Linear(2, 1);
  net.forward(tensor([1, 2])).backward();
  expect(net.weight.grad?.tolist()).toEqual([[1, 2]]);
  net.zeroGrad();
  expect(net.parameters().map((parameter) => parameter.grad)).toEqual([null, null]);
});

test("weights of losses are buffers: in the state under PyTorch's keys, but not learnt", () => {
  const loss = new nn.BCEWithLogitsLoss({ weight: tensor([1, 2]), posWeight: tensor([3, 4]) });
  expect(Object.keys(loss.stateDict())).toEqual(["weight", "pos_weight"]);
  expect(loss.parameters()).toEqual([]);
  loss.loadStateDict({ weight: tensor([5, 6]), pos_weight: tensor([7, 8]) });
  expect([loss.weight?.tolist(), loss.posWeight?.tolist()]).toEqual([
    [5, 6],
    [7, 8],
  ]);
  expect(Object.keys(new nn.CrossEntropyLoss().stateDict())).toEqual([]);
});
