/** @module Operations of sequence models: by hand, at the edges, and what they refuse. */
import {
  arange,
  functional,
  manualSeed,
  maximum,
  minimum,
  multinomial,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  where,
  zeros,
} from "unrolled";
import { describe, expect, test } from "vitest";

const x = arange(6).view(2, 3);
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** A tensor with a gradient, of values of its own. */
const leaf = (values: readonly (number | readonly number[])[]): Tensor =>
  tensor(values, { requiresGrad: true });

describe("extremes", () => {
  test("equal values share the gradient of max(); along an axis the first has it all", () => {
    const t = leaf([1, 3, 3]);
    t.max().mul(6).backward();
    expect(t.grad?.tolist()).toEqual([0, 3, 3]);
    const u = leaf([1, 3, 3]);
    const { values, indices } = u.max(0);
    values.backward();
    expect([values.item(), indices.item(), u.grad?.tolist()]).toEqual([3, 1, [0, 1, 0]]);
  });

  test("values and indices are a pair, too", () => {
    const [values, indices] = x.min(0, true);
    expect([values?.tolist(), indices?.tolist()]).toEqual([[[0, 1, 2]], [[0, 0, 0]]]);
    expect(x.max({ dim: 1 }).values.tolist()).toEqual([2, 5]);
  });

  test("NaN is the extreme, the first one of several", () => {
    const t = tensor([1, nan, 3, nan]);
    expect([t.max().item(), t.min().item()]).toEqual([nan, nan]);
    expect([t.argmax().item(), t.min(0).indices.item()]).toEqual([1, 1]);
    expect(t.topk(3).values.tolist()).toEqual([nan, nan, 3]);
    expect(t.topk(4, { largest: false }).indices.tolist()).toEqual([0, 2, 1, 3]);
    const u = leaf([nan, 1, nan]);
    u.max().backward();
    expect(u.grad?.tolist()).toEqual([0.5, 0, 0.5]);
  });

  test("of scalars and of axes without values", () => {
    expect(tensor(3).max(0).indices.shape).toEqual([]);
    expect(tensor(3).topk(1).values.item()).toBe(3);
    expect(zeros([2, 0]).max(0).values.shape).toEqual([0]);
    expect(x.topk(0).values.shape).toEqual([2, 0]);
    expect(x.argmax({ keepdim: true }).tolist()).toEqual([[5]]);
  });

  test.each<[string, () => unknown, Error]>([
    [
      "max of nothing",
      () => zeros([0]).max(),
      new ShapeError(
        "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.",
      ),
    ],
    [
      "argmin of nothing",
      () => zeros([0]).argmin(),
      new ShapeError("argmin(): Expected reduction dim to be specified for input.numel() == 0."),
    ],
    [
      "an empty axis",
      () => zeros([2, 0]).max(1),
      new ShapeError("max(): Expected reduction dim 1 to have non-zero size."),
    ],
    [
      "an axis too far",
      () => x.max(5),
      new ShapeError("Dimension out of range (expected to be in range of [-2, 1], but got 5)"),
    ],
    ["several axes", () => x.max([0, 1] as never), new ValueError("max takes one axis (got [0, 1])")],
    ["topk", () => x.topk(4), new ShapeError("selected index k out of range\n  k is 4, of 3 values")],
  ])("%s is refused", (_, call, error) => {
    expect(call).toThrow(error);
  });
});

