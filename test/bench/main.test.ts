/** @module The benchmarks as they are built: what is refused, a document, and our own programs for a step or two. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Runs a built program of bench/. */
function bench(program: string, ...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const path = fileURLToPath(new URL(`../../build/bench/${program}.js`, import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { encoding: "utf8", env });
  return { code: status, stdout, stderr };
}

test.each([
  ["an unknown benchmark", ["speed"], 'There is no benchmark "speed".\nnpm run bench -- NAME [OPTIONS]\n'],
  ["an unknown peer", ["setup", "brain"], "setup: which? tfjs or jax-js\nnpm run bench -- NAME [OPTIONS]\n"],
  ["a Node that is none", ["size", "--node", "no/such/node"], "--node: no/such/node is no Node\n"],
])("%s is refused, with what there is", (_, args, beginning) => {
  const { code, stdout, stderr } = bench("main", ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.slice(0, beginning.length)).toBe(beginning);
});

test("a document names the machine, versions and date beside its numbers", () => {
  const { code, stdout, stderr } = bench("main", "memory", "20", "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const document: unknown = JSON.parse(stdout);
  expect(document).toMatchObject({
    benchmark: "memory",
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    machine: { cpu: expect.any(String), cores: expect.any(Number) },
    node: process.versions.node,
    unrolled: expect.any(String),
    peers: {},
    steps: 20,
    tenths: expect.any(Array),
  });
});

test.each([
  ["oursNote", ["note,rnn"]],
  ["oursNote", ["note,lstm"]],
  ["oursNote", ["note,gru"]],
  ["oursBatch", ["RNN,2,3,5,1", "1"]],
  ["oursBatch", ["LSTM,2,3,5,1", "1"]],
  ["oursBatch", ["GRU,2,3,5,1", "1"]],
  ["oursBatch", ["GRU,2,3,5,1", "2", "deterministic"]],
])("%s %j: as many times as steps, and a loss", (program, words) => {
  const { code, stdout, stderr } = bench(program, "0", "0", "3", ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const timing: unknown = JSON.parse(stdout);
  const number = expect.any(Number);
  expect(timing).toEqual({ micros: [number, number, number], loss: number });
});
