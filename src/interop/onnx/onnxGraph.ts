/**
 * @module Building an ONNX graph: nodes, constants, inputs and outputs, and the file that holds them.
 *
 * Field numbers are those of onnx.proto (onnx/onnx, onnx/onnx.proto), IR version 8, operator set 17.
 */
import { ValueError } from "../../errors.ts";
import { writeFloat32 } from "../fileTypes.ts";
import { type FieldValue, message } from "../protobuf.ts";

const IR_VERSION = 8;
const OPSET = 17;
const FLOAT = 1; // TensorProto.DataType
const INT64 = 7;
const LARGEST = 2 ** 31 - 1; // bytes of a protocol buffer

/** An attribute of a node: a whole number, a text, or a list of either. */
export type Attribute = number | string | readonly number[] | readonly string[];

/** Sizes of an input or output; a text names one that is free. */
export type Dimensions = readonly (number | string)[];

/** Collects the parts of a graph. */
export class OnnxGraph {
  readonly #nodes: Uint8Array[] = [];
  readonly #constants: Uint8Array[] = [];
  readonly #inputs: Uint8Array[] = [];
  readonly #outputs: Uint8Array[] = [];
  #names = 0;

  /** Adds a node; returns the names of its outputs, made up unless they are given. An input "" is left out. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    outputs: readonly string[] = [this.fresh(operator)],
  ): string {
    const encoded = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.#nodes.push(
      message({ 1: inputs, 2: outputs, 3: `${operator}_${this.#nodes.length}`, 4: operator, 5: encoded }),
    );
    return outputs[0];
  }

  /** A name that nothing else has. */
  fresh(stem: string): string {
    this.#names += 1;
    return `${stem.toLowerCase()}_${this.#names}`;
  }

  floats(name: string, shape: readonly number[], data: Float32Array): string {
    const bytes = new Uint8Array(4 * data.length);
    writeFloat32(bytes, 0, data);
    this.#constants.push(message({ 1: shape, 2: FLOAT, 8: name, 9: bytes }));
    return name;
  }

  integers(values: readonly number[]): string {
    const name = this.fresh("sizes");
    const bytes = new DataView(new ArrayBuffer(8 * values.length));
    values.forEach((value, i) => void bytes.setBigInt64(8 * i, BigInt(value), true));
    this.#constants.push(message({ 1: values.length, 2: INT64, 8: name, 9: new Uint8Array(bytes.buffer) }));
    return name;
  }

  input(name: string, dimensions: Dimensions): string {
    this.#inputs.push(valueInfo(name, dimensions));
    return name;
  }

  output(name: string, dimensions: Dimensions): void {
    this.#outputs.push(valueInfo(name, dimensions));
  }

  /** The file. Throws ValueError from 2 GiB on. */
  finish(name: string): Uint8Array {
    const bytes = message({
      1: IR_VERSION,
      2: "unrolled",
      7: message({ 1: this.#nodes, 2: name, 5: this.#constants, 11: this.#inputs, 12: this.#outputs }),
      8: message({ 1: "", 2: OPSET }),
    });
    if (bytes.length > LARGEST)
      throw new ValueError(`onnx: a model of ${bytes.length} bytes is more than one file can hold (2 GiB)`);
    return bytes;
  }
}

function attributeOf(name: string, value: Attribute): Uint8Array {
  if (typeof value === "number") return message({ 1: name, 3: value, 20: 2 });
  if (typeof value === "string") return message({ 1: name, 4: value, 20: 3 });
  const isTexts = value.some((item) => typeof item === "string");
  return isTexts ? message({ 1: name, 9: value, 20: 8 }) : message({ 1: name, 8: value, 20: 7 });
}

function valueInfo(name: string, dimensions: Dimensions): Uint8Array {
  const sizes: FieldValue[] = dimensions.map((size) =>
    message(typeof size === "number" ? { 1: size } : { 2: size }),
  );
  return message({ 1: name, 2: message({ 1: message({ 1: FLOAT, 2: message({ 1: sizes }) }) }) });
}
