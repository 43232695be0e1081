/** @module How `npm run runtimes` compares the results of runtimes. */
import { expect, test } from "vitest";
import { Results } from "../../scripts/runtimeResults.js";

const result = (binary: string, rnn = [0.5, 0.25], gru = [1]) => ({
  version: "1.0.0",
  binary,
  threads: 2,
  losses: { RNN: rnn, GRU: gru, "GRU, threads": gru },
  files: { svg: "aa" },
});

test("strict vectors give the same bits; one bit is a difference", () => {
  const results = new Results(result("strict"));
  expect(results.compare("strict", result("strict"))).toEqual({ text: "same bits" });
  expect(results.compare("strict", result("strict", [0.5, 0.25 + 2 ** -26]))).toEqual({
    text: "DIFFERENT",
    fault: "the loss of RNN at step 2 is 0.2500000149011612, not 0.25",
  });
  expect(results.compare("strict", { ...result("strict"), files: { svg: "ab" } }).fault).toBe(
    "other bytes: svg",
  );
  expect(results.compare("strict", result("relaxed")).fault).toBe("the binary is relaxed");
});

test("relaxed vectors give strict bits, or the same ones within the tolerance", () => {
  const results = new Results(result("strict"));
  expect(results.compare("default", result("relaxed")).text).toBe("relaxed, strict bits");
  expect(results.compare("default", result("relaxed", [0.5, 0.251])).text).toBe("relaxed, same bits");
  expect(results.compare("default", result("relaxed", [0.5, 0.2501])).fault).toBe(
    "the loss of RNN at step 2 is 0.2501, not 0.251",
  );
  expect(results.compare("default", result("relaxed", [0.5, 0.2513])).fault).toBe(
    "losses differ by 5.2e-3 from strict vectors",
  );
  expect(results.compare("default", result("relaxed", [0.5, Number.NaN])).fault).toBe(
    "losses differ by NaN from strict vectors",
  );
});

test("wide vectors are there where they make sense, with the bits of relaxed ones", () => {
  const results = new Results(result("strict"));
  expect(results.compare("default", result("relaxed", [0.5, 0.251])).text).toBe("relaxed, same bits");
  expect(results.compare("wide", result("wide", [0.5, 0.251]), { isWide: true }).text).toBe(
    "wide, same bits",
  );
  expect(results.compare("wide", result("relaxed", [0.5, 0.251]))).toEqual({ text: "none" });
  expect(results.compare("wide", result("wide")).fault).toBe("the binary is wide");
  expect(results.compare("wide", result("relaxed"), { isWide: true }).fault).toBe("the binary is relaxed");
});

test("threads that change a loss are a difference", () => {
  const found = result("strict");
  const other = { ...found, losses: { ...found.losses, "GRU, threads": [1.5] } };
  expect(new Results(found).compare("strict", other).fault).toBe("threads change the losses");
});
