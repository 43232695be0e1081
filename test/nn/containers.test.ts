/** @module Sequential and ModuleList: order, names, printed form, and what they refuse. */
import { nn, tensor, ValueError } from "unrolled";
import { describe, expect, test } from "vitest";

/** y = weight · x. */
function times(weight: number): nn.Linear {
  const layer = new nn.Linear(1, 1, { bias: false });
  layer.weight.data[0] = weight;
  return layer;
}

const names = (module: nn.Module): string[] => module.namedParameters().map(([name]) => name);

describe("Sequential", () => {
  test("runs layers one after the other, forward and backward", () => {
    const net = new nn.Sequential(times(2), new nn.ReLU(), times(-3));
    const x = tensor([[5], [-5]], { requiresGrad: true });
    const y = net.forward(x);
    expect(y.tolist()).toEqual([[-30], [0]]);
    y.sum().backward();
    expect(x.grad?.tolist()).toEqual([[-6], [0]]);
    expect(net.parameters().map((p) => p.grad?.tolist())).toEqual([[[-15]], [[10]]]);
  });

  test("without layers passes x", () => {
    const x = tensor([1]);
    expect(new nn.Sequential().forward(x)).toBe(x);
  });

  test("names layers 0, 1, …, or as told, in the order told", () => {
    expect(names(new nn.Sequential(times(1), new nn.Tanh(), times(2)))).toEqual(["0.weight", "2.weight"]);
    expect(names(new nn.Sequential({ first: times(1), second: times(2) }))).toEqual([
      "first.weight",
      "second.weight",
    ]);
    const net = new nn.Sequential([
      ["b", times(2)],
      ["1", new nn.Tanh()],
      ["0", new nn.GELU()],
    ]);
    expect(String(net)).toBe(`Sequential(
  (b): Linear(in_features=1, out_features=1, bias=False)
  (1): Tanh()
  (0): GELU(approximate='none')
)`);
    expect([...net].map((layer) => layer.constructor)).toEqual([nn.Linear, nn.Tanh, nn.GELU]);
  });

  test("gives layers by index, grows, and is counted", () => {
    const [first, second] = [times(1), new nn.ReLU()];
    const net = new nn.Sequential(first, second);
    expect([net.at(0), net.at(1), net.at(-2)]).toEqual([first, second, first]);
    expect(net.length).toBe(2);
    expect(net.append(times(4))).toBe(net);
    expect(names(net)).toEqual(["0.weight", "2.weight"]);
    expect(net.forward(tensor([[2]])).tolist()).toEqual([[8]]);
    for (const index of [3, -4, 0.5]) {
      expect(() => net.at(index)).toThrow(
        new ValueError(`index ${index} is out of range\n  there are 3 modules`),
      );
    }
  });

  test("saves, loads, trains and evaluates what it holds", () => {
    const [from, to] = [
      new nn.Sequential(times(2), new nn.Dropout()),
      new nn.Sequential(times(1), new nn.Dropout()),
    ];
    to.loadStateDict(from.stateDict());
    to.eval();
    expect(to.at(1).training).toBe(false);
    expect(to.forward(tensor([[3]])).tolist()).toEqual([[6]]);
  });

  test("subclasses may add fields and are printed by their own name", () => {
    class Net extends nn.Sequential {
      scale = new nn.Parameter([1]);
      head = times(1);
    }
    const net = new Net(times(2));
    expect(names(net)).toEqual(["scale", "0.weight", "head.weight"]);
    expect(String(net)).toBe(`Net(
  (0): Linear(in_features=1, out_features=1, bias=False)
  (head): Linear(in_features=1, out_features=1, bias=False)
)`);
  });

  const layer = new nn.ReLU();
  test.each([
    [{ "a.b": layer }, 'module name can\'t contain ".", got: a.b'],
    [{ "": layer }, 'module name can\'t be empty string ""'],
    [
      [
        ["a", layer],
        ["a", layer],
      ] as const,
      "attribute 'a' already exists",
    ],
    [{ a: 3 as unknown as nn.Layer }, "number is not a Module subclass"],
    [{ a: null as unknown as nn.Layer }, "null is not a Module subclass"],
    [{ a: tensor(1) as unknown as nn.Layer }, "Tensor is not a Module subclass"],
    [[layer, layer] as unknown as nn.NamedLayers, "array is not a Module subclass"],
  ])("refuses %j", (given: nn.NamedLayers, message) => {
    expect(() => new nn.Sequential(given)).toThrow(new ValueError(message));
  });
});

describe("ModuleList", () => {
  test("holds modules whose parameters are found", () => {
    class Net extends nn.Module {
      layers = new nn.ModuleList([new nn.GRU(1, 2), new nn.GRU(2, 2, { bias: false })]);
    }
    const { layers } = new Net();
    expect(names(new Net()).filter((name) => name.includes("weight_ih"))).toEqual([
      "layers.0.weight_ih_l0",
      "layers.1.weight_ih_l0",
    ]);
    expect([...layers].map(({ bias }) => bias)).toEqual([true, false]);
    expect(layers.append(new nn.GRU(2, 3)).length).toBe(3);
    expect(layers.at(-1).hiddenSize).toBe(3);
    expect(layers.extend([new nn.GRU(3, 4), new nn.GRU(4, 5)]).at(4).hiddenSize).toBe(5);
  });

  test("refuses what is no module", () => {
    expect(() => new nn.ModuleList([3 as unknown as nn.Module])).toThrow(
      new ValueError("number is not a Module subclass"),
    );
    expect(() => new nn.ModuleList().at(0)).toThrow(
      new ValueError("index 0 is out of range\n  there are 0 modules"),
    );
  });

  /* print(nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Sequential(nn.Dropout(), nn.ModuleList([…])))) */
  test("is printed in full, inside others too", () => {
    expect(String(new nn.ModuleList())).toBe("ModuleList()");
    const list = new nn.ModuleList([new nn.GRU(1, 2), new nn.GRU(1, 2), new nn.LayerNorm(2)]);
    class Holder extends nn.Identity {
      static override readonly typeName: string = "Holder";
      list = list;
    }
    expect(
      String(new nn.Sequential(new nn.Linear(1, 2), new nn.Sequential(new nn.Dropout(), new Holder()))),
    ).toBe(`Sequential(
  (0): Linear(in_features=1, out_features=2, bias=True)
  (1): Sequential(
    (0): Dropout(p=0.5, inplace=False)
    (1): Holder(
      (list): ModuleList(
        (0): GRU(1, 2)
        (1): GRU(1, 2)
        (2): LayerNorm((2,), eps=1e-05, elementwise_affine=True)
      )
    )
  )
)`);
  });
});
