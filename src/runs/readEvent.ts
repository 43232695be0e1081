/** @module The event in a run's status read back, every field of it checked. */
import type { Divergence, StopReason, TrainEvent } from "../train/events.ts";
import type { Fields } from "../train/json.ts";

type Reader<Type extends TrainEvent["type"]> = (
  fields: Fields,
) => Omit<Extract<TrainEvent, { type: Type }>, "type">;

const reasons: readonly StopReason[] = ["patience", "epochs", "diverged", "interrupted"];

/** One of each type: a forgotten one does not compile. */
const readers: { readonly [Type in TrainEvent["type"]]: Reader<Type> } = {
  start: (fields) => ({
    ...epochsOf(fields),
    ...batchesOf(fields),
    parameters: fields.whole("parameters"),
  }),
  batch: (fields) => ({
    ...epochsOf(fields),
    ...batchesOf(fields),
    loss: realOf(fields, "loss"),
    meanLoss: realOf(fields, "meanLoss"),
    valLoss: fields.numberOrNull("valLoss"),
    gradNorm: realOf(fields, "gradNorm"),
    lr: fields.number("lr"),
    samplesPerSecond: fields.numberOrNull("samplesPerSecond"),
    eta: fields.numberOrNull("eta"),
  }),
  epoch: (fields) => ({
    ...epochsOf(fields),
    batches: fields.whole("batches"),
    loss: realOf(fields, "loss"),
    valLoss: fields.numberOrNull("valLoss"),
    ...bestOf(fields),
    lr: fields.number("lr"),
    seconds: realOf(fields, "seconds"),
    eta: realOf(fields, "eta"),
  }),
  improved: (fields) => ({ ...epochsOf(fields), best: realOf(fields, "best") }),
  stopped: (fields) => ({
    ...epochsOf(fields),
    reason: fields.oneOf("reason", reasons),
    restored: fields.raw("restored") === true,
    cause: fields.raw("cause") === null ? null : causeOf(fields.object("cause")),
  }),
  end: (fields) => ({
    ...epochsOf(fields),
    reason: fields.oneOf("reason", reasons),
    ...bestOf(fields),
    seconds: realOf(fields, "seconds"),
  }),
};

/** Throws FormatError that names the field. */
export function readEvent(fields: Fields): TrainEvent {
  const type = fields.oneOf("type", Object.keys(readers) as TrainEvent["type"][]);
  return { type, ...readers[type](fields) } as TrainEvent;
}

function epochsOf(fields: Fields): { readonly epoch: number; readonly epochs: number } {
  return { epoch: fields.whole("epoch"), epochs: fields.whole("epochs") };
}

function batchesOf(fields: Fields): { readonly batch: number; readonly batches: number } {
  return { batch: fields.whole("batch"), batches: fields.whole("batches") };
}

function bestOf(fields: Fields): { readonly best: number | null; readonly bestEpoch: number } {
  return { best: fields.numberOrNull("best"), bestEpoch: fields.whole("bestEpoch") };
}

function causeOf(fields: Fields): Divergence {
  return { what: fields.oneOf("what", ["loss", "valLoss", "gradNorm"]), value: realOf(fields, "value") };
}

/** JSON has null for a number that is none. */
function realOf(fields: Fields, name: string): number {
  return fields.numberOrNull(name) ?? Number.NaN;
}
