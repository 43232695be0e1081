/** @module The matrix product, with its derivatives. */
import { ShapeError } from "../errors.ts";
import { productByRows, productOverRows } from "../wasm/productParts.ts";
import { checkAxes, numelOf, sameShape } from "./shape.ts";
import { addGrad, record } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";

/**
 * Matrix product of the last two axes.
 *
 *     a (…, M, K) · b (K, N) → (…, M, N)      a (P, M, K) · b (P, K, N) → (P, M, N)
 *     A vector a is a row, a vector b a column; the result has no such axis.
 *
 * Given dy (M, N):   da = dy bᵀ    db = aᵀ dy
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensor("matmul", "other", b);
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw new ShapeError(
      `both arguments to matmul need to be at least 1D, but they are ${a.shape.length}D and ${b.shape.length}D`,
    );
  }
  const rows = a.shape.length === 1 ? a.shape.toSpliced(0, 0, 1) : a.shape;
  const columns = b.shape.length === 1 ? b.shape.toSpliced(1, 0, 1) : b.shape;
  const [K, N] = columns.slice(-2);
  if (rows.at(-1) !== K) throw mismatch(a, b);
  const batch = columns.length > 2 ? columns.slice(0, -2) : null;
  if (batch !== null && !sameShape(batch, rows.slice(0, -2))) throw mismatch(a, b);

  // Without a batch in b, all leading axes of a are rows of one product.
  const P = batch === null ? 1 : numelOf(batch);
  const M = numelOf(rows, 0, rows.length - 1) / P;
  const shape = [...a.shape.slice(0, -1), ...(b.shape.length === 1 ? [] : [N])];
  checkAxes("matmul", shape);
  return product(a, b, shape, P, [M, N, K]);
}

function product(
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
  P: number,
  sizes: [number, number, number],
): Tensor {
  const [M, N, K] = sizes;
  const aPart = (p: number): Float32Array => a.data.subarray(p * M * K, (p + 1) * M * K);
  const bPart = (p: number): Float32Array => b.data.subarray(p * K * N, (p + 1) * K * N);
  const y = joined(P, M * N, (p) => productByRows(aPart(p), bPart(p), sizes));

  const saved = [b.requiresGrad ? a : null, a.requiresGrad ? b : null];
  const backward = (dy: Float32Array): void => {
    const dyPart = (p: number): Float32Array => dy.subarray(p * M * N, (p + 1) * M * N);
    const da = (p: number): Float32Array => productByRows(dyPart(p), bPart(p), [M, K, N], true);
    const db = (p: number): Float32Array => productOverRows(aPart(p), dyPart(p), [K, N, M]);
    if (a.requiresGrad) addGrad(a, joined(P, M * K, da));
    if (b.requiresGrad) addGrad(b, joined(P, K * N, db));
  };
  return record("matmul", new Tensor(y, shape), [a, b], backward, saved);
}

function joined(parts: number, length: number, part: (p: number) => Float32Array): Float32Array {
  if (parts === 1) return part(0);
  const whole = new Float32Array(parts * length);
  for (let p = 0; p < parts; p++) whole.set(part(p), p * length);
  return whole;
}

function mismatch(a: Tensor, b: Tensor): ShapeError {
  const [A, B] = [a.shape.join("x"), b.shape.join("x")];
  return new ShapeError(
    `mat1 and mat2 shapes cannot be multiplied (${A} and ${B})\n  the last axis of the first must equal the second to last axis of the second`,
  );
}
