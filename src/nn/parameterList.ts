/** @module A list of parameters. */
import { described } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { Tensor } from "../tensor/tensor.ts";
import { Module, Parameter } from "./module.ts";

/**
 * A list of parameters that are registered, unlike those of a plain array.
 *
 *     starts = new nn.ParameterList([new nn.Parameter([1, 8]), zeros(1, 8)]);        parameters "starts.0", "starts.1"
 *     this.starts.at(0)
 *
 * Other tensors become parameters that share their values. Throws ValueError for a value that is not a tensor.
 * Source: torch.nn.ParameterList.
 */
export class ParameterList extends Module implements Iterable<Parameter> {
  /** The name in printed models. */
  static override readonly typeName: string = "ParameterList";

  /** Holds these values, as parameters. */
  constructor(values: Iterable<Tensor> = []) {
    super();
    this.extend(values);
  }

  /** The number of parameters. */
  get length(): number {
    return [...this].length;
  }

  /** The parameter at an index; negative ones count from the end. Throws ValueError for an index out of range. */
  at(index: number): Parameter {
    const all = [...this];
    const found = all.at(index);
    if (found !== undefined && Number.isInteger(index)) return found;
    throw new ValueError(`index ${index} is out of range\n  there are ${all.length} parameters`);
  }

  /** Adds a value at the end. */
  append(value: Tensor): this {
    if (!(value instanceof Tensor))
      throw new ValueError(`ParameterList: every value must be a Tensor (got ${described(value)})`);
    this.register(String(this.length), value instanceof Parameter ? value : new Parameter(value));
    return this;
  }

  /** Adds values at the end. */
  extend(values: Iterable<Tensor>): this {
    for (const value of values) this.append(value);
    return this;
  }

  /** The parameters in order. */
  [Symbol.iterator](): IterableIterator<Parameter> {
    return Object.values(this)
      .filter((value) => value instanceof Parameter)
      .values();
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    const lines = Array.from(
      this,
      ({ shape }, i) => `  (${i}): Parameter containing: [torch.float32 of size ${shape.join("x")}]`,
    );
    return lines.join("\n");
  }
}
