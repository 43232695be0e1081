/** @module The printed form of a tensor, against PyTorch's. */
import { arange, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { readGolden } from "../golden.ts";

/** Values are spelt out, or are 0, 1, 2 … over a divisor. */
interface Printed {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values?: readonly (number | string)[];
  readonly arangeOver?: number;
  readonly text: string;
}

/* str(torch.tensor(values).view(shape)) */
describe("golden: values are laid out as PyTorch lays them out", () => {
  const cases = readGolden<Printed[]>("printed");
  test("has 51 cases", () => expect(cases).toHaveLength(51));

  const special: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };
  test.each(cases)("$name", ({ shape, values, arangeOver = 1, text }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = values
      ? Float32Array.from(values, (value) => (typeof value === "string" ? special[value] : value))
      : Float32Array.from({ length: count }, (_, i) => i / arangeOver);
    expect(String(tensor(data, { shape }))).toBe(text);
  });
});

describe("where it came from", () => {
  test("is said after the values, in our names", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(String(x)).toBe("tensor([1., 2.], requiresGrad=true)");
    expect(String(x.add(1))).toBe("tensor([2., 3.], gradFn=<add>)");
    expect(String(x.add(1).detach())).toBe("tensor([2., 3.])");
    expect(String(zeros([0, 2], { requiresGrad: true }))).toBe("tensor([], size=(0, 2), requiresGrad=true)");
  });

  /* x = torch.arange(12.); x.requires_grad_(): the suffix gets a line of its own when 80 columns are not enough */
  test("moves to a line of its own when there is no room", () => {
    const x = arange(12, undefined, 1, { requiresGrad: true });
    expect(String(x)).toBe(
      "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11.],\n       requiresGrad=true)",
    );
  });
});
