/** @module Whether a model repeats the last value, and what its error is worth beside the baselines'. */
import { ShapeError, ValueError } from "unrolled";
import { type Echo, echoesLastValue, verdictAgainst } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../../reference/values.ts";

describe("echoesLastValue", () => {
  const shape = { horizon: 2, channels: 1 };

  test("by hand", () => {
    // moves forecast 3 4 · −3 −4, that happened 6 8 · −6 −8: half of them, in the right direction
    const echo = echoesLastValue([13, 14, 17, 16], [10, 20], [16, 18, 14, 12], shape);
    expect(echo).toEqual({
      echoes: false,
      toLast: Math.sqrt(12.5),
      toTarget: Math.sqrt(12.5),
      moved: Math.sqrt(50),
      correlation: 1,
      skill: 0.75,
    });
  });

  /** A random walk of windows, and a forecast of it. */
  const walk = (forecast: (last: number, target: number, noise: number) => number): Echo => {
    const [steps, noises] = [values(400, 1), values(400, 2, 0.05)];
    let level = 0;
    const series = steps.map((step) => {
      level += step;
      return level;
    });
    const last = series.slice(0, -1);
    const target = series.slice(1);
    const prediction = target.map((y, i) => forecast(last[i], y, noises[i]));
    return echoesLastValue(prediction, last, target, { horizon: 1 });
  };

  test("the last value is an echo, with a little noise too", () => {
    expect(walk((last) => last)).toMatchObject({
      echoes: true,
      toLast: 0,
      skill: 0,
      correlation: Number.NaN,
    });
    const noisy = walk((last, _, noise) => last + noise);
    expect(noisy.echoes).toBe(true);
    expect(Math.abs(noisy.correlation)).toBeLessThan(0.2);
  });

  test("a forecast that knows something is none, nor one that is merely bad", () => {
    expect(walk((_, target, noise) => target + noise)).toMatchObject({ echoes: false });
    expect(walk((last, target) => (last + target) / 2)).toMatchObject({ echoes: false, skill: 0.75 });
    const opposite = walk((last, target) => 2 * last - target);
    expect(opposite.echoes).toBe(false);
    expect(opposite.skill).toBeCloseTo(-3, 10);
    expect(opposite.correlation).toBeCloseTo(-1, 10);
  });

  test("a series that stands still, and a channel each", () => {
    expect(echoesLastValue([5, 5], [5], [5, 5], shape)).toMatchObject({ echoes: true, skill: 0, moved: 0 });
    expect(echoesLastValue([6, 6], [5], [5, 5], shape)).toMatchObject({
      echoes: false,
      skill: Number.NEGATIVE_INFINITY,
    });
    const two = { horizon: 2, channels: 2 };
    const echo = echoesLastValue([1, 10, 1, 10], [1, 10], [2, 20, 3, 30], two);
    expect(echo).toMatchObject({ echoes: true, toLast: 0 });
  });

  test("refuses sizes that do not fit", () => {
    expect(() => echoesLastValue([1, 2], [1, 2], [1, 2], shape)).toThrow(
      new ShapeError("lookbackLast has 2 values but must have 1, to go with the target"),
    );
  });
});

describe("verdictAgainst", () => {
  const baselines = { naive: 0.713, "seasonal naive": 0.433, drift: 0.8 };

  test("all beaten", () => {
    const verdict = verdictAgainst(baselines, { name: "SegRNN", error: 0.395 });
    expect(verdict).toMatchObject({
      beatsAll: true,
      best: { name: "seasonal naive", error: 0.433 },
      unbeaten: [],
      en: "SegRNN beats every baseline: its MAE of 0.395 is 8.8% below that of the best one, seasonal naive (0.433).",
      zh: "SegRNN 优于全部基线：MAE 为 0.395，比其中最好的季节朴素法（0.433）低 8.8%。",
    });
    expect(verdict.ratio).toBeCloseTo(0.395 / 0.433, 12);
  });

  test("one not beaten", () => {
    expect(verdictAgainst(baselines, { name: "GRU", error: 0.5 })).toMatchObject({
      beatsAll: false,
      unbeaten: [{ name: "seasonal naive", error: 0.433 }],
      beaten: [
        { name: "naive", error: 0.713 },
        { name: "drift", error: 0.8 },
      ],
      en: "GRU does not beat seasonal naive (0.433): its MAE is 0.5, 15% above. It is better than naive (0.713) and drift (0.8).",
      zh: "GRU 没有胜过季节朴素法（0.433）：MAE 为 0.5，高出 15%。它优于朴素法（0.713）、漂移法（0.8）。",
    });
  });

  test("within the margin is not beaten", () => {
    const { beatsAll, en, zh } = verdictAgainst(
      { naive: 0.0693 },
      { name: "LSTM", error: 0.069 },
      { measure: "MSE" },
    );
    expect(beatsAll).toBe(false);
    expect(en).toBe("LSTM is no better than naive (0.0693): its MSE is 0.069, 0.43% below.");
    expect(zh).toBe("LSTM 并不优于朴素法（0.0693）：MSE 为 0.069，低 0.43%。");
    expect(verdictAgainst({ naive: 0.0693 }, { name: "LSTM", error: 0.069 }, { margin: 0 }).beatsAll).toBe(
      true,
    );
  });

  test("errors that are equal, none, or no numbers", () => {
    const en = (baseline: number, error: number): string =>
      verdictAgainst({ naive: baseline }, { name: "RNN", error }).en;
    expect(en(2, 2)).toBe("RNN is no better than naive (2): its MAE is 2, the same.");
    expect(en(0, 0)).toBe("RNN is no better than naive (0): its MAE is 0, the same.");
    expect(en(0, 1)).toBe("RNN does not beat naive (0): its MAE is 1, while the baseline has no error.");
    const nan = verdictAgainst({ naive: 1 }, { name: "RNN", error: Number.NaN });
    expect(nan).toMatchObject({ beatsAll: false, unbeaten: [{ name: "naive", error: 1 }], beaten: [] });
    expect(nan.en).toBe("RNN cannot be evaluated: its MAE is NaN.");
    expect(nan.zh).toBe("无法评判 RNN：其 MAE 为 NaN。");
    expect(() => verdictAgainst({ naive: Number.NaN }, { name: "RNN", error: 1 })).toThrow(
      new ValueError("verdictAgainst: there is no baseline with a finite error"),
    );
  });

  test("an echo is mentioned", () => {
    const echo = echoesLastValue([1, 1, 1, 1], [1, 1], [3, 3, -1, -1], { horizon: 2 });
    const { en, zh } = verdictAgainst({ naive: 2 }, { name: "RNN", error: 2 }, { echo });
    expect(en).toBe(
      "RNN is no better than naive (2): its MAE is 2, the same. Its forecast is little more than the last value repeated: it differs from that value by 0 (RMS), and from the actual values by 2.",
    );
    expect(zh).toBe(
      "RNN 并不优于朴素法（2）：MAE 为 2，与之相同。它的预测几乎只是在重复最后一个值：与该值的均方根偏差为 0，与实际值的均方根偏差却是 2。",
    );
  });
});
