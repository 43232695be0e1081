/** @module What the relaxed and the wide binary are compared by: one tile, timed, and a small product, for its bits. */
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.generated.ts";
import type { Contest } from "./wideRace.ts";

/** Numbers whose products have to be rounded; more than a tile reads of A. */
const NUMBERS = 512;
let numbers: Float32Array | undefined;

/** Of a checked product; remainders by six rows and by sixteen columns. */
const [M, N, K] = [14, 20, 24] as const;

/**
 * A tile of 6 × 16, by one call of the wide loop or two of the relaxed one; every step reads the same six values of A and
 * sixteen of B. Overwrites what is not saved in the arena.
 */
export function contestIn(arena: Arena, steps: number): Contest {
  const { a, b, one, other } = operandsIn(arena, 6 * 16);
  const row = 64; // bytes
  const relaxed = arena.kernelsOf("relaxed").tile;
  const wide = arena.kernelsOf("probe").tile;
  return {
    relaxed: () => {
      relaxed(one, row, b, row, a, 4, 0, b, 0, steps);
      relaxed(one + 32, row, b + 32, row, a, 4, 0, b + 32, 0, steps);
    },
    wide: () => wide(other, row, b, row, a, 4, 0, b, 0, steps),
    agree: () => arena.agree(one, other, 6 * 16),
  };
}

/** Whether a small product by the whole wide binary has the same bits. Overwrites what is not saved in the arena. */
export function productsAgree(arena: Arena): boolean {
  const { a, b, one, other } = operandsIn(arena, M * N);
  const packed = arena.allocate(K * (N + 16));
  const multiply = ({ gemm }: Kernels, c: number): void => gemm(c, a, K, 1, b, N, 1, M, N, K, packed);
  multiply(arena.kernelsOf("relaxed"), one);
  multiply(arena.kernelsOf("wide"), other);
  return arena.agree(one, other, M * N);
}

/** Two operands, and room for two results. */
function operandsIn(arena: Arena, results: number): Record<"a" | "b" | "one" | "other", number> {
  arena.begin(arena.binary);
  numbers ??= Float32Array.from({ length: NUMBERS }, (_, i) => Math.sin(i + 1));
  return {
    a: arena.copyIn(numbers),
    b: arena.copyIn(numbers),
    one: arena.allocate(results),
    other: arena.allocate(results),
  };
}
