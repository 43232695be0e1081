import { expect, test } from "vitest";
import { Mt19937 } from "../../src/random/mt19937.ts";

/** The reference outputs of the authors' program and of std::mt19937, whose default seed is 5489. */
test("mt19937: the published first outputs and the 10000th", () => {
  const engine = new Mt19937(5489);
  const first = Array.from({ length: 5 }, () => engine.next());
  expect(first).toEqual([3499211612, 581869302, 3890346734, 3586334585, 545404204]);
  for (let i = 5; i < 9999; i++) engine.next();
  expect(engine.next()).toBe(4123659995);
});

test("mt19937: seeding fills the words by its recurrence", () => {
  const { words, next } = new Mt19937(1).getState();
  expect(words).toHaveLength(624);
  expect(words[0]).toBe(1);
  expect(words[1]).toBe(1812433253 * 1 + 1); // no carry yet: 1 ⊕ 1 ≫ 30 is 1
  expect(next).toBe(624);
});

test("mt19937: seed() restarts the stream and takes the low 32 bits", () => {
  const engine = new Mt19937(7);
  const first = engine.next();
  engine.seed(2 ** 32 + 7);
  expect(engine.next()).toBe(first);
});

test("mt19937: a state within a block, at its end and before the first twist continues alike", () => {
  const engine = new Mt19937(42);
  for (const drawn of [0, 1, 623, 624]) {
    engine.seed(42);
    for (let i = 0; i < drawn; i++) engine.next();
    const copy = new Mt19937(0);
    copy.setState(engine.getState());
    const expected = Array.from({ length: 700 }, () => engine.next());
    expect(Array.from({ length: 700 }, () => copy.next())).toEqual(expected);
  }
});

test("mt19937: fill returns the words of next, across states and from any index", () => {
  for (const [skipped, count] of [
    [0, 5],
    [600, 24],
    [600, 25],
    [623, 1300],
    [624, 624],
  ]) {
    const [one, other] = [new Mt19937(7), new Mt19937(7)];
    for (let i = 0; i < skipped; i++) expect(one.next()).toBe(other.next());
    const words = new Int32Array(count);
    one.fill(words);
    expect(Array.from(words, (word) => word >>> 0)).toEqual(
      Array.from({ length: count }, () => other.next()),
    );
    expect(one.next()).toBe(other.next());
  }
});
