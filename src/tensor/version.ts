/** @module Versions of values: how often, and when, they were overwritten in place, so that backward never reads later ones. */
import { GraphError } from "../errors.ts";

/** The writes in place to values that a tensor, its views and its detached copies share. */
export interface Version {
  count: number;
  /** When the latest writes took place; write number n at n modulo `LATEST`. */
  times: number[] | null;
}

/** A tensor, as far as versions go. */
interface Versioned {
  version: Version | null;
  readonly shape: readonly number[];
  readonly node: {
    readonly op: string;
    readonly offset: number;
    readonly inputs: readonly (Versioned | null)[];
  } | null;
}

const LATEST = 16;

/** The number of operations that were recorded so far. */
let clock = 0;

/** When any values were last overwritten. */
let latest = 0;

/** The number of the operation that is being recorded. */
export function nextOrder(): number {
  return ++clock;
}

/** To be called after writing to the values of t in place. */
export function overwritten(t: Versioned): void {
  const version = versionOf(t);
  version.times ??= [];
  version.times[version.count % LATEST] = clock;
  latest = clock;
  version.count += 1;
}

/** Makes t, which shares the values of `source` and has no node that says so, share its version. */
export function shareVersion(t: Versioned, source: Versioned): void {
  t.version = versionOf(source);
}

function versionOf(t: Versioned): Version {
  const owner = ownerOf(t);
  owner.version ??= { count: 0, times: null };
  return owner.version;
}

/** The tensor that has the version of t: the source of recorded views. */
function ownerOf(t: Versioned): Versioned {
  let owner = t;
  for (let { node } = t; node !== null && node.offset >= 0; { node } = owner) {
    const [source] = node.inputs;
    if (source === null) break;
    owner = source;
  }
  return owner;
}

/** Whether any values were overwritten after the operation of that number. */
export function wasAnyOverwritten(order: number): boolean {
  return latest >= order;
}

/** Throws GraphError if values that the backward of operation number `order` reads were overwritten after it. */
export function checkVersions(op: string, order: number, saved: readonly (Versioned | null)[]): void {
  for (let i = 0; i < saved.length; i++) {
    const t = saved[i];
    if (t === null) continue;
    const { version } = ownerOf(t);
    if (version === null || version.times === null) continue;
    if (version.times[(version.count - 1) % LATEST] >= order) throw modifiedError(op, order, t, version);
  }
}

/** PyTorch's message, then a line with the remedy. */
function modifiedError(op: string, order: number, t: Versioned, { count, times }: Version): GraphError {
  const later = times?.filter((time) => time >= order).length ?? 0;
  const origin = t.node === null ? "" : `, which is the output of ${t.node.op},`;
  const expected = `${count - later}${later === LATEST ? " or lower" : ""}`;
  return new GraphError(
    `one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [${t.shape.join(", ")}]]${origin} is at version ${count}; expected version ${expected} instead.\n  the backward of ${op} reads these values, which step(), loadStateDict() or nn.init overwrote: call backward() first, or compute the loss again; detach a carried state with h = h.detach()`,
  );
}
