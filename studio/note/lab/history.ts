/** @module What a page may look back on, in a memory that does not grow: losses in buckets, segments thinned out. */
import type { Segment } from "../../../src/note/program.ts";

/** A series with at most some thousand buckets, each of `stride` segments. */
export interface Series {
  /** The first segment of each bucket. */
  readonly at: Float64Array;
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly stride: number;
}

/** A number per segment; when the buckets are full, each two of them become one. */
export class BucketedSeries {
  #stride = 1;
  #count = 0;
  readonly #sum: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;

  /** `capacity` must be even. */
  constructor(capacity = 1024) {
    this.#sum = new Float64Array(capacity);
    this.#min = new Float64Array(capacity);
    this.#max = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.#count === this.#sum.length * this.#stride) this.#merge();
    const bucket = Math.floor(this.#count / this.#stride);
    const isNew = this.#count % this.#stride === 0;
    this.#sum[bucket] = isNew ? value : this.#sum[bucket] + value;
    this.#min[bucket] = isNew ? value : Math.min(this.#min[bucket], value);
    this.#max[bucket] = isNew ? value : Math.max(this.#max[bucket], value);
    this.#count += 1;
  }

  #merge(): void {
    for (let i = 0; i < this.#sum.length / 2; i++) {
      this.#sum[i] = this.#sum[2 * i] + this.#sum[2 * i + 1];
      this.#min[i] = Math.min(this.#min[2 * i], this.#min[2 * i + 1]);
      this.#max[i] = Math.max(this.#max[2 * i], this.#max[2 * i + 1]);
    }
    this.#stride *= 2;
  }

  /** A copy; the last bucket may hold fewer segments than the others. */
  read(): Series {
    const stride = this.#stride;
    const buckets = Math.ceil(this.#count / stride);
    const inBucket = (i: number): number => Math.min(stride, this.#count - i * stride);
    return {
      at: Float64Array.from({ length: buckets }, (_, i) => i * stride),
      mean: this.#sum.slice(0, buckets).map((sum, i) => sum / inBucket(i)),
      min: this.#min.slice(0, buckets),
      max: this.#max.slice(0, buckets),
      stride,
    };
  }
}

/** Curves over the whole time axis; where segments were left out, with a NaN between them. */
export interface Curves {
  readonly t: Float64Array;
  readonly target: Float64Array;
  readonly prediction: Float64Array;
  /** Of the older segments, every `stride`th is kept. */
  readonly stride: number;
}

const recentSegments = 48;
/** Two for each pixel of a wide chart; but always a hundred segments, the note's own number. */
const keptPoints = 3000;
const keptSegments = 100;

/** The last segments, and of those before them every first, second, fourth … */
export class SegmentHistory {
  #stride = 1;
  #kept: Segment[] = [];
  readonly #recent: Segment[] = [];

  push(segment: Segment): void {
    this.#recent.push(segment);
    if (this.#recent.length <= recentSegments) return;
    const old = this.#recent.shift();
    if (old === undefined || old.index % this.#stride !== 0) return;
    this.#kept.push(old);
    const most = Math.max(keptSegments, keptPoints / old.t.length);
    if (this.#kept.length <= most) return;
    this.#stride *= 2;
    this.#kept = this.#kept.filter(({ index }) => index % this.#stride === 0);
  }

  get last(): Segment | null {
    return this.#recent.at(-1) ?? null;
  }

  read(): Curves {
    const segments = [...this.#kept, ...this.#recent];
    const isAfterGap = segments.map(({ index }, i) => index !== (segments[i - 1]?.index ?? -1) + 1);
    const points = segments.reduce((sum, { t }, i) => sum + t.length + (isAfterGap[i] ? 1 : 0), 0);
    const make = (): Float64Array => new Float64Array(points);
    const [t, target, prediction] = [make(), make(), make()];
    let at = 0;
    segments.forEach((segment, i) => {
      if (isAfterGap[i]) {
        t[at] = segment.t[0];
        target[at] = Number.NaN;
        prediction[at] = Number.NaN;
        at += 1;
      }
      t.set(segment.t, at);
      target.set(segment.target, at);
      prediction.set(segment.prediction, at);
      at += segment.t.length;
    });
    return { t, target, prediction, stride: this.#stride };
  }
}
