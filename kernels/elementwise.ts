/** Maps over whole arrays. Arrays end on a multiple of 16 bytes, so the last vector may extend past n. */
import { exp4, log4, sigmoid4, tanh4 } from "./math";

export function expMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, exp4(v128.load(x + i)));
}

export function logMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, log4(v128.load(x + i)));
}

export function sigmoidMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, sigmoid4(v128.load(x + i)));
}

export function tanhMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, tanh4(v128.load(x + i)));
}
