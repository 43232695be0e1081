/** @module All parameters of an optimiser as one vector, and what L-BFGS computes with such vectors, rounded to float32. */
import type { Tensor } from "../tensor/tensor.ts";
import { overwritten } from "../tensor/version.ts";

const { fround } = Math;

/** The gradients of all parameters in one vector; zeros for those without. */
export function flatGradient(params: readonly Tensor[]): Float32Array {
  const flat = new Float32Array(params.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data, gradient } of params) {
    if (gradient !== null) flat.set(gradient, at);
    at += data.length;
  }
  return flat;
}

/** p ← p + t d. */
export function move(params: readonly Tensor[], t: number, d: Float32Array): void {
  let at = 0;
  for (const parameter of params) {
    const { data } = parameter;
    for (let i = 0; i < data.length; i++) data[i] += t * d[at + i];
    at += data.length;
    overwritten(parameter);
  }
}

export function copiesOf(params: readonly Tensor[]): Float32Array[] {
  return params.map(({ data }) => data.slice());
}

export function restore(params: readonly Tensor[], copies: readonly Float32Array[]): void {
  params.forEach((parameter, i) => {
    parameter.data.set(copies[i]);
    overwritten(parameter);
  });
}

export function dot(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return fround(total);
}

export function addMultiple(a: Float32Array, factor: number, b: Float32Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

export function largest(values: Float32Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

export function sumOfSizes(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return fround(sum);
}
