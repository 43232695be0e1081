/** @module How far the cell state of an untrained LSTM carries the gradient, by the bias of its forget gate. */
import { gradientFlow } from "./gradientFlow.ts";
import { Program } from "./program.ts";
import { rnnProgram, type Settings } from "./settings.ts";
import { median } from "./statistics.ts";

/** Added to PyTorch's bias, which is near 0, so that the gate is σ(0) = 0.5; σ(1) = 0.73, σ(3) = 0.95. */
const biases = [0, 1, 3] as const;

export interface ForgetReach {
  readonly timeStep: number;
  readonly seeds: number;
  /** What is left at the first of the time steps of |∂L_T/∂c|, relative to one step back: median over the seeds. */
  readonly ratios: readonly { readonly bias: number; readonly ratio: number }[];
}

/** Ten seeds over 50 time steps, otherwise the note's settings. */
export function forgetReach({
  hidden,
  layers,
  seed,
}: Pick<Settings, "hidden" | "layers" | "seed">): ForgetReach {
  const [timeStep, seeds] = [50, 10];
  const settings: Settings = { ...rnnProgram, cell: "lstm", hidden, layers, timeStep };
  const ratioOf = (forgetBias: number, i: number): number => {
    const { cell } = gradientFlow(new Program({ ...settings, forgetBias, seed: seed + i }));
    return cell ? cell[timeStep - 1] / cell[1] : Number.NaN;
  };
  const ratios = biases.map((bias) => ({
    bias,
    ratio: median(Array.from({ length: seeds }, (_, i) => ratioOf(bias, i))),
  }));
  return { timeStep, seeds, ratios };
}
