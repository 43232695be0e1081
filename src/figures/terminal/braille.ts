/** @module A canvas of braille characters: 2 × 4 dots per cell, with the pens that drew in each cell. */

/** The bit of each dot, by row and column, in the code point U+2800 + bits. */
const dotBits: readonly (readonly [number, number])[] = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Which dots of a line are set, from its first on. */
export type DotPattern = (index: number) => boolean;

/**
 * A canvas of `columns` × `rows` characters, so (2 columns) × (4 rows) dots; dot (0, 0) is top left.
 *
 * A pen is a number from 0 to 31; `pens` returns a bit mask of the pens that have set a dot in a cell.
 */
export class BrailleCanvas {
  readonly columns: number;
  readonly rows: number;
  /** In dots. */
  readonly width: number;
  readonly height: number;
  readonly #bits: Uint8Array;
  readonly #pens: Uint32Array;
  readonly #last: Int8Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.width = 2 * columns;
    this.height = 4 * rows;
    this.#bits = new Uint8Array(columns * rows);
    this.#pens = new Uint32Array(columns * rows);
    this.#last = new Int8Array(columns * rows).fill(-1);
  }

  /** Sets a dot; ignores one outside the canvas. */
  dot(x: number, y: number, pen: number): void {
    if (!(x >= 0 && y >= 0 && x < this.width && y < this.height)) return;
    const cell = (y >> 2) * this.columns + (x >> 1);
    this.#bits[cell] |= dotBits[y & 3][x & 1];
    this.#pens[cell] |= 1 << pen;
    this.#last[cell] = pen;
  }

  /** Sets the dots from one point to another that the pattern keeps; returns the next index into the pattern. */
  line(from: Dot, to: Dot, pen: number, keep: DotPattern = () => true, index = 0): number {
    const inside = clip(from, to, this.width, this.height);
    if (!inside) return index;
    const [x1, y1, x2, y2] = inside.map(Math.round);
    const steps = Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1));
    for (let i = 0; i <= steps; i++) {
      const t = steps === 0 ? 0 : i / steps;
      if (keep(index + i)) this.dot(Math.round(x1 + (x2 - x1) * t), Math.round(y1 + (y2 - y1) * t), pen);
    }
    return index + steps;
  }

  /** The character of a cell; a space if no dot is set. */
  character(column: number, row: number): string {
    const bits = this.#bits[row * this.columns + column];
    return bits === 0 ? " " : String.fromCodePoint(0x2800 + bits);
  }

  pens(column: number, row: number): number {
    return this.#pens[row * this.columns + column];
  }

  /** The pen that drew last in a cell; −1 if none did. */
  lastPen(column: number, row: number): number {
    return this.#last[row * this.columns + column];
  }
}

/** A point in dots from the top left corner; drawing rounds it. */
export type Dot = readonly [number, number];

/** The part of a segment inside the canvas and a dot around it (Liang and Barsky), or null. */
function clip([x1, y1]: Dot, [x2, y2]: Dot, width: number, height: number): number[] | null {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const isInside = (x: number, y: number): boolean => x >= -1 && x <= width && y >= -1 && y <= height;
  if (isInside(x1, y1) && isInside(x2, y2)) return [x1, y1, x1 + dx, y1 + dy];
  let enter = 0;
  let leave = 1;
  for (const [along, room] of [
    [-dx, x1 + 1],
    [dx, width - x1],
    [-dy, y1 + 1],
    [dy, height - y1],
  ]) {
    if (along === 0 && room < 0) return null;
    if (along < 0) enter = Math.max(enter, room / along);
    if (along > 0) leave = Math.min(leave, room / along);
  }
  return enter <= leave ? [x1 + enter * dx, y1 + enter * dy, x1 + leave * dx, y1 + leave * dy] : null;
}
