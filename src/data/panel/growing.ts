/** @module Typed arrays that grow, and texts that are stored once: what a panel of any length is gathered in. */

type Numbers = Float64Array | Float32Array | Int32Array;

/** A typed array with room for more. */
export class Growing<Values extends Numbers> {
  length = 0;
  readonly #make: (length: number) => Values;
  #values: Values;

  constructor(make: (length: number) => Values) {
    this.#make = make;
    this.#values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow();
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** A view of what is there; later growth leaves it behind. */
  get values(): Values {
    return this.#values.subarray(0, this.length) as Values;
  }

  #grow(): void {
    const grown = this.#make(Math.ceil(1.5 * this.length));
    grown.set(this.#values);
    this.#values = grown;
  }
}

export function growingDoubles(): Growing<Float64Array> {
  return new Growing((length) => new Float64Array(length));
}

export function growingFloats(): Growing<Float32Array> {
  return new Growing((length) => new Float32Array(length));
}

export function growingIntegers(): Growing<Int32Array> {
  return new Growing((length) => new Int32Array(length));
}

/** V8 stores a text of up to this many characters by itself, a longer one as a slice of the window it was cut from. */
const SHORT = 12;

/** A text that does not keep the window of the file in memory that it was cut from. */
export function ownText(text: string): string {
  return text.length <= SHORT ? text : text.split("").join("");
}

/** Numbers texts from 0 in the order in which they first come. */
export class Dictionary {
  readonly texts: string[] = [];
  readonly #codes: Map<string, number> = new Map();
  #lastText = "";
  #lastCode = -1;

  /** The number of a text, which is `texts.length` for a new one. */
  codeOf(text: string): number {
    if (text === this.#lastText && this.#lastCode >= 0) return this.#lastCode;
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.texts.length;
      const own = ownText(text);
      this.texts.push(own);
      this.#codes.set(own, code);
    }
    this.#lastText = this.texts[code] ?? "";
    this.#lastCode = code;
    return code;
  }
}
