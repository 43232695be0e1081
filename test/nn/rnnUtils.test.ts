/** @module nn.utils.rnn: packing and padding by hand, as PyTorch does it, and every refusal. */
import { arange, nn, ShapeError, type Tensor, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

const {
  PackedSequence,
  packPaddedSequence,
  packSequence,
  padPackedSequence,
  padSequence,
  unpackSequence,
  unpadSequence,
} = nn.utils.rnn;
type PackedSequence = nn.utils.rnn.PackedSequence;

/* x = torch.arange(1., 25).view(4, 3, 2): the numbers below are what PyTorch 1.13 gives */
function numbers(): Tensor {
  const x = arange(1, 25).view(4, 3, 2);
  x.requiresGrad = true;
  return x;
}
const values = (t: Tensor | null): number[] => [...(t?.data ?? [])];

/** Everything a packed sequence holds. */
const parts = ({ data, batchSizes, sortedIndices, unsortedIndices }: PackedSequence) => ({
  ...{ values: values(data), shape: data.shape, batchSizes, sortedIndices, unsortedIndices },
});

/** The gradient of x when row n, column i of the packed data weighs 2n + i + 1. */
function packedGradient(x: Tensor, { data }: PackedSequence): number[] {
  const weights = arange(1, data.numel() + 1).view(...data.shape);
  data.mul(weights).sum().backward();
  return values(x.grad);
}

describe("packPaddedSequence", () => {
  test("takes all first steps, all second steps, and so on", () => {
    const x = numbers();
    const packed = packPaddedSequence(x, [4, 2, 1]);
    expect(parts(packed)).toEqual({
      values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 19, 20],
      shape: [7, 2],
      batchSizes: [3, 2, 1, 1],
      sortedIndices: null,
      unsortedIndices: null,
    });
    expect(packedGradient(x, packed)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 11, 12, 0, 0, 0, 0, 13, 14, 0, 0, 0, 0], //
    );
  });

  test("sorts the longest first on demand; equal lengths keep their order", () => {
    const x = numbers();
    const packed = packPaddedSequence(x, [2, 4, 2], { enforceSorted: false });
    expect(parts(packed)).toEqual({
      values: [3, 4, 1, 2, 5, 6, 9, 10, 7, 8, 11, 12, 15, 16, 21, 22],
      shape: [8, 2],
      batchSizes: [3, 3, 1, 1],
      sortedIndices: [1, 0, 2],
      unsortedIndices: [1, 0, 2],
    });
    expect(packedGradient(x, packed)).toEqual(
      [3, 4, 1, 2, 5, 6, 9, 10, 7, 8, 11, 12, 0, 0, 13, 14, 0, 0, 0, 0, 15, 16, 0, 0], //
    );
  });

  test("reads (B, T, …) with batchFirst, lengths as a tensor, and fractions of steps as PyTorch", () => {
    const expected = {
      values: [7, 8, 13, 14, 1, 2, 19, 20, 9, 10, 15, 16, 3, 4, 11, 12, 17, 18],
      shape: [9, 2],
      batchSizes: [4, 3, 2],
      sortedIndices: [1, 2, 0, 3],
      unsortedIndices: [2, 0, 1, 3],
    };
    const options = { batchFirst: true, enforceSorted: false };
    expect(parts(packPaddedSequence(numbers(), [2, 3, 3, 1], options))).toEqual(expected);
    expect(parts(packPaddedSequence(numbers(), tensor([2, 3, 3, 1]), options))).toEqual(expected);
    expect(parts(packPaddedSequence(numbers(), [2.9, 3, 3.5, 1.2], options))).toEqual(expected);
  });

  test("needs no axis for the input, and takes more than one", () => {
    expect(parts(packPaddedSequence(arange(4).view(4, 1), [3]))).toMatchObject({
      values: [0, 1, 2],
      shape: [3],
    });
    const packed = packPaddedSequence(arange(16).view(2, 2, 2, 2), [2, 1]);
    expect(parts(packed)).toMatchObject({ values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], shape: [3, 2, 2] });
  });

  const sorted =
    "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.";
  const positive =
    "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0";
  test.each<[string, readonly number[], string]>([
    ["too few", [4, 3], "Expected `len(lengths)` to be equal to batch_size, but got 2 (batch_size=3)"],
    ["one of zero", [4, 3, 0], positive],
    ["a negative one", [4, 3, -1], positive],
    ["less than a whole step", [4, 3, 0.5], positive],
    ["not a number", [4, 3, Number.NaN], positive],
    ["not the longest first", [2, 3, 4], sorted],
    [
      "longer than the input",
      [5, 3, 1],
      "Expected every length to be at most 4, the number of time steps of input, but got 5",
    ],
  ])("refuses lengths: %s", (_, lengths, message) => {
    expect(() => packPaddedSequence(zeros([4, 3, 2]), lengths)).toThrow(new ValueError(message));
  });

  test("refuses what has nothing to pack", () => {
    const empty = new ValueError("Cannot pack empty tensors.");
    expect(() => packPaddedSequence(zeros([4, 0, 2]), [])).toThrow(empty);
    expect(() => packPaddedSequence(zeros([0, 2, 2]), [0, 0])).toThrow(empty);
    expect(() => packPaddedSequence(zeros([4, 3, 0]), [4, 3, 2])).toThrow(empty);
    expect(() => packPaddedSequence(zeros([4]), [4])).toThrow(
      new ShapeError("Dimension out of range (expected to be in range of [-1, 0], but got 1)"),
    );
  });
});

