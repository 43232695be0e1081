/** @module File formats: bytes to named arrays and back. */
export {
  decodeSafetensors,
  encodeSafetensors,
  type NamedArray,
  type SafetensorsFile,
} from "./safetensors.ts";
