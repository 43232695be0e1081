import { expect, test, vi } from "vitest";
import { FormatError, ValueError } from "../../src/errors.ts";
import { fillUniform } from "../../src/random/distributions.ts";
import { defaultGenerator, Generator, type GeneratorState, manualSeed } from "../../src/random/generator.ts";
import { fillNormal } from "../../src/random/normal.ts";

const draw = (generator: Generator): number[] => Array.from({ length: 4 }, () => generator.random32());

test("generator: words of 32, 53 and 64 bits, worked by hand from the published outputs", () => {
  const generator = new Generator(5489);
  expect(generator.random32()).toBe(3499211612);
  expect(generator.manualSeed(5489).random64()).toBe((3499211612n << 32n) + 581869302n);
  // The low 21 bits of the high word are 3499211612 - 1668 · 2²¹ = 1162076.
  expect(generator.manualSeed(5489).random53()).toBe((1162076 * 2 ** 32 + 581869302) / 2 ** 53);
});

test("generator: without a seed it begins with PyTorch's", () => {
  expect(new Generator().initialSeed()).toBe(67280421310721n);
  expect(draw(new Generator())).toEqual(draw(new Generator(67280421310721)));
});

/** torch.manual_seed(-1); torch.initial_seed() is 18446744073709551615. */
test("manualSeed: negative seeds wrap at 2^64; the low 32 bits choose the stream", () => {
  expect(new Generator(-1).initialSeed()).toBe(18446744073709551615n);
  expect(new Generator(-(2n ** 63n)).initialSeed()).toBe(9223372036854775808n);
  expect(new Generator(2n ** 64n - 1n).initialSeed()).toBe(18446744073709551615n);
  expect(draw(new Generator(-1))).toEqual(draw(new Generator(2 ** 32 - 1)));
  expect(draw(new Generator(2 ** 32 + 5))).toEqual(draw(new Generator(5n)));
  expect(draw(new Generator(5))).not.toEqual(draw(new Generator(6)));
});

test("manualSeed: what is no seed is refused, and the stream goes on", () => {
  const generator = new Generator(3);
  const expected = draw(new Generator(3));
  for (const [seed, message] of [
    [1.5, "manualSeed: seed is 1.5 but must be an integer."],
    [Number.NaN, "manualSeed: seed is NaN but must be an integer."],
    [Number.POSITIVE_INFINITY, "manualSeed: seed is Infinity but must be an integer."],
    [2n ** 64n, "manualSeed: seed is 18446744073709551616 but must be an integer from -2^63 to 2^64 - 1."],
    [
      -(2n ** 63n) - 1n,
      "manualSeed: seed is -9223372036854775809 but must be an integer from -2^63 to 2^64 - 1.",
    ],
    [
      2 ** 53,
      "manualSeed: seed is 9007199254740992 but must be a bigint beyond ±(2^53 - 1), where numbers skip integers.\n" +
        "  Write the digits with an n after them: manualSeed(9007199254740993n).",
    ],
  ] as const) {
    expect(() => generator.manualSeed(seed)).toThrow(new ValueError(message));
  }
  expect(generator.initialSeed()).toBe(3n);
  expect(draw(generator)).toEqual(expected);
});

test("seed: a new seed each time, which can be used again as a number", () => {
  const generator = new Generator(1);
  const seeds = new Set(Array.from({ length: 8 }, () => generator.seed()));
  expect(seeds.size).toBe(8);
  expect(draw(new Generator(Number(generator.initialSeed())))).toEqual(draw(generator));
});

test("the default generator: seeded by chance at first, then by manualSeed, and used when no other is named", async () => {
  vi.resetModules();
  const again = await import("../../src/random/generator.ts");
  expect(again.defaultGenerator).not.toBe(defaultGenerator);
  expect(again.defaultGenerator.initialSeed()).not.toBe(defaultGenerator.initialSeed());

  expect(manualSeed(9)).toBe(defaultGenerator);
  expect(fillUniform(new Float32Array(3))).toEqual(fillUniform(new Float32Array(3), 0, 1, new Generator(9)));
});

test("state: saved as JSON in the middle of everything, it continues bit for bit", () => {
  const generator = new Generator(-2);
  fillNormal(new Float32Array(3), 0, 1, generator); // leaves a normal value in hand
  fillUniform(new Float32Array(700), 0, 1, generator);
  const saved = JSON.stringify(generator.getState());

  const resumed = new Generator(0);
  resumed.setState(JSON.parse(saved));
  expect(resumed.initialSeed()).toBe(2n ** 64n - 2n);
  expect(resumed.nextNormal).toBe(generator.nextNormal);
  expect(resumed.nextNormal).not.toBeNull();
  for (const n of [5, 40, 1]) {
    const expected = fillNormal(new Float32Array(n), 0, 1, generator);
    expect(fillNormal(new Float32Array(n), 0, 1, resumed)).toEqual(expected);
  }
  expect(draw(resumed)).toEqual(draw(generator));
});

test("state: a snapshot does not move with its generator", () => {
  const generator = new Generator(8);
  const state = generator.getState();
  const expected = draw(generator);
  for (let i = 0; i < 1000; i++) generator.random32();
  generator.setState(state);
  expect(draw(generator)).toEqual(expected);
});

test("state: a damaged one is refused as a whole", () => {
  const generator = new Generator(8);
  const good = new Generator(9).getState();
  const expected = draw(new Generator(8));
  for (const [damage, message] of [
    [{ seed: "-1" }, 'setState: seed is "-1" but must be digits of 0 to 2^64 - 1.'],
    [
      { seed: String(2n ** 64n) },
      'setState: seed is "18446744073709551616" but must be digits of 0 to 2^64 - 1.',
    ],
    [{ words: good.words.slice(1) }, "setState: words must be 624 integers in [0, 2^32)."],
    [{ words: good.words.with(5, 2 ** 32) }, "setState: words must be 624 integers in [0, 2^32)."],
    [{ words: good.words.with(5, 0.5) }, "setState: words must be 624 integers in [0, 2^32)."],
    [{ next: 625 }, "setState: next is 625 but must be an integer from 0 to 624."],
    [{ next: -1 }, "setState: next is -1 but must be an integer from 0 to 624."],
    [{ nextNormal: Number.NaN }, "setState: nextNormal is NaN but must be a finite number or null."],
  ] satisfies [Partial<GeneratorState>, string][]) {
    expect(() => generator.setState({ ...good, ...damage })).toThrow(new FormatError(message));
  }
  expect(draw(generator)).toEqual(expected);
});
