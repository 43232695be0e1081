/** @module Where the graph ends: noGrad, detach, and gradients that are given. */
import { arange, GraphError, isGradEnabled, noGrad, ShapeError, type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";

const leaf = (): Tensor => tensor([1, 2, 3], { requiresGrad: true });

describe("noGrad", () => {
  test("records nothing and gives back the result", () => {
    const x = leaf();
    const y = noGrad(() => {
      expect(isGradEnabled()).toBe(false);
      return x.mul(2);
    });
    expect([y.requiresGrad, y.isLeaf, isGradEnabled()]).toEqual([false, true, true]);
    expect(y.tolist()).toEqual([2, 4, 6]);
  });

  test("may be nested", () => {
    noGrad(() => {
      noGrad(() => 1);
      expect(isGradEnabled()).toBe(false);
    });
    expect(isGradEnabled()).toBe(true);
  });

  test("ends when the function throws", () => {
    expect(() =>
      noGrad(() => {
        throw new Error("from inside");
      }),
    ).toThrow("from inside");
    expect(isGradEnabled()).toBe(true);
  });

  test("refuses an asynchronous function", () => {
    expect(() => noGrad(async () => 1)).toThrow(
      new GraphError(
        "noGrad: the function is asynchronous, and everything after its first await would be recorded\n  call noGrad around the synchronous parts inside it instead",
      ),
    );
    expect(isGradEnabled()).toBe(true);
  });
});

describe("detach", () => {
  test("shares the values and cuts the graph", () => {
    const x = leaf();
    const y = x.mul(2);
    const cut = y.detach();
    expect([cut.requiresGrad, cut.isLeaf]).toEqual([false, true]);
    expect(cut.data).toBe(y.data);
    y.mul(cut).sum().backward(); // the gradient of 2x · c with c fixed
    expect(x.grad?.tolist()).toEqual([4, 8, 12]);
  });
});

describe("grad", () => {
  test("can be given, and must then have the shape", () => {
    const x = arange(4).view(2, 2);
    x.requiresGrad = true;
    x.grad = tensor([
      [1, 1],
      [1, 1],
    ]);
    x.sum().backward();
    expect(x.grad?.tolist()).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(() => {
      x.grad = tensor([1, 1]);
    }).toThrow(new ShapeError("assigned grad has data of a different size: it is (2) but must be (2, 2)"));
  });

  test("cannot be retained where there is none", () => {
    expect(() => tensor(1).retainGrad()).toThrow(
      new ShapeError("can't retain_grad on Tensor that has requires_grad=False"),
    );
  });
});