describe("choices", () => {
  test("clamp passes gradients from bound to bound, both included, and none of NaN", () => {
    const t = leaf([-1, 0, 0.5, 1, 2, nan]);
    const y = t.clamp(0, 1);
    expect(y.tolist()).toEqual([0, 0, 0.5, 1, 1, nan]);
    y.sum().backward();
    expect(t.grad?.tolist()).toEqual([0, 1, 1, 1, 0, 0]);
    expect(tensor([0.1]).clamp(0.1).item()).toBe(Math.fround(0.1));
  });

  test("clamp between tensors: a bound gets the gradient where it is the result, the tensor at a bound", () => {
    const [t, low, high] = [leaf([-1, 0, 0.5, 1, 2]), leaf([0]), leaf([1, 1, 1, 1, 1])];
    const y = t.clamp(low, high);
    expect(y.tolist()).toEqual([0, 0, 0.5, 1, 1]);
    y.sum().backward();
    expect(t.grad?.tolist()).toEqual([0, 1, 1, 1, 0]);
    expect([low.grad?.tolist(), high.grad?.tolist()]).toEqual([[1], [0, 0, 0, 0, 1]]);
    expect(t.clamp({ min: high }).tolist()).toEqual([1, 1, 1, 1, 2]);
    expect(t.clamp(null, tensor(0.5)).tolist()).toEqual([-1, 0, 0.5, 0.5, 0.5]);
    expect(t.clamp(2, tensor(1)).tolist()).toEqual([1, 1, 1, 1, 1]); // the upper bound counts, as in PyTorch
  });

  test("maximum and minimum propagate NaN, broadcast and share gradients of equal values", () => {
    const [a, b] = [leaf([1, 2, 3]), leaf([2])];
    maximum(a, b).sum().backward();
    expect([a.grad?.tolist(), b.grad?.tolist()]).toEqual([[0, 0.5, 1], [1.5]]);
    expect(minimum(a, b).tolist()).toEqual([1, 2, 2]);
    expect(
      tensor([nan, 1])
        .maximum(tensor([0, nan]))
        .tolist(),
    ).toEqual([nan, nan]);
    expect(
      tensor([nan, 1])
        .min(tensor([0, nan]))
        .tolist(),
    ).toEqual([nan, nan]);
    expect(() => maximum([1] as never, b)).toThrow(
      new ValueError("maximum: input must be a Tensor (got [1])\n  tensor(…) makes one of numbers"),
    );
  });

  test("amax over several axes, all, and none", () => {
    const t = leaf([
      [1, 3],
      [3, nan],
    ]);
    expect([t.amax().item(), t.amin([0, 1]).item(), t.amax([]).item()]).toEqual([nan, nan, nan]);
    expect(t.amax(0).tolist()).toEqual([3, nan]);
    expect(t.amax({ dim: [0, -1], keepdim: true }).shape).toEqual([1, 1]);
    expect(() => zeros(0, 3).amax(0)).toThrow(
      new ShapeError("amax(): Expected reduction dim 0 to have non-zero size."),
    );
    expect(zeros(0, 3).amin(1).shape).toEqual([0]);
  });

  test("comparisons of NaN are false, but for ≠, and have no gradient", () => {
    const t = leaf([nan, 1]);
    expect(t.eq(t).tolist()).toEqual([0, 1]);
    expect(t.ne(nan).tolist()).toEqual([1, 1]);
    expect([t.le(infinity).tolist(), t.ge(1).requiresGrad]).toEqual([[0, 1], false]);
  });

  test("a mask that changes later does not change the gradient", () => {
    const t = leaf([1, 2]);
    const mask = tensor([1, 0]);
    const y = t.maskedFill(mask, 9);
    mask.data.fill(1);
    y.sum().backward();
    expect([y.tolist(), t.grad?.tolist()]).toEqual([
      [9, 2],
      [0, 1],
    ]);
  });

  test("where with numbers, and nothing of the side that was not chosen", () => {
    const t = leaf([0, 4]);
    const y = where(t.gt(0), t.log(), -1);
    expect(y.tolist()).toEqual([-1, Math.fround(Math.log(4))]);
    expect(where(tensor([nan, 0]), 1, 2).tolist()).toEqual([1, 2]);
  });

  test.each<[string, () => unknown, Error]>([
    [
      "no bound",
      () => x.clamp(),
      new ValueError("torch.clamp: At least one of 'min' or 'max' must not be None"),
    ],
    [
      "a bound that is a text",
      () => x.clamp("0" as never),
      new ValueError('clamp: min must be a number or a Tensor (got "0")'),
    ],
    [
      "a filling of several values",
      () => x.maskedFill(x, tensor([1, 2])),
      new ShapeError(
        "masked_fill only supports a 0-dimensional value tensor, but got tensor with 1 dimension(s).",
      ),
    ],
    [
      "no tensor",
      () => where([1] as never, x, x),
      new ValueError("where: condition must be a Tensor (got [1])\n  tensor(…) makes one of numbers"),
    ],
  ])("%s is refused", (_, call, error) => {
    expect(call).toThrow(error);
  });
});

