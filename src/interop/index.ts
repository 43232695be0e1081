/** @module File formats: bytes to named arrays and back. */
export type { FileType } from "./fileTypes.ts";
export { flattenTorch } from "./flatten.ts";
export { type InferOptions, inferStack, type NamedPart } from "./inferStack.ts";
export type { ModuleLike } from "./moduleStack.ts";
export { isNamedArray, type NamedArray } from "./namedArray.ts";
export { encodeOnnx, type OnnxOptions } from "./onnx.ts";
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from "./safetensors.ts";
export type { ActivationPart, LinearPart, RecurrentKind, RecurrentPart, Stack, StackPart } from "./stack.ts";
export { decodeTorch } from "./torch.ts";
export type { TorchValue } from "./torchValue.ts";
export { encodeTorch } from "./torchWriter.ts";