describe("padPackedSequence", () => {
  const packed = () =>
    packPaddedSequence(numbers(), [2, 3, 3, 1], { batchFirst: true, enforceSorted: false });

  test("is the way back, in the order of the batch", () => {
    const [x, lengths] = padPackedSequence(packed(), { batchFirst: true });
    expect(x.tolist()).toEqual([
      [
        [1, 2],
        [3, 4],
        [0, 0],
      ], //
      [
        [7, 8],
        [9, 10],
        [11, 12],
      ],
      [
        [13, 14],
        [15, 16],
        [17, 18],
      ],
      [
        [19, 20],
        [0, 0],
        [0, 0],
      ],
    ]);
    expect(lengths).toEqual([2, 3, 3, 1]);
  });

  test("pads with any value, to any length", () => {
    const options = { paddingValue: -1, totalLength: 4 };
    const [x, lengths] = padPackedSequence(packed(), options);
    expect(x.tolist()).toEqual([
      [
        [1, 2],
        [7, 8],
        [13, 14],
        [19, 20],
      ], //
      [
        [3, 4],
        [9, 10],
        [15, 16],
        [-1, -1],
      ],
      [
        [-1, -1],
        [11, 12],
        [17, 18],
        [-1, -1],
      ],
      [
        [-1, -1],
        [-1, -1],
        [-1, -1],
        [-1, -1],
      ],
    ]);
    expect(lengths).toEqual([2, 3, 3, 1]);
    const [first] = padPackedSequence(packed(), { ...options, batchFirst: true });
    expect(first.tolist()).toEqual(x.transpose(0, 1).tolist());
  });

  test.each([true, false])("gives gradients to what is no padding (batchFirst %s)", (batchFirst) => {
    const data = tensor([[1], [2], [3]], { requiresGrad: true });
    const [x] = padPackedSequence(new PackedSequence(data, [2, 1], [1, 0]), { batchFirst, totalLength: 3 });
    const weights = tensor([
      [[1], [2], [4]],
      [[8], [16], [32]],
    ]); // (B, T, 1): sequence 0 has one step, 1 has two
    x.mul(batchFirst ? weights : weights.transpose(0, 1))
      .sum()
      .backward();
    expect(values(data.grad)).toEqual([8, 1, 16]);
  });

  test("refuses to cut", () => {
    expect(() => padPackedSequence(packed(), { totalLength: 2 })).toThrow(
      new ValueError(
        "Expected total_length to be at least the length of the longest sequence in input, but got total_length=2 and max sequence length being 3",
      ),
    );
  });
});