describe("arrangements", () => {
  test("gather takes the last valid step of each sequence", () => {
    const steps = leaf([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const last = steps.gather(1, tensor([[0], [2]]));
    expect(last.tolist()).toEqual([[1], [6]]);
    last.sum().backward();
    expect(steps.grad?.tolist()).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(
      tensor(2)
        .gather(0, tensor([0, 0]))
        .tolist(),
    ).toEqual([2, 2]);
    expect(tensor([2, 3]).gather(0, tensor(1)).item()).toBe(3);
  });

  test("flip, expand, repeat and cumsum of scalars and of no values", () => {
    expect(tensor(3).flip(0).item()).toBe(3);
    expect(x.flip([]).tolist()).toEqual(x.tolist());
    expect(tensor(3).expand(2, 2).tolist()).toEqual([
      [3, 3],
      [3, 3],
    ]);
    expect(tensor(3).repeat(2).tolist()).toEqual([3, 3]);
    expect(x.repeat(0, 2).shape).toEqual([0, 6]);
    expect(tensor(3).cumsum(0).item()).toBe(3);
    expect(zeros([2, 0]).cumsum(0).shape).toEqual([2, 0]);
    expect(tensor(3).flatten().shape).toEqual([1]);
  });

  test("chunk and split of an empty axis", () => {
    expect(
      zeros([0, 2])
        .chunk(3)
        .map((t) => t.shape),
    ).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
    ]);
    expect(zeros([0, 2]).split(3)).toHaveLength(1);
    expect(
      zeros([4, 2])
        .chunk(3)
        .map((t) => t.shape[0]),
    ).toEqual([2, 2]);
  });

  const cut = "split_with_sizes expects split_sizes";
  test.each<[string, () => unknown, Error]>([
    [
      "gather, axes",
      () => x.gather(1, tensor([0])),
      new ShapeError("Index tensor must have the same number of dimensions as input tensor"),
    ],
    [
      "gather, sizes",
      () => x.gather(1, zeros([3, 1])),
      new ShapeError(
        "Size does not match at dimension 0 expected index [3, 1] to be smaller than self [2, 3] apart from dimension 1",
      ),
    ],
    [
      "gather, an index too far",
      () => x.gather(1, tensor([[-1]])),
      new ShapeError("index -1 is out of bounds for dimension 1 with size 3"),
    ],
    [
      "gather, half an index",
      () => x.gather(1, tensor([[0.5]])),
      new ShapeError("gather(): Expected dtype int64 for index\n  an index is 0.5"),
    ],
    ["flip, twice", () => x.flip(0, -2), new ShapeError("dim 0 appears multiple times in the list of dims")],
    [
      "expand, sizes",
      () => x.expand(4, 3),
      new ShapeError(
        "The expanded size of the tensor (4) must match the existing size (2) at non-singleton dimension 0.  Target sizes: [4, 3].  Tensor sizes: [2, 3]",
      ),
    ],
    [
      "expand, a new axis",
      () => x.expand(-1, 2, 3),
      new ShapeError(
        "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension 0",
      ),
    ],
    [
      "expand, too few",
      () => x.expand([3]),
      new ShapeError(
        "expand(torch.FloatTensor{[2, 3]}, size=[3]): the number of sizes provided (1) must be greater or equal to the number of dimensions in the tensor (2)",
      ),
    ],
    [
      "repeat, too few",
      () => x.repeat(2),
      new ShapeError(
        "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
      ),
    ],
    [
      "repeat, negative",
      () => x.repeat(2, -1),
      new ShapeError("Trying to create tensor with negative dimension -3: [4, -3]"),
    ],
    [
      "flatten",
      () => x.flatten(1, 0),
      new ShapeError("flatten() has invalid args: start_dim cannot come after end_dim"),
    ],
    ["chunk", () => x.chunk(0), new ValueError("chunk expects `chunks` to be greater than 0, got: 0")],
    [
      "chunk of a scalar",
      () => tensor(1).chunk(1),
      new ShapeError("chunk expects at least a 1-dimensional tensor"),
    ],
    [
      "split, negative",
      () => x.split(-1),
      new ValueError("split expects split_size be non-negative, but got split_size=-1"),
    ],
    [
      "split, 0",
      () => x.split(0),
      new ValueError("split_size can only be 0 if dimension size is 0, but got dimension size of 2"),
    ],
    [
      "split, sum",
      () => x.split([1, 2]),
      new ShapeError(
        `${cut} to sum exactly to 2 (input tensor's size at dimension 0), but got split_sizes=[1, 2]`,
      ),
    ],
    [
      "split, a negative part",
      () => x.split([3, -1]),
      new ShapeError(`${cut} have only non-negative entries, but got split_sizes=[3, -1]`),
    ],
  ])("%s is refused", (_, call, error) => {
    expect(call).toThrow(error);
  });

  test.each([
    ["expand", () => zeros([1]).expand(2 ** 16, 2 ** 16)],
    ["repeat", () => x.repeat(2 ** 16, 2 ** 16)],
  ])("%s refuses what does not fit before it allocates", (op, call) => {
    expect(call).toThrow(`${op}: a tensor of shape (`);
  });
});

