/**
 * @module ONNX Runtime for the web, for tests that ask it when it is there.
 *
 * It takes 148 MB, so it is no dependency: `npm install --no-save onnxruntime-web@1.30.0`, or set NODE_PATH to a folder that
 * has it.
 */
import { createRequire } from "node:module";

interface RuntimeTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>;
}

/** The parts of the package that are used here. */
export interface Runtime {
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => RuntimeTensor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: { readonly logSeverityLevel: number }): Promise<Session>;
  };
}

/** The runtime, or null. */
export const onnxRuntime: Runtime | null = load("onnxruntime-web");

function load(name: string): Runtime | null {
  try {
    return createRequire(import.meta.url)(name);
  } catch {
    return null;
  }
}
