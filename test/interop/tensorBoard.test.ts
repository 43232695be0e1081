/** @module TensorBoard's event files, byte for byte. */
import { encodeTensorBoardEvent, encodeTensorBoardHeader } from "unrolled/interop";
import { expect, test } from "vitest";
import { crc32, crc32c } from "../../src/interop/crc32.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("check sums of the known vectors", () => {
  expect(crc32c(ascii("123456789"))).toBe(0xe3069283);
  expect(crc32(ascii("123456789"))).toBe(0xcbf43926);
  // RFC 3720, appendix B.4
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
});

/*
 * struct.pack and a CRC taken bit by bit: length, masked check sum, then field 1 (1.5 as a double), field 3 (the
 * version). All of TensorFlow's own files begin with the first twelve bytes.
 */
test("the header", () => {
  expect(hex(encodeTensorBoardHeader(1.5))).toBe(
    "1800000000000000a37f4b22" + "09000000000000f83f" + "1a0d627261696e2e4576656e743a32" + "2a28646c",
  );
});

test("an event with two scalars", () => {
  const event = encodeTensorBoardEvent({ wallTime: 2, step: 300, scalars: { loss: 0.25, lr: 0.1 } });
  expect(hex(event)).toBe(
    "2600000000000000734fe300" + // 38 bytes of data
      "090000000000000040" + // 1: 2.0
      "10ac02" + // 2: 300
      "2a18" + // 5: a summary of 24 bytes
      "0a0b" + // 1: a value of 11 bytes
      "0a046c6f7373150000803e" + // "loss", 0.25
      "0a090a026c7215cdcccc3d" + // "lr", 0.1
      "bbae5bc1",
  );
});

test("a step that is no whole number is refused", () => {
  expect(() => encodeTensorBoardEvent({ wallTime: 0, step: 0.5, scalars: {} })).toThrow(
    "tensorBoard: step is 0.5 but must be an integer",
  );
});