describe("classes", () => {
  test("oneHot has as many classes as there are, or more", () => {
    expect(functional.oneHot(tensor([0, 2])).tolist()).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(functional.oneHot(zeros([0]), 4).shape).toEqual([0, 4]);
  });

  test("a weight of 0 is never drawn before the others, and infinite odds not at all", () => {
    manualSeed(1);
    const drawn = multinomial(tensor([0, 1, 0, 2]), 1000, { replacement: true });
    expect([...new Set(drawn.data)].sort()).toEqual([1, 3]);
    expect(drawn.eq(3).mean().item()).toBeCloseTo(2 / 3, 1);
  });

  const remedy = (value: number, most: number): string =>
    `\n  a class is ${value} but must be a whole number from 0 to ${most}`;
  test.each<[string, () => unknown, Error]>([
    [
      "oneHot, negative",
      () => functional.oneHot(tensor([-1, 1])),
      new ValueError(`Class values must be non-negative.${remedy(-1, 1)}`),
    ],
    [
      "oneHot, too large",
      () => functional.oneHot(tensor([3]), 2),
      new ValueError(`Class values must be smaller than num_classes.${remedy(3, 1)}`),
    ],
    [
      "oneHot, a fraction",
      () => functional.oneHot(tensor([0.5]), 2),
      new ValueError(`one_hot is only applicable to index tensor.${remedy(0.5, 1)}`),
    ],
    [
      "oneHot, options",
      () => functional.oneHot(tensor([0]), { numClasses: 2 } as never),
      new ValueError('oneHot: numClasses must be a whole number (got {"numClasses":2})'),
    ],
    [
      "oneHot of nothing",
      () => functional.oneHot(zeros([0])),
      new ShapeError("Can not infer total number of classes from empty tensor."),
    ],
    [
      "multinomial, a scalar",
      () => multinomial(tensor(1), 1),
      new ShapeError("prob_dist must be 1 or 2 dim"),
    ],
    [
      "multinomial, no samples",
      () => multinomial(tensor([1]), 0),
      new ValueError("cannot sample n_sample <= 0 samples\n  numSamples is 0"),
    ],
    [
      "multinomial, too many",
      () => multinomial(tensor([1, 1]), 3),
      new ShapeError(
        "cannot sample n_sample > prob_dist.size(-1) samples without replacement\n  3 samples of 2 classes",
      ),
    ],
    [
      "multinomial, negative",
      () => multinomial(tensor([0.5, -0.1]), 1),
      new ValueError("probability tensor contains either `inf`, `nan` or element < 0"),
    ],
    [
      "multinomial, all 0",
      () => multinomial(tensor([0, 0]), 1),
      new ValueError("invalid multinomial distribution (sum of probabilities <= 0)"),
    ],
  ])("%s is refused", (_, call, error) => {
    expect(call).toThrow(error);
  });
});