describe("sequences of their own", () => {
  const three = () => [
    tensor([1, 2], { requiresGrad: true }),
    tensor([3, 4, 5]),
    tensor([6], { requiresGrad: true }),
  ];

  test("padSequence", () => {
    expect(padSequence(three()).tolist()).toEqual([
      [1, 3, 6],
      [2, 4, 0],
      [0, 5, 0],
    ]);
    const [a, b, c] = three();
    const x = padSequence([a, b, c], { batchFirst: true, paddingValue: 9 });
    expect(x.tolist()).toEqual([
      [1, 2, 9],
      [3, 4, 5],
      [6, 9, 9],
    ]);
    x.mul(arange(9).view(3, 3)).sum().backward();
    expect([values(a.grad), b.grad, values(c.grad)]).toEqual([[0, 1], null, [6]]);
  });

  test("padSequence, time first, of rows: gradients", () => {
    const a = tensor([[1, 2]], { requiresGrad: true });
    const x = padSequence([zeros([2, 2]), a]);
    expect(x.shape).toEqual([2, 2, 2]);
    x.mul(arange(8).view(2, 2, 2))
      .sum()
      .backward();
    expect(values(a.grad)).toEqual([2, 3]);
  });

  test("packSequence", () => {
    const [a, b, c] = three();
    const expected = { values: [3, 1, 6, 4, 2, 5], shape: [6], batchSizes: [3, 2, 1] };
    const packed = packSequence([a, b, c], { enforceSorted: false });
    expect(parts(packed)).toEqual({ ...expected, sortedIndices: [1, 0, 2], unsortedIndices: [1, 0, 2] });
    packed.data.mul(arange(6)).sum().backward();
    expect([values(a.grad), values(c.grad)]).toEqual([[1, 4], [2]]);
    expect(parts(packSequence([b, a, c]))).toEqual({
      ...expected,
      sortedIndices: null,
      unsortedIndices: null,
    });
  });

  test("unpackSequence and unpadSequence are the ways back", () => {
    const lists = [[1, 2], [3, 4, 5], [6]];
    const packed = packSequence(three(), { enforceSorted: false });
    expect(unpackSequence(packed).map((t) => t.tolist())).toEqual(lists);
    expect(unpadSequence(padSequence(three()), [2, 3, 1]).map((t) => t.tolist())).toEqual(lists);
    const first = padSequence(three(), { batchFirst: true });
    expect(unpadSequence(first, [2, 3, 1], { batchFirst: true }).map((t) => t.tolist())).toEqual(lists);
  });

  test("gradients go all the way round", () => {
    const [a, b, c] = three();
    const [first, , third] = unpackSequence(packSequence([a, b, c], { enforceSorted: false }));
    first
      .mul(tensor([10, 20]))
      .sum()
      .add(third.mul(3).sum())
      .backward();
    expect([values(a.grad), values(c.grad)]).toEqual([[10, 20], [3]]);
  });

  test.each<[string, () => unknown, Error]>([
    ["none", () => padSequence([]), new ShapeError("received an empty list of sequences")],
    ["none to pack", () => packSequence([]), new ShapeError("received an empty list of sequences")],
    [
      "other widths",
      () => padSequence([zeros([3, 2]), zeros([2, 3])]),
      new ShapeError(
        "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 1\n  sequences may differ only in their first axis: got (3, 2) and (2, 3)",
      ),
    ],
    [
      "other sizes of two axes: the last is named",
      () => padSequence([zeros([3, 2, 4]), zeros([2, 5, 6])]),
      new ShapeError(
        "The size of tensor a (4) must match the size of tensor b (6) at non-singleton dimension 2\n  sequences may differ only in their first axis: got (3, 2, 4) and (2, 5, 6)",
      ),
    ],
    [
      "other numbers of axes",
      () => padSequence([zeros([3, 2]), zeros([2])]),
      new ShapeError(
        "The sequences must have the same number of axes\n  sequences may differ only in their first axis: got (3, 2) and (2)",
      ),
    ],
    [
      "scalars",
      () => padSequence([tensor(1)]),
      new ShapeError("Dimension specified as 0 but tensor has no dimensions"),
    ],
  ])("refuses %s", (_, act, error) => {
    expect(act).toThrow(error);
  });
});

describe("a PackedSequence made by hand", () => {
  test("knows the way back from its order", () => {
    expect(new PackedSequence(zeros([3, 1]), [3], [2, 0, 1]).unsortedIndices).toEqual([1, 2, 0]);
    expect(new PackedSequence(zeros([3, 1]), [3]).unsortedIndices).toBeNull();
  });

  test.each<[string, readonly number[]]>([
    ["grow", [2, 3]],
    ["are too many", [3, 2, 1]],
    ["are too few", [3, 1]],
    ["are none", []],
    ["are no whole numbers", [2.5, 2.5]],
    ["are negative", [6, -1]],
  ])("refuses batch sizes that %s", (_, batchSizes) => {
    expect(() => new PackedSequence(zeros([5, 2]), batchSizes)).toThrow(
      new ShapeError(
        `PackedSequence: batchSizes are [${batchSizes.join(", ")}] and data is (5, 2), but batchSizes must be whole numbers that never grow and add up to the rows of data`,
      ),
    );
  });
});
