/** @module The verdict says what the numbers say, whatever they are. */
import { describe, expect, test } from "vitest";
import type { Comparison } from "../../../src/note/comparison.ts";
import { verdict, verdicts } from "../../../src/note/report/verdict.ts";
import { langs } from "../../../src/text/lang.ts";
import { comparisonOf, type Factors, fading } from "../madeUp.ts";

const finals = { rnn: [0.1, 0.2, 0.3], lstm: [0.15, 0.25, 0.35], gru: [0.01, 0.02, 0.03] };
const same = (before: number, after: number): Factors => ({
  rnn: [before, after],
  lstm: [before, after],
  gru: [before, after],
});
const noteOf = (factors: Factors, timeSteps?: readonly number[]): string =>
  verdict(comparisonOf(finals, factors, timeSteps), "en").note;

/** A comparison whose LSTM has these shares after training, at every length. */
function withLstm(base: Comparison, hidden: readonly number[], cell: readonly number[] | null): Comparison {
  const gradients = base.gradients.map(({ timeStep, cells }) => ({
    timeStep,
    cells: { ...cells, lstm: { ...cells.lstm, after: { hidden, cell } } },
  }));
  return { ...base, gradients };
}

describe("final losses", () => {
  const losses = (of: typeof finals): readonly string[] =>
    verdict(comparisonOf(of, same(0.5, 0.9)), "en").losses;

  test("one is below both, which overlap", () => {
    expect(losses(finals)).toEqual([
      "After 3 segments of 20 time steps, over 3 seeds, the median of the final loss is 0.020 for the GRU (quartiles 0.015 to 0.025), 0.20 for the RNN (quartiles 0.15 to 0.25) and 0.25 for the LSTM (quartiles 0.20 to 0.30).",
      "The GRU ends lowest: its range between the quartiles lies wholly below the RNN's and the LSTM's.",
      "The RNN and the LSTM, which the note compares, cannot be told apart by these runs: their ranges overlap.",
    ]);
  });

  test("the lowest overlaps one of the others", () => {
    const [, lowest, ...rest] = losses({
      rnn: [0.01, 0.02, 0.03],
      lstm: [0.015, 0.025, 0.035],
      gru: [1, 2, 3],
    });
    expect(lowest).toBe(
      "The RNN ends lowest: its range between the quartiles lies wholly below the GRU's, but overlaps the LSTM's, so that the seed decides as much as the cell.",
    );
    expect(rest).toEqual([]);
  });

  test("RNN and LSTM apart, below them the GRU", () => {
    const told = losses({ rnn: [0.1, 0.2, 0.3], lstm: [0.01, 0.02, 0.03], gru: [0.001, 0.002, 0.003] });
    expect(told[2]).toBe("Of the two that the note compares, the LSTM ends below the RNN.");
  });

  test("a diverged run is told, and its cell is not ranked", () => {
    const told = losses({ ...finals, gru: [0.01, Number.NaN, 0.03] });
    expect(told[0]).toContain("is 0.20 for the RNN (quartiles 0.15 to 0.25) and 0.25 for the LSTM");
    expect(told[1]).toMatch(/^The RNN ends lowest: .* overlaps the LSTM's/);
    expect(told[2]).toBe("1 of 3 GRU runs diverged: their last loss is not a finite number.");
  });

  test("all diverged", () => {
    const nan = [Number.NaN, Number.POSITIVE_INFINITY];
    expect(losses({ rnn: nan, lstm: nan, gru: nan })).toEqual([
      "After 3 segments of 20 time steps, no cell has a finite median loss.",
      "2 of 2 RNN runs diverged: their last loss is not a finite number.",
      "2 of 2 LSTM runs diverged: their last loss is not a finite number.",
      "2 of 2 GRU runs diverged: their last loss is not a finite number.",
    ]);
  });

  test("one seed carries no spread and no ranking", () => {
    expect(losses({ rnn: [0.3], lstm: [0.1], gru: [0.2] })).toEqual([
      "After 3 segments of 20 time steps, with seed 1 alone, the final loss is 0.10 for the LSTM, 0.20 for the GRU and 0.30 for the RNN.",
      "One seed says little: another may turn the order round.",
    ]);
  });
});

describe("the note's claim", () => {
  test("all vanish, before and after: the whole sentence", () => {
    expect(noteOf(same(0.5, 0.6))).toBe(
      "Put to the test, what the note says of more than 10 steps holds before training and after it: followed back through the hidden states, the gradient of the last step's loss falls below 1% in the RNN (after 7 steps), the LSTM (after 7 steps) and the GRU (after 7 steps) before training, whatever the length; after training, at 20 steps it falls below 1% in the RNN (after 10 steps; <0.01% reaches the first state), the LSTM (after 10 steps; <0.01%) and the GRU (after 10 steps; <0.01%); and nothing explodes (nowhere above 10× the last step's).",
    );
  });

  test("none vanish", () => {
    const note = noteOf(same(0.95, 0.99));
    expect(note).toContain("more than 10 steps does not show in these runs");
    expect(note).toContain("stays above 1% in the RNN, the LSTM and the GRU before training");
    expect(note).toContain(
      "it stays above 1% in the RNN (83% reaches the first state), the LSTM (83%) and the GRU (83%)",
    );
    expect(note).not.toContain("falls");
  });

  test("training mends all, or some", () => {
    expect(noteOf(same(0.5, 0.99))).toContain("holds before training, and no longer after it");
    const some = noteOf({ rnn: [0.5, 0.99], lstm: [0.5, 0.6], gru: [0.5, 0.95] });
    expect(some).toContain("holds before training, and only in part after it");
    expect(some).toContain(
      "at 20 steps it falls below 1% in the LSTM (after 10 steps; <0.01% reaches the first state) but not in the RNN (83%) or the GRU (38%)",
    );
  });

  test("harm comes with training", () => {
    expect(noteOf(same(0.99, 0.5))).toContain("does not hold before training, but does after it");
  });

  test("one explodes", () => {
    const note = noteOf({ rnn: [0.95, 1.2], lstm: [0.95, 0.95], gru: [0.95, 0.95] });
    expect(note).toContain("does not hold before training, but does in part after it");
    expect(note).toMatch(/; and it explodes to 32× in the RNN at 20 steps after training\.$/);
    expect(note).not.toContain("nothing explodes");
  });

  test("an infinite gradient explodes too", () => {
    const base = comparisonOf(finals, same(0.95, 0.95), [20]);
    const note = verdict(withLstm(base, [1, Number.POSITIVE_INFINITY], null), "en").note;
    expect(note).toContain("it explodes to ∞ in the LSTM at 20 steps after training");
  });

  test("no number is told as such, and not counted", () => {
    const note = noteOf({ rnn: [0.5, Number.NaN], lstm: [0.5, 0.5], gru: [0.5, 0.5] });
    expect(note).toContain("holds before training and after it");
    expect(note).toContain("(after 7 steps; <0.01%) and is not a finite number in the RNN");
    expect(noteOf(same(Number.NaN, Number.NaN))).toContain(
      "cannot be judged, since no gradient is a finite number",
    );
    expect(noteOf(same(0.5, Number.NaN))).toContain("after it there is no finite gradient to tell by");
  });

  test("no length above 10: not put to the test", () => {
    expect(noteOf(same(0.5, 0.9), [5, 10])).toMatch(
      /^What the note says of more than 10 steps is not put to the test, since no sequence here is longer: /,
    );
  });

  test("the length is named where it matters", () => {
    const base = comparisonOf(finals, same(0.5, 0.9), [10, 20]);
    const [short, long] = base.gradients;
    const other = { ...short.cells.rnn, before: fading(10, 0.3) };
    const changed = { ...base, gradients: [{ ...short, cells: { ...short.cells, rnn: other } }, long] };
    expect(verdict(base, "en").note).toContain("before training, whatever the length");
    expect(verdict(changed, "en").note).toContain("before training at 20 steps");
    expect(noteOf(same(0.5, 0.9), [20])).toContain("before training at 20 steps");
  });

  test("it is one sentence in either language", () => {
    for (const factors of [same(0.5, 0.6), same(0.95, 0.99), same(0.5, Number.NaN), same(0.9, 1.5)]) {
      const comparison = comparisonOf(finals, factors);
      expect(verdict(comparison, "en").note.match(/\.(?= |$)/g)).toHaveLength(1);
      expect(verdict(comparison, "zh").note.match(/。/g)).toHaveLength(1);
    }
  });
});

describe("the LSTM's memory cell", () => {
  const base = comparisonOf(finals, same(0.5, 0.9), [20]);
  const cellOf = (hidden: number, cell: number): string | null =>
    verdict(withLstm(base, [1, 0.5, hidden], [0, 0.5, cell]), "en").cell;

  test("further than h, less far, or neither", () => {
    expect(cellOf(0.005, 0.25)).toBe(
      "In the trained LSTM the memory cell c carries further than h: from one step back to the first of 20 time steps, the gradient with respect to c falls to 50%, that with respect to h to 1.0%.",
    );
    expect(cellOf(0.25, 0.005)).toContain("c carries less far than h");
    expect(cellOf(0.1, 0.2)).toContain("c carries about as far as h");
  });

  test("nothing is said where there is no cell, or no number", () => {
    expect(verdict(base, "en").cell).toBeNull();
    expect(cellOf(0.1, Number.NaN)).toBeNull();
  });
});

test("Chinese says the same", () => {
  const { losses, note, cell } = verdict(
    withLstm(
      comparisonOf(finals, { rnn: [0.5, 0.99], lstm: [0.5, 0.6], gru: [0.5, 0.95] }, [20]),
      [1, 0.5, 0.005],
      [0, 0.5, 0.25],
    ),
    "zh",
  );
  expect(losses).toEqual([
    "每段 20 个时间步，训练 3 段之后，3 个随机种子的最终损失中位数：GRU 为 0.020（四分位区间 0.015～0.025），RNN 为 0.20（四分位区间 0.15～0.25），LSTM 为 0.25（四分位区间 0.20～0.30）。",
    "GRU 的最终损失最低：它的四分位区间完全低于 RNN 和 LSTM。",
    "笔记所比较的 RNN 和 LSTM，四分位区间有重叠，这些运行分不出高下。",
  ]);
  expect(note).toBe(
    "实测结果：笔记中“超过 10 次，容易造成梯度消失或梯度爆炸”的说法，在训练前成立，训练后只有一部分成立：最后一步损失的梯度沿隐藏状态往回传，训练前，20 个时间步时，RNN 7 步之后、LSTM 7 步之后、GRU 7 步之后降到 1% 以下；训练后，20 个时间步时，LSTM 2 步之后（传到最初状态的有 0.50%）降到 1% 以下，RNN（83%）、GRU（38%）没有降到这么低；没有出现梯度爆炸（没有一处超过最后一步的 10 倍）。",
  );
  expect(cell).toContain("细胞状态 c 比隐藏状态 h 传得更远");
});

test("the lines for a terminal are the same sentences", () => {
  const comparison = comparisonOf(finals, same(0.5, 0.9));
  for (const lang of langs) {
    const { losses, note } = verdict(comparison, lang);
    expect(verdicts(comparison, lang)).toEqual([...losses, note]);
  }
});
