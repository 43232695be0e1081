/** @module File formats: bytes to named arrays and back. */
export type { FileType } from "./fileTypes.ts";
export { isNamedArray, type NamedArray } from "./namedArray.ts";
export { type InferOptions, inferStack, type NamedPart } from "./onnx/inferStack.ts";
export type { InitialStates, ModuleLike } from "./onnx/moduleStack.ts";
export { encodeOnnx, type OnnxOptions } from "./onnx/onnx.ts";
export type {
  ActivationPart,
  EmbeddingPart,
  LayerNormPart,
  LinearPart,
  RecurrentKind,
  RecurrentPart,
  Stack,
  StackPart,
} from "./onnx/stack.ts";
export {
  decodeSafetensors,
  type EncodeSafetensorsOptions,
  encodeSafetensors,
  type SafetensorsFile,
} from "./safetensors.ts";
export { encodeTensorBoardEvent, encodeTensorBoardHeader, type TensorBoardEvent } from "./tensorBoard.ts";
export { decodeTorch } from "./torch/torch.ts";
export { TorchOpaque } from "./torch/torchOpaque.ts";
export {
  type FlatValue,
  flattenTorch,
  type Scalar,
  type TorchKey,
  type TorchValue,
} from "./torch/torchValue.ts";
export { encodeTorch } from "./torch/torchWriter.ts";
