/** @module The products by which the relaxed and the wide binary are compared, over the same values in an arena. */
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.generated.ts";
import type { Contest } from "./wideRace.ts";

/** A timed product: 16 tiles of 6 rows and 16 columns; B stays in the first-level cache, and all rows of A are one. */
const timed = { M: 96, N: 16, K: 256, aRow: 0 } as const;

/** Every kind of remainder of tiles and panels, and two blocks of K. */
const checked = { M: 13, N: 37, K: 330, aRow: 3 } as const;

interface Sizes {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  /** Floats between rows of A, which may overlap. */
  readonly aRow: number;
}

/** Numbers without a period, whose products have to be rounded. */
const values: Float32Array = Float32Array.from({ length: 67 }, (_, i) => Math.sin(i + 1));

/** Whether both binaries compute the same bits. Overwrites what is not saved in the arena. */
export function productsAgree(arena: Arena): boolean {
  const { relaxed, wide, agree } = productIn(arena, checked);
  relaxed();
  wide();
  return agree();
}

/** The timed product by both binaries. Overwrites what is not saved in the arena. */
export function contestIn(arena: Arena): Contest {
  return productIn(arena, timed);
}

function productIn(arena: Arena, { M, N, K, aRow }: Sizes): Contest {
  arena.begin(arena.binary);
  const a = filled(arena, K + M * aRow);
  const b = filled(arena, K * N);
  const work = arena.allocate(K * (N + 16)); // the packed B, in panels of 8 or 16 columns
  const [one, other] = [arena.zeros(M * N), arena.zeros(M * N)];
  const multiply = (kernels: Kernels, c: number) => () =>
    kernels.gemm(c, a, aRow, 1, b, N, 1, M, N, K, work);
  return {
    relaxed: multiply(arena.kernelsOf("relaxed"), one),
    wide: multiply(arena.kernelsOf("wide"), other),
    agree: () => arena.agree(one, other, M * N),
  };
}

/** A block of `count` floats with `values` over and over. */
function filled(arena: Arena, count: number): number {
  const block = arena.allocate(count + values.length);
  for (let i = 0; i < count; i += values.length) arena.write(block + 4 * i, values);
  return block;
}
