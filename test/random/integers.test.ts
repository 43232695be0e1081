import fc from "fast-check";
import { expect, test } from "vitest";
import { ValueError } from "../../src/errors.ts";
import { Generator } from "../../src/random/generator.ts";
import { fillRandint, randperm } from "../../src/random/integers.ts";

// Seed 5489 begins 3499211612, 581869302, 3890346734, 3586334585 (the published outputs of MT19937).
const published = () => new Generator(5489);

test("fillRandint: a word modulo the range, by hand", () => {
  expect([...fillRandint(new Float64Array(4), 0, 1000, published())]).toEqual([612, 302, 734, 585]);
  expect([...fillRandint(new Float64Array(4), -10, 90, published())]).toEqual([2, -8, 24, 75]);
});

/*
 * torch.manual_seed(3)
 * torch.randint(-5, 2**45, (3,)); torch.randint(-2**31, 2**31, (3,), dtype=torch.int32) # a word each
 * torch.randint(-2**40 - 3, 2**25 + 1, (3,), dtype=torch.float32) # two words each
 * torch.randint(0, 2**32, (2,)); torch.randint(0, 2**32 - 1, (2,))
 */
test("fillRandint: ranges from 2^32 on take two words", () => {
  const generator = new Generator(3);
  expect([...fillRandint(new Float64Array(3), -5, 2 ** 45, generator)]).toEqual([
    25744336289387, 14267192087313, 30477608272106,
  ]);
  for (let word = 0; word < 9; word++) generator.random32(); // the int32 and float32 draws
  expect([...fillRandint(new Float64Array(2), 0, 2 ** 32, generator)]).toEqual([221049975, 1893263840]);
  expect([...fillRandint(new Float64Array(2), 0, 2 ** 32 - 1, generator)]).toEqual([2984244884, 128317356]);
});

test("fillRandint: bounds that cannot be get PyTorch's text", () => {
  for (const [out, low, high, message] of [
    [new Float64Array(2), 5, 5, "random_ expects 'from' to be less than 'to', but got from=5 >= to=5"],
    [new Float64Array(0), 0, -3, "random_ expects 'from' to be less than 'to', but got from=0 >= to=-3"],
    [new Float64Array(2), 0.5, 3, "randint: low is 0.5 but must be an integer within ±(2^53 - 1)."],
    [
      new Float64Array(2),
      0,
      2 ** 53,
      "randint: high is 9007199254740992 but must be an integer within ±(2^53 - 1).",
    ],
  ] as const) {
    expect(() => fillRandint(out, low, high)).toThrow(new ValueError(message));
  }
});

test("randperm: exchanges by hand", () => {
  // 3499211612 mod 5 = 2, 581869302 mod 4 = 2, 3890346734 mod 3 = 2, 3586334585 mod 2 = 1:
  // 01234 → 21034 → 23014 → 23410 → 23401
  expect([...randperm(5, published())]).toEqual([2, 3, 4, 0, 1]);
  expect([...randperm(1, published())]).toEqual([0]);
  expect([...randperm(0, published())]).toEqual([]);
});

test("randperm: one word less than n, so that what follows is PyTorch's", () => {
  const generator = published();
  randperm(5, generator);
  expect(generator.random32()).toBe(545404204);
});

test("randperm: always a permutation", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer(), (n, seed) => {
      const sorted = randperm(n, new Generator(seed)).sort();
      expect([...sorted]).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

test.each([-1, 1.5, Number.NaN, 214748364])("randperm: refuses n = %d", (n) => {
  const message = `randperm: n is ${n} but must be an integer from 0 to 214748363.`;
  expect(() => randperm(n)).toThrow(new ValueError(message));
});
