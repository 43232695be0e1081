/** @module What the writers of files refuse, and the forms of bytes that the readers take. */
import { FormatError, nn, tensor, ValueError, zeros } from "unrolled";
import {
  decodeSafetensors,
  decodeTorch,
  encodeOnnx,
  encodeSafetensors,
  encodeTensorBoardEvent,
  encodeTensorBoardHeader,
  encodeTorch,
  inferStack,
} from "unrolled/interop";
import { describe, expect, test } from "vitest";

const remedy = "\n  tensor(…) makes one of numbers";
const form = "must be a tensor, { shape, data } with a Float32Array";
const event = { wallTime: 1, step: 2, scalars: { loss: 0.5 } };

test.each<[string, () => unknown, string]>([
  [
    "a plain list of values",
    () => encodeSafetensors({ w: { shape: [2], data: [1, 2] } } as never),
    `safetensors: "w" ${form} (got {"shape":[2],"data":[1,2]})${remedy}`,
  ],
  [
    "a Float64Array",
    () => encodeSafetensors({ w: { shape: [2], data: Float64Array.of(1, 2) } } as never),
    `safetensors: "w" ${form} (got {"shape":[2],"data":Float64Array of 16 bytes})${remedy}`,
  ],
  [
    "numbers without a shape",
    () => encodeSafetensors({ w: [1, 2] } as never),
    `safetensors: "w" ${form} (got [1,2])${remedy}`,
  ],
  [
    "a tensor that is null",
    () => encodeSafetensors({ w: null } as never),
    `safetensors: "w" ${form} (got null)${remedy}`,
  ],
  [
    "a shape that is none",
    () => encodeSafetensors({ w: { shape: 2, data: new Float32Array(2) } } as never),
    `safetensors: "w" ${form} (got {"shape":2,"data":Float32Array of 8 bytes})${remedy}`,
  ],
  [
    "a Map of tensors",
    () => encodeSafetensors(new Map([["w", zeros(2)]]) as never),
    "safetensors: tensors must be an object (got a Map)",
  ],
  [
    "a list of tensors",
    () => encodeSafetensors([zeros(2)] as never),
    'safetensors: tensors must be an object (got [{"data":Float32Array of 8 bytes,"shape":[2],"requiresGra…)',
  ],
  ["no tensors", () => encodeSafetensors(null as never), "safetensors: tensors must be an object (got null)"],
  [
    "metadata with a number",
    () => encodeSafetensors({}, { n: 3 } as never),
    'safetensors: metadata "n" must be a string (got 3)',
  ],
  [
    "metadata with undefined",
    () => encodeSafetensors({}, { n: undefined } as never),
    'safetensors: metadata "n" must be a string (got undefined)',
  ],
  [
    "metadata in a Map",
    () => encodeSafetensors({}, new Map([["a", "b"]]) as never),
    "safetensors: metadata must be an object (got a Map)",
  ],
  [
    "metadata of null",
    () => encodeSafetensors({}, null as never),
    "safetensors: metadata must be an object (got null)",
  ],
  [
    "a .pt of a plain list",
    () => encodeTorch({ w: { shape: [2], data: [1, 2] } }),
    `torch: "w" ${form} (got {"shape":[2],"data":[1,2]})${remedy}`,
  ],
  [
    "a .pt of a tensor after JSON",
    () => encodeTorch(JSON.parse(JSON.stringify({ a: { w: zeros(1) } }))),
    `torch: "a.w" ${form} (got {"data":{"0":0},"shape":[1],"requiresGrad":false,"node":n…)${remedy}`,
  ],
  [
    "a scalar that is a tensor",
    () => encodeTensorBoardEvent({ ...event, scalars: { loss: tensor(1) } } as never),
    'tensorBoard: the scalar "loss" must be a number (got a Tensor)',
  ],
  [
    "a scalar that is a text",
    () => encodeTensorBoardEvent({ ...event, scalars: { loss: "0.5" } } as never),
    'tensorBoard: the scalar "loss" must be a number (got "0.5")',
  ],
  [
    "scalars in a Map",
    () => encodeTensorBoardEvent({ ...event, scalars: new Map([["loss", 1]]) } as never),
    "tensorBoard: scalars must be an object (got a Map)",
  ],
  [
    "a time that is a Date",
    () => encodeTensorBoardEvent({ ...event, wallTime: new Date(0) } as never),
    "tensorBoard: wallTime must be a number (got a Date)",
  ],
  [
    "a time that is missing",
    () => encodeTensorBoardHeader(undefined as never),
    "tensorBoard: wallTime must be a number (got undefined)",
  ],
  [
    "a step that is a bigint",
    () => encodeTensorBoardEvent({ ...event, step: 1n } as never),
    "tensorBoard: step is 1n but must be an integer",
  ],
  [
    "an event in snake case",
    () => encodeTensorBoardEvent({ wall_time: 1, step: 1, scalars: {} } as never),
    "tensorBoard got an unknown option 'wall_time'\n  did you mean 'wallTime'?",
  ],
  [
    "unknown states of an ONNX model",
    () => encodeOnnx(new nn.GRU(1, 2), { states: "no" } as never),
    'encodeOnnx: states must be "optional", "required" or "none" (got "no")',
  ],
  [
    "an option of PyTorch's ONNX export",
    () => encodeOnnx(new nn.GRU(1, 2), { opset_version: 17 } as never),
    "encodeOnnx got an unknown option 'opset_version'\n  it must be one of states, initialStates",
  ],
  [
    "an ONNX model of nothing",
    () => encodeOnnx(null as never),
    "encodeOnnx: the network must be a module or { layers } (got null)",
  ],
  [
    "an unknown option of inferStack",
    () => inferStack({}, { nonLinearity: "relu" } as never),
    "inferStack got an unknown option 'nonLinearity'\n  did you mean 'nonlinearity'?",
  ],
])("%s is refused", (_, write, message) => {
  expect(write).toThrow(new ValueError(message));
});

describe("bytes are taken as", () => {
  const state = { w: tensor([1, 2]) };
  const read: Record<string, [Uint8Array, (bytes: never) => unknown]> = {
    safetensors: [encodeSafetensors(state), (bytes) => decodeSafetensors(bytes).tensors],
    torch: [encodeTorch(state), decodeTorch],
  };
  test.each(Object.entries(read))("%s: an ArrayBuffer, a view, a Buffer", (_, [bytes, decode]) => {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const padded = new Uint8Array([9, 9, ...bytes, 9]);
    const forms = [bytes, buffer, Buffer.from(bytes), new DataView(buffer), padded.subarray(2, -1)];
    for (const one of forms)
      expect(decode(one as never)).toMatchObject({ w: { shape: [2], data: Float32Array.of(1, 2) } });
  });

  test.each(Object.entries(read))("%s: nothing else", (format, [, decode]) => {
    const others: [unknown, string][] = [
      ["PK", '"PK"'],
      [[80, 75], "[80,75]"],
      [null, "null"],
      [undefined, "undefined"],
      [{ 0: 80 }, '{"0":80}'],
      [new Blob([]), "a Blob"],
    ];
    for (const [one, got] of others)
      expect(() => decode(one as never)).toThrow(
        new FormatError(`${format}: the file must be a Uint8Array or an ArrayBuffer (got ${got})`),
      );
  });
});
