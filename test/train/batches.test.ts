/** @module Batches in the order of PyTorch's DataLoader, and their places saved and restored. */
import { Generator, manualSeed, rand } from "unrolled";
import { SequentialBatches, ShuffledBatches } from "unrolled/train";
import { describe, expect, test } from "vitest";
import { fillUniform } from "../../src/random/distributions.ts";
import { readGolden } from "../golden.ts";

interface Loader {
  readonly length: number;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly shuffle: boolean;
  readonly ownGenerator: boolean;
  readonly batches: readonly (readonly number[])[];
  /** After each batch and after each epoch: a draw from the global generator, and one from the loader's own. */
  readonly drawn: readonly (readonly [number, number | null])[];
}

const { loaders } = readGolden<{ loaders: Loader[] }>("train");

function makeBatches(loader: Loader, generator: Generator | null): SequentialBatches | ShuffledBatches {
  const Kind = loader.shuffle ? ShuffledBatches : SequentialBatches;
  const { length, batchSize, dropLast } = loader;
  return new Kind({ length, batchSize, dropLast, ...(generator && { generator }) });
}

const drawOne = (generator: Generator | null): number | null =>
  generator && fillUniform(new Float32Array(1), 0, 1, generator)[0];

/** Three epochs, with draws in between; between any two steps `interrupt` may put another source in place. */
function walk(
  loader: Loader,
  interrupt: (source: SequentialBatches | ShuffledBatches) => SequentialBatches | ShuffledBatches,
  generator: Generator | null,
): { batches: number[][]; drawn: (number | null)[][] } {
  manualSeed(7);
  const [batches, drawn]: [number[][], (number | null)[][]] = [[], []];
  const draw = (): number => drawn.push([rand([1]).item(), drawOne(generator)]);
  let source = makeBatches(loader, generator);
  for (let epoch = 0; epoch < 3; epoch++) {
    source = interrupt(source);
    source.startEpoch();
    while (source.position < source.batches) {
      batches.push([...source.next()]);
      draw();
      source = interrupt(source);
    }
    source.endEpoch();
    draw();
  }
  return { batches, drawn };
}

/*
 * torch.manual_seed(7); g = torch.Generator().manual_seed(11) or None
 * DataLoader(range(length), batch_size=…, shuffle=…, drop_last=…, generator=g), three times through it; after each
 * batch and after each epoch drawn.append([torch.rand(1).item(), torch.rand(1, generator=g).item() if g else None])
 */
describe("golden: DataLoader", () => {
  const named = loaders.map((loader) => {
    const { length, batchSize, dropLast, shuffle, ownGenerator } = loader;
    const what = `${length} in batches of ${batchSize}`;
    const how = [shuffle && "shuffled", dropLast && "dropLast", ownGenerator && "own generator"];
    return [[what, ...how.filter(Boolean)].join(", "), loader] as const;
  });

  test("has all kinds", () => expect(named.length).toBeGreaterThan(25));

  test.each(named)("%s", (_, loader) => {
    const generator = loader.ownGenerator ? new Generator(11) : null;
    const { batches, drawn } = walk(loader, (source) => source, generator);
    expect(batches).toEqual(loader.batches);
    expect(drawn).toEqual(loader.drawn);
  });

  test.each(named)("%s, saved and restored after every batch", (_, loader) => {
    const generator = loader.ownGenerator ? new Generator(11) : null;
    const resumed = (source: SequentialBatches | ShuffledBatches): SequentialBatches | ShuffledBatches => {
      const state = JSON.parse(JSON.stringify(source.state()));
      generator?.manualSeed(99); // the state has it
      const fresh = makeBatches(loader, generator);
      fresh.setState(state);
      return fresh;
    };
    const { batches, drawn } = walk(loader, resumed, generator);
    expect(batches).toEqual(loader.batches);
    expect(drawn).toEqual(loader.drawn);
  });
});

describe("what is refused", () => {
  test.each([
    [{ length: 0, batchSize: 1 }, "batches: length is 0 but must be a positive integer"],
    [{ length: 4, batchSize: 1.5 }, "batches: batchSize is 1.5 but must be a positive integer"],
    [
      { length: 4, batchSize: 5, dropLast: true },
      "batches: batchSize is 5 but must be at most 4, the length, with dropLast",
    ],
  ])("%j", (options, message) => {
    expect(() => new ShuffledBatches(options)).toThrow(message);
    expect(() => new SequentialBatches(options)).toThrow(message);
  });

  test("a batch beyond the last, or before the first epoch of a shuffled source", () => {
    const message = "batches: all 1 of the epoch have been used; call startEpoch() to start another";
    const source = new SequentialBatches({ length: 2, batchSize: 2 });
    source.next();
    expect(() => source.next()).toThrow(message);
    expect(() => new ShuffledBatches({ length: 2, batchSize: 2 }).next()).toThrow(message);
  });

  test("states that are damaged, or of other data", () => {
    const source = new ShuffledBatches({ length: 10, batchSize: 3 });
    source.startEpoch();
    source.next();
    const state = source.state() as Record<string, unknown>;
    const drawnFrom = state.drawnFrom as object;
    const refused = (change: object): string => {
      try {
        source.setState({ ...state, ...change });
      } catch (error) {
        return `${error}`;
      }
      return "taken";
    };
    const other = "as in this run: the checkpoint is of other data or other batches";
    expect(refused({})).toBe("taken");
    expect(refused({ length: 11 })).toBe(`FormatError: steps.length is 11 but must be 10, ${other}`);
    expect(refused({ batchSize: 2 })).toBe(`FormatError: steps.batchSize is 2 but must be 3, ${other}`);
    expect(refused({ kind: "sequential" })).toBe(
      'FormatError: steps.kind is "sequential" but must be "shuffled", the order of this run',
    );
    expect(refused({ position: 5 })).toBe(
      "FormatError: steps.position is 5 but must be a whole number from 0 to 4",
    );
    expect(refused({ drawnFrom: null })).toBe(
      "FormatError: steps.drawnFrom is null but must be the state of a generator, since this run has one",
    );
    expect(refused({ drawnFrom: { ...drawnFrom, next: 700 } })).toBe(
      "FormatError: steps.drawnFrom: setState: next is 700 but must be an integer from 0 to 624.",
    );
    expect(refused({ generator: drawnFrom })).toMatch(/must be null, since this run has no such generator$/);
    expect(() => source.setState(null)).toThrow("steps is null but must be an object");
  });
});
