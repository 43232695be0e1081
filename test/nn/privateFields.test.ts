/** @module Layers in private fields are refused by name; tied weights need no cast. */
import { nn, type Tensor, ValueError } from "unrolled";
import { describe, expect, test } from "vitest";

class Plain extends nn.Module {
  #rnn = new nn.GRU(1, 2);
  out = new nn.Linear(2, 1);

  forward(x: Tensor): Tensor {
    return this.out.forward(this.#rnn.forward(x)[0]);
  }
}

class InConstructor extends nn.Module {
  readonly #inner: nn.Linear;

  constructor() {
    super();
    this.#inner = new nn.Linear(1, 1);
  }

  forward(x: Tensor): Tensor {
    return this.#inner.forward(x);
  }
}

class OfOwnClass extends nn.Module {
  #encoder = new InConstructor();

  forward(x: Tensor): Tensor {
    return this.#encoder.forward(x);
  }
}

class FromVariable extends nn.Module {
  readonly #rnn: nn.LSTM;

  constructor(hidden: number) {
    super();
    const other = 1;
    const rnn = new nn.LSTM(other, hidden);
    this.#rnn = rnn;
  }

  forward(x: Tensor): Tensor {
    return this.#rnn.forward(x)[0];
  }
}

class Normalised extends nn.Module {
  readonly #map = nn.utils.weightNorm(new nn.Linear(1, 1));

  forward(x: Tensor): Tensor {
    return this.#map.forward(x);
  }
}

class Gain extends nn.Module {
  #gain = new nn.Parameter([1]);

  forward(x: Tensor): Tensor {
    return x.mul(this.#gain);
  }
}

class Derived extends Plain {
  more = new nn.Linear(1, 1);
}

describe("a layer in a private field is refused by name", () => {
  test.each<[nn.Module, string]>([
    [new Plain(), "Plain: the GRU in #rnn"],
    [new InConstructor(), "InConstructor: the Linear in #inner"],
    [new OfOwnClass(), "OfOwnClass: the InConstructor in #encoder"],
    [new FromVariable(2), "FromVariable: the LSTM in #rnn"],
    [new Normalised(), "Normalised: the Linear in #map"],
    [new Gain(), "Gain: the Parameter in #gain"],
    [new Derived(), "Derived: the GRU in #rnn"],
    [new nn.ModuleList([new Plain()]), "Plain: the GRU in #rnn"],
  ])("%#", (net, what) => {
    for (const use of [
      () => net.parameters(),
      () => net.stateDict(),
      () => net.train(),
      () => net.loadStateDict({}),
    ]) {
      expect(use).toThrow(ValueError);
      expect(use).toThrow(
        `${what} is in none of its parameters: private fields cannot be seen from outside\n  declare it as `,
      );
    }
  });

  test("the remedy", () => {
    expect(() => new Plain().parameters()).toThrow("declare it as rnn, or in TypeScript as private rnn");
  });
});

test("private fields of other kinds, and modules that a class lists itself, are none of this", () => {
  class Counts extends nn.Module {
    #seen = new Map<string, number>();
    private readonly rnn = new nn.GRU(1, 2);

    forward(x: Tensor): Tensor {
      this.#seen.set("x", 1);
      return this.rnn.forward(x)[0];
    }
  }
  class Numbers extends nn.Module {
    readonly #size: number;
    readonly rnn: nn.GRU;
    #last: nn.Linear | null = null;

    constructor(size: number) {
      super();
      const rnn = new nn.GRU(1, size);
      const count = size;
      this.#size = count;
      this.rnn = rnn;
      this.#last = null;
    }

    forward(x: Tensor): Tensor {
      return this.#last === null ? x.mul(this.#size) : x;
    }
  }
  expect(new Numbers(2).parameters()).toHaveLength(4);
  class Lists extends nn.Module {
    #inner = new nn.Linear(1, 1);

    override namedChildren(): [string, nn.Module][] {
      return [["inner", this.#inner]];
    }
  }
  expect(new Counts().namedParameters().map(([name]) => name)).toHaveLength(4);
  expect(new Lists().namedParameters().map(([name]) => name)).toEqual(["inner.weight", "inner.bias"]);
});

test("weights are tied by assignment", () => {
  class Language extends nn.Module {
    emb = new nn.Embedding(5, 3);
    rnn = new nn.GRU(3, 3);
    dec = new nn.Linear(3, 5);

    constructor() {
      super();
      this.dec.weight = this.emb.weight;
      this.rnn.bias_hh_l0 = this.rnn.bias_ih_l0;
    }
  }
  const net = new Language();
  expect(net.namedParameters().map(([name]) => name)).toEqual([
    "emb.weight",
    "rnn.weight_ih_l0",
    "rnn.weight_hh_l0",
    "rnn.bias_ih_l0",
    "dec.bias",
  ]);
  expect(Object.keys(net.stateDict())).toContain("dec.weight");
  net.dec
    .forward(net.rnn.forward(net.emb.forward(new nn.Parameter([2])))[0])
    .sum()
    .backward();
  const { grad } = net.emb.weight;
  expect(grad?.shape).toEqual([5, 3]);
  expect(grad).toBe(net.dec.weight.grad);
});

test("a parameter is made from a tensor, as in PyTorch, or from a shape", () => {
  const data = Float32Array.of(1, 2);
  expect(new nn.Parameter(new nn.Parameter([2], data)).data).toBe(data);
  expect(new nn.Parameter([2], [3, 4] as never).tolist()).toEqual([3, 4]);
  expect(() => new nn.Parameter([2.5])).toThrow(
    "Parameter: every size must be an integer of at least 0 (got [2.5])",
  );
  expect(() => new nn.Parameter(3 as never)).toThrow(
    "Parameter: the shape must be a list, such as [2, 3] (got 3)",
  );
  expect(() => new nn.Parameter([2], ["3", "4"] as never)).toThrow(
    'Parameter: values contains a value that is not a number (got "3")',
  );
});
