import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dropoutMask, fillUniform } from "../../src/random/distributions.ts";
import { Generator } from "../../src/random/generator.ts";
import { fillRandint, randperm } from "../../src/random/integers.ts";
import { fillNormal } from "../../src/random/normal.ts";

interface RealCase {
  seed: number;
  n: number;
  rand: number[];
  randn_after: number[];
  uniform_after: number[];
  normal_after: number[];
}

interface ChoiceCase {
  seed: number;
  randperm10: number[];
  bernoulli: number[];
  dropout: number[];
  randint: number[];
}

const file = new URL("../golden/rng.json", import.meta.url);
const cases: (RealCase | ChoiceCase)[] = JSON.parse(readFileSync(file, "utf8"));

/*
 * torch.manual_seed(seed); torch.rand(n); torch.randn(n);
 * torch.empty(n).uniform_(-0.25, 0.5); torch.empty(n).normal_(1, 2)
 */
describe("golden: real numbers equal PyTorch's bit for bit", () => {
  const real = cases.filter((golden) => "n" in golden);
  test("has 6 seeds at 11 sizes", () => expect(real).toHaveLength(66));
  test.each(real)("seed $seed, n $n", (golden) => {
    const generator = new Generator(golden.seed);
    const out = () => new Float32Array(golden.n);
    expect(fillUniform(out(), 0, 1, generator)).toEqual(Float32Array.from(golden.rand));
    expect(fillNormal(out(), 0, 1, generator)).toEqual(Float32Array.from(golden.randn_after));
    expect(fillUniform(out(), -0.25, 0.5, generator)).toEqual(Float32Array.from(golden.uniform_after));
    expect(fillNormal(out(), 1, 2, generator)).toEqual(Float32Array.from(golden.normal_after));
  });
});

/*
 * torch.manual_seed(seed); torch.randperm(10); torch.empty(20).bernoulli_(0.3);
 * torch.nn.functional.dropout(torch.ones(20), 0.4); torch.randint(0, 1000, (10,))
 */
describe("golden: choices equal PyTorch's", () => {
  const choices = cases.filter((golden) => "randint" in golden);
  test("has 6 seeds", () => expect(choices).toHaveLength(6));
  test.each(choices)("seed $seed", (golden) => {
    const generator = new Generator(golden.seed);
    const out = () => new Float32Array(20);
    expect([...randperm(10, generator)]).toEqual(golden.randperm10);
    const ones = out();
    generator.fillBelow(ones, 0.3, 1);
    expect([...ones]).toEqual(golden.bernoulli);
    expect(dropoutMask(out(), 0.4, generator)).toEqual(Float32Array.from(golden.dropout));
    expect([...fillRandint(new Float64Array(10), 0, 1000, generator)]).toEqual(golden.randint);
  });
});

/*
 * PyTorch 1.13, CPU:
 *   h = lambda t: hashlib.sha256(t.numpy().tobytes()).hexdigest()
 *   torch.manual_seed(seed)
 *   h(torch.cat([torch.randn(n) for n in range(1, 41)])), h(torch.rand(1000)),
 *   h(torch.randn(100003)), h(torch.empty(1000).normal_(-.3, .017))
 */
test.each([
  [
    -1n,
    "20c17884a79df44a7ef235ba07e097e1a2ed21994d92d6b3401598de19bb1c8c",
    "0191f0cb44d7bf9012c4da083cae63965cb3cedac04d9c096c67a8bb695bdd42",
    "1e243e9e864f3650fe7a2814c208475a0516331b1f0646f7eaeceda90b09617c",
    "9b99d6d6d91bf17db81f46879434f4aa0017d6675f5a9c583a246f4e46ba5968",
  ],
  [
    2n ** 31n,
    "250a677cf88f39b97fa9f7014e90cd4378438783b31fd683dfb05fd2085918e4",
    "d01c4bbc8b08c2a8527425f31dd7b5d1c21795492680a164712e68dd96bbdc40",
    "7c2453f194a07f1099c631a05263054d35337135521db3bb5fe38541f7f80b9e",
    "50136837f1c600fa96acbd094e4d6d596a0334e1ff281615091585bfd13cfc84",
  ],
  [
    2n ** 32n + 5n,
    "468d781bc93b1cf9a3a1b810d5a7ad73cf3ef933c63740e0846c2bfb181eac1d",
    "512c2b3d69f102d4267ac85b756b2d89906b7348614e4ba1e4db37b30d593d6e",
    "67ec3b748cae57707f31a906d9279f9804632b52bdf9bd23838630dfdbe652b7",
    "6866593a788b5f93a9b4c1a8f0b89150069258471fbb325e77673fe6900d5e77",
  ],
  [
    12345678901n,
    "fcaa89428a056aee59b7f4000482bcac655b7f53bfd0df331de36df16f2c9c97",
    "33f8107b72110942835cc5f33eca4a3c59f4bd9d9fd9f1242408a9a5345b9e8f",
    "059f9f2e963c834934db322ac2b6b10d6cd3e0ff8b380b5cc37d9494ca2e839a",
    "6ff530c79c4fe5c21629e3d5e905a91e42cf1c804d7020472bc3910e29568c3a",
  ],
])("golden: digests of long streams, seed %s", (seed, short, uniform, long, narrow) => {
  const generator = new Generator(seed);
  const sizes = Array.from({ length: 40 }, (_, i) => i + 1);
  const pieces = sizes.map((n) => fillNormal(new Float32Array(n), 0, 1, generator));
  expect(sha256(Float32Array.from(pieces.flatMap((piece) => [...piece])))).toBe(short);
  expect(sha256(fillUniform(new Float32Array(1000), 0, 1, generator))).toBe(uniform);
  expect(sha256(fillNormal(new Float32Array(100003), 0, 1, generator))).toBe(long);
  expect(sha256(fillNormal(new Float32Array(1000), -0.3, 0.017, generator))).toBe(narrow);
});

function sha256(values: Float32Array): string {
  return createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");
}
