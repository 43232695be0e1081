/** @module Normalisation of each window by itself: its last row is subtracted, and added to the forecast again. */
import { ValueError } from "../errors.ts";

/** A window without its last row, and that row. */
export interface Subtracted<Numbers extends Float32Array | Float64Array> {
  /** (lookback, channels) */
  readonly window: Numbers;
  /** (channels) */
  readonly last: Numbers;
}

/**
 * Subtracts a window's last row from all of its rows, so that a model sees changes and no levels. It knows nothing but
 * the window, so nothing can leak. Used by NLinear and SegRNN.
 *
 *     window (lookback, channels), row-major   →   window − last, last (channels)
 */
export function subtractLast<Numbers extends Float32Array | Float64Array>(
  window: Numbers,
  lookback: number,
  channels: number,
): Subtracted<Numbers> {
  if (window.length !== lookback * channels || lookback < 1)
    throw new ValueError(
      `subtractLast: the window has ${window.length} values but must have lookback ${lookback} · channels ${channels}`,
    );
  const last = window.slice((lookback - 1) * channels) as Numbers;
  return { window: shifted(window, last, -1), last };
}

/** Adds what `subtractLast` took away: forecast (horizon, channels) + last (channels). */
export function addLast<Numbers extends Float32Array | Float64Array>(
  forecast: Numbers,
  last: Numbers,
): Numbers {
  if (last.length === 0 || forecast.length % last.length !== 0)
    throw new ValueError(
      `addLast: the forecast has ${forecast.length} values but must have a multiple of channels ${last.length}`,
    );
  return shifted(forecast, last, 1);
}

function shifted<Numbers extends Float32Array | Float64Array>(
  rows: Numbers,
  by: Numbers,
  sign: number,
): Numbers {
  const result = rows.slice() as Numbers;
  for (let i = 0; i < result.length; i++) result[i] = (rows[i] ?? 0) + sign * (by[i % by.length] ?? 0);
  return result;
}
