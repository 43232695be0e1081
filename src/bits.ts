/** @module The bits of floats. */

/** The memory of floats as integers of 32 bits. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
