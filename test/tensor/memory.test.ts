/** @module Tensors and layers that no memory can hold are refused with their sizes before any is taken. */
import { expect, test } from "vitest";
import {
  cat,
  full,
  functional,
  MemoryError,
  nn,
  rand,
  randint,
  stack,
  tensor,
  zeros,
} from "../../src/index.ts";

const says = (what: string, shape: string, size: string): string =>
  `${what}: a tensor of shape (${shape}) needs ${size} but may take at most 4 GiB\n  use smaller sizes, or several tensors`;
const wide = zeros([1, 100_000]);
const tall = zeros([100_000, 1]);

test.each([
  ["zeros", () => zeros([1e12]), says("zeros", "1000000000000", "3.64 TiB")],
  ["full", () => full([1e15], 1), says("full", "1000000000000000", "3.55 PiB")],
  ["rand", () => rand([2 ** 30 + 1]), says("rand", "1073741825", "4 GiB")],
  ["randint", () => randint(2, [1e6, 1e6]), says("randint", "1000000, 1000000", "3.64 TiB")],
  ["add", () => wide.add(tall), says("broadcasting", "100000, 100000", "37.3 GiB")],
  ["matmul", () => tall.matmul(wide), says("matmul", "100000, 100000", "37.3 GiB")],
  ["linear", () => functional.linear(tall, tall), says("linear", "100000, 100000", "37.3 GiB")],
  [
    "stack",
    () => stack(Array.from({ length: 20_000 }, () => wide)),
    says("stack", "20000, 1, 100000", "7.45 GiB"),
  ],
  ["cat", () => cat(Array.from({ length: 20_000 }, () => wide)), says("cat", "20000, 100000", "7.45 GiB")],
  [
    "embedding",
    () => functional.embedding(zeros([100_000]), wide),
    says("embedding", "100000, 100000", "37.3 GiB"),
  ],
  [
    "padSequence",
    () => nn.utils.rnn.padSequence([zeros([100_000]), ...Array.from({ length: 20_000 }, () => tensor([1]))]),
    says("pad_sequence", "100000, 20001, 1", "7.45 GiB"),
  ],
  ["Linear", () => new nn.Linear(1e6, 1e6), says("Parameter", "1000000, 1000000", "3.64 TiB")],
])("%s", (_, action, message) => {
  expect(action).toThrow(MemoryError);
  expect(action).toThrow(message);
});

test.each([
  ["GRU", () => new nn.GRU(1, 100_000), "hidden_size 100000 and input_size 1 need 224 GiB"],
  ["RNN", () => new nn.RNN(1, 23_000, { numLayers: 2 }), "hidden_size 23000 and input_size 1 need 3.94 GiB"],
  ["LSTM", () => new nn.LSTM(1e9, 2), "hidden_size 2 and input_size 1000000000 need 59.6 GiB"],
  ["GRUCell", () => new nn.GRUCell(1, 100_000), "hidden_size 100000 and input_size 1 need 224 GiB"],
])("%s: weights that kernels can never work with", (_, action, message) => {
  expect(action).toThrow(MemoryError);
  expect(action).toThrow(
    `${message} for the weights of a layer, but kernels can use 2 GiB\n  use a smaller hidden_size`,
  );
});
