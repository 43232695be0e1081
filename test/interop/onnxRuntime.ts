/** @module ONNX Runtime for the web, which runs in Node too: what exported models are tried with. */
import { createRequire } from "node:module";

interface RuntimeTensor<Data = Float32Array> {
  readonly dims: readonly number[];
  readonly data: Data;
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, RuntimeTensor<Float32Array | BigInt64Array>>>,
  ): Promise<Readonly<Record<string, RuntimeTensor>>>;
}

/** The parts of the package that are used here. */
interface Runtime {
  readonly Tensor: {
    new (type: "float32", data: Float32Array, dims: readonly number[]): RuntimeTensor;
    new (type: "int64", data: BigInt64Array, dims: readonly number[]): RuntimeTensor<BigInt64Array>;
  };
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: { readonly logSeverityLevel: number }): Promise<Session>;
  };
}

/** The runtime. Its types would bring the DOM's in; the parts that are used stand above. */
export const onnxRuntime: Runtime = createRequire(import.meta.url)("onnxruntime-web");
