import { expect, test } from "vitest";
import { ValueError } from "../../src/errors.ts";
import { dropoutMask, fillUniform } from "../../src/random/distributions.ts";
import { Generator } from "../../src/random/generator.ts";

// Seed 5489 begins 3499211612, 581869302 (the published outputs of MT19937).
const published = () => new Generator(5489);

test("fillUniform: the low 24 bits of a word, scaled", () => {
  const u = 9550684 / 2 ** 24; // 3499211612 - 208 · 2²⁴
  expect(fillUniform(new Float32Array(1), 0, 1, published())[0]).toBe(u);
  expect(fillUniform(new Float32Array(1), -2, 2, published())[0]).toBe(Math.fround(4 * u - 2));
  expect([...fillUniform(new Float32Array(2), 3, 3, published())]).toEqual([3, 3]);
});

const below = (count: number, p: number, generator: Generator): Float32Array => {
  const out = new Float32Array(count);
  generator.fillBelow(out, p, 1);
  return out;
};

test("fillBelow: the value when the fraction of two words is below p", () => {
  // The fraction is (1162076 · 2³² + 581869302) / 2⁵³ = 0.55412…
  const one = (p: number) => below(1, p, published())[0];
  expect([0, 0.554, 0.555, 1].map(one)).toEqual([0, 0, 1, 1]);
});

test("fillBelow: draws two words an element even when p leaves no doubt, as bernoulli_ does", () => {
  const generator = new Generator(5);
  below(4, 1, generator);
  expect(fillUniform(new Float32Array(1), 0, 1, generator)[0]).toBe(0.0332646369934082); // torch.rand(1)
});

test("dropoutMask: what is kept weighs 1 / (1 - p) in float32", () => {
  const mask = dropoutMask(new Float32Array(1000), 0.1, new Generator(1));
  expect(new Set(mask)).toEqual(new Set([0, 1.1111111640930176])); // as torch prints it
});

test("dropoutMask: p of 0 and 1 draw nothing, as in PyTorch", () => {
  const generator = new Generator(5);
  expect([...dropoutMask(new Float32Array(3), 0, generator)]).toEqual([1, 1, 1]);
  expect([...dropoutMask(new Float32Array(3).fill(7), 1, generator)]).toEqual([0, 0, 0]);
  expect(generator.random32()).toBe(new Generator(5).random32());
});

test("bounds and probabilities outside their domain get PyTorch's text, and draw nothing", () => {
  const generator = published();
  const out = new Float32Array(2);
  for (const [draw, message] of [
    [
      () => fillUniform(out, 2, 1, generator),
      "uniform_ expects to return a [from, to) range, but found from=2 > to=1",
    ],
    [
      () => fillUniform(out, Number.NaN, 1, generator),
      "from is out of bounds for float: uniform_ got from=NaN",
    ],
    [() => fillUniform(out, 0, 1e39, generator), "to is out of bounds for float: uniform_ got to=1e+39"],
    [
      () => fillUniform(out, -3e38, 3e38, generator),
      "uniform_ expects to-from <= std::numeric_limits<Float>::max(), " +
        "but found to=3e+38 and from=-3e+38 which result in to-from to exceed the limit",
    ],
    [() => dropoutMask(out, -0.1, generator), "dropout probability has to be between 0 and 1, but got -0.1"],
    [() => dropoutMask(out, 1.5, generator), "dropout probability has to be between 0 and 1, but got 1.5"],
    [
      () => dropoutMask(out, Number.NaN, generator),
      "dropout probability has to be between 0 and 1, but got NaN",
    ],
  ] as const) {
    expect(draw).toThrow(new ValueError(message));
  }
  expect(generator.random32()).toBe(3499211612);
});

// Counts around the 312 pairs of a state; p that the high word alone decides, and p that only the low one does.
test.each([0.5, 0.1, 1 - 2 ** -53, 2 ** -53, "a drawn fraction"])(
  "fillBelow draws what random53 does, p %s",
  (p) => {
    for (const before of [0, 1, 623]) {
      for (const count of [1, 2, 311, 312, 313, 2000]) {
        const [one, other] = [new Generator(5), new Generator(5)];
        for (let i = 0; i < before; i++) expect(one.random32()).toBe(other.random32());
        const fractions = Array.from({ length: count }, () => one.random53());
        const bound = typeof p === "string" ? fractions[count >> 1] : p;
        const drawn = below(count, bound, other);
        expect([...drawn]).toEqual(fractions.map((fraction) => (fraction < bound ? 1 : 0)));
        expect(other.getState()).toEqual(one.getState());
      }
    }
  },
);
