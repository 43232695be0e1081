/** @module The tape: what backward leaves where, what may be walked twice, and what is not recorded. */
import { cat, GraphError, ShapeError, stack, type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";

const leaf = (): Tensor => tensor([1, 2, 3], { requiresGrad: true });

describe("backward", () => {
  test("accumulates over two calls, in the same gradient", () => {
    const x = leaf();
    x.mul(2).sum().backward();
    const first = x.grad;
    x.mul(x).sum().backward();
    expect(x.grad).toBe(first);
    expect(x.grad?.tolist()).toEqual([4, 6, 8]); // 2 + 2x
  });

  test("of a tensor that needs no gradient is refused", () => {
    expect(() => tensor(1).backward()).toThrow(
      new GraphError("element 0 of tensors does not require grad and does not have a grad_fn"),
    );
  });

  test("of several values takes the gradient of each", () => {
    const x = leaf();
    const gradient = tensor([1, 10, 100]);
    x.mul(2).backward({ gradient });
    expect(x.grad?.tolist()).toEqual([2, 20, 200]);
    expect(gradient.tolist()).toEqual([1, 10, 100]);
    expect(() => x.mul(2).backward({ gradient: tensor([1, 1]) })).toThrow(
      new ShapeError(
        "Mismatch in shape: grad_output[0] has a shape of torch.Size([2]) and output[0] has a shape of torch.Size([3]).",
      ),
    );
  });

  test("of a leaf itself is the gradient given", () => {
    const x = tensor(3, { requiresGrad: true });
    x.backward();
    expect(x.grad?.item()).toBe(1);
  });

  test("visits a result that is used twice once, after both uses", () => {
    const x = tensor(3, { requiresGrad: true });
    const y = x.mul(x);
    y.mul(y).add(y).backward(); // x⁴ + x²
    expect(x.grad?.item()).toBe(4 * 27 + 6);
  });

  test("leaves gradients in leaves only", () => {
    const x = leaf();
    const y = x.mul(2);
    y.sum().backward();
    expect(y.grad).toBeNull();
    expect([x.isLeaf, y.isLeaf]).toEqual([true, false]);
  });

  test("of a chain of 200,000 operations does not overflow the stack", () => {
    const x = tensor(0, { requiresGrad: true });
    let y = x;
    for (let i = 0; i < 200_000; i++) y = y.add(1);
    expect(y.item()).toBe(200_000);
    y.backward();
    expect(x.grad?.item()).toBe(1);
  });
});

describe("retainGraph", () => {
  test("lets the graph be walked again, and again", () => {
    const x = leaf();
    const loss = x.mul(x).sum();
    loss.backward({ retainGraph: true });
    loss.backward({ retainGraph: true });
    loss.backward();
    expect(x.grad?.tolist()).toEqual([6, 12, 18]);
    expect(() => loss.backward()).toThrow(GraphError);
  });

  // x = torch.ones(3, requires_grad=True); y = x * 2; y.retain_grad(); z = y.sum()
  // z.backward(retain_graph=True); z.backward(); x.grad, y.grad
  test("with retainGrad accumulates in both, and hands on each walk's own share", () => {
    const x = leaf();
    const y = x.mul(2).retainGrad();
    const z = y.sum();
    z.backward({ retainGraph: true });
    expect(y.grad?.tolist()).toEqual([1, 1, 1]);
    z.backward();
    expect(x.grad?.tolist()).toEqual([4, 4, 4]);
    expect(y.grad?.tolist()).toEqual([2, 2, 2]);
    y.grad = null;
    expect(y.grad).toBeNull();
  });
});

/*
 * y = f(x).sum(); y.backward(); y.backward()   in PyTorch 1.13: an error for those that save a tensor
 */
describe("a second walk without retainGraph", () => {
  test.each<[string, (x: Tensor) => Tensor, number]>([
    ["add", (x) => x.add(1), 2],
    ["sub", (x) => x.sub(1), 2],
    ["neg", (x) => x.neg(), -2],
    ["clone", (x) => x.clone(), 2],
    ["view", (x) => x.view(3, 1), 2],
    ["permute", (x) => x.view(3, 1).permute(1, 0), 2],
    ["slice", (x) => x.slice(0, 0), 2],
    ["mean", (x) => x.view(1, 3).mean({ dim: 0 }), 2],
    ["stack", (x) => stack([x, x]), 4],
    ["cat", (x) => cat([x, x]), 4],
  ])("%s saves nothing and may", (_, apply, expected) => {
    const x = leaf();
    const y = apply(x).sum();
    y.backward();
    y.backward();
    expect(x.grad?.tolist()).toEqual([expected, expected, expected]);
  });

  test.each<[string, (x: Tensor) => Tensor]>([
    ["mul", (x) => x.mul(2)],
    ["div", (x) => x.div(2)],
    ["pow", (x) => x.pow(2)],
    ["exp", (x) => x.exp()],
    ["relu", (x) => x.relu()],
    ["abs", (x) => x.abs()],
    ["matmul", (x) => x.matmul(tensor([1, 1, 1]))],
  ])("%s may not, and the gradients stay as they were", (_, apply) => {
    const x = leaf();
    const y = apply(x).sum();
    y.backward();
    const before = x.grad?.tolist();
    expect(() => y.backward()).toThrow(GraphError);
    expect(x.grad?.tolist()).toEqual(before);
  });
});
