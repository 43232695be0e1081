/** @module A series as parallel tracks, and the state that is carried along them. */
import { Tensor, tensor } from "unrolled";
import { CarriedState, segments } from "unrolled/train";
import { describe, expect, test } from "vitest";

const series = Float32Array.from({ length: 11 }, (_, i) => i);

describe("segments", () => {
  test("two tracks of five steps in windows of two, the target one step ahead", () => {
    const source = segments(11, { batchSize: 2, steps: 2, ahead: 1 });
    const seen: unknown[] = [];
    source.startEpoch();
    while (source.position < source.batches) {
      const segment = source.next();
      seen.push([segment.of(series).tolist(), segment.of(series, { ahead: 1 }).tolist()]);
      expect(source.sizeOf(segment)).toBe(4);
    }
    source.endEpoch();
    expect(seen).toEqual([
      [
        [
          [[0], [1]],
          [[5], [6]],
        ],
        [
          [[1], [2]],
          [[6], [7]],
        ],
      ],
      [
        [
          [[2], [3]],
          [[7], [8]],
        ],
        [
          [[3], [4]],
          [[8], [9]],
        ],
      ],
    ]);
  });

  test("the last window of a track is as long as what is left", () => {
    const source = segments(7, { steps: 3 });
    source.startEpoch();
    const lengths = Array.from({ length: source.batches }, () => source.next().steps);
    expect(lengths).toEqual([3, 3, 1]);
    expect(() => source.next()).toThrow(
      "segments: all 3 of the epoch have been used; call startEpoch() to start another",
    );
  });

  test("several features side by side", () => {
    const source = segments(4, { steps: 2, batchSize: 2 });
    source.startEpoch();
    expect(source.next().of(series.subarray(0, 8), { features: 2 }).tolist()).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [
        [4, 5],
        [6, 7],
      ],
    ]);
  });

  test.each([
    [{ steps: 0 }, "segments: steps is 0 but must be a whole number from 1"],
    [{ steps: 2, batchSize: 0.5 }, "segments: batchSize is 0.5 but must be a whole number from 1"],
    [{ steps: 2, ahead: -1 }, "segments: ahead is -1 but must be a whole number from 0"],
    [
      { steps: 2, batchSize: 6, ahead: 1 },
      "segments: length is 11 but must be at least 12, for 6 tracks and 1 steps ahead",
    ],
  ])("%j is refused", (options, message) => {
    expect(() => segments(11, options)).toThrow(message);
  });

  test("a series that ends within the window is refused", () => {
    const source = segments(11, { steps: 11 });
    source.startEpoch();
    expect(() => source.next().of(series, { ahead: 1 })).toThrow(
      "segments: the series has 11 steps but must have 12\n  create the segments with its length and the same ahead",
    );
  });

  test("the place in the epoch is saved, and only the same series takes it", () => {
    const source = segments(11, { steps: 4 });
    source.startEpoch();
    source.next();
    const state = source.state();
    const fresh = segments(11, { steps: 4 });
    fresh.setState(JSON.parse(JSON.stringify(state)));
    expect(fresh.next().start).toBe(4);
    expect(() => segments(12, { steps: 4 }).setState(state)).toThrow(
      "steps.length is 11 but must be 12, as in this run: the checkpoint is of another series or other windows",
    );
  });
});

describe("CarriedState", () => {
  test("keeps a state without its graph", () => {
    const carried = new CarriedState();
    expect(carried.current).toBeNull();
    carried.keep(tensor([1, 2], { requiresGrad: true }).mul(2));
    expect(carried.current).toBeInstanceOf(Tensor);
    expect(carried.current?.tolist()).toEqual([2, 4]);
    expect(carried.current?.requiresGrad).toBe(false);
    carried.reset();
    expect(carried.current).toBeNull();
  });

  test("keeps the pair of an LSTM", () => {
    const carried = new CarriedState<[Tensor, Tensor]>();
    carried.keep([tensor([1], { requiresGrad: true }).mul(2), tensor([3])]);
    expect(carried.current?.map((part) => [part.item(), part.isLeaf])).toEqual([
      [2, true],
      [3, true],
    ]);
  });
});
