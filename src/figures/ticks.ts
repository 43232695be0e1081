/** @module Tick values and their labels: round numbers, multiples of π, powers of ten. */
import { formatDecimals, formatPower, formatScientific, formatValue } from "../text/format.ts";

/** A tick at a value of the axis, in the units of the data. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** About `count` ticks at multiples of 1, 2 or 5 times a power of ten within [min, max]. */
export function linearTicks(min: number, max: number, count: number): readonly Tick[] {
  const step = roundStep((max - min) / Math.max(1, count));
  return multiples(min, max, step).map((value) => ({ value, label: formatTick(value, step) }));
}

/** About `count` ticks at most, at whole numbers within [min, max]. */
export function wholeTicks(min: number, max: number, count: number): readonly Tick[] {
  return linearTicks(min, max, Math.min(count, max - min)).filter(({ value }) => Number.isInteger(value));
}

/** About `count` ticks at simple multiples of π within [min, max]. */
export function piTicks(min: number, max: number, count: number): readonly Tick[] {
  const rough = (max - min) / Math.PI / Math.max(1, count);
  const step = [1 / 4, 1 / 2, 1].find((candidate) => candidate >= rough * 0.75) ?? roundStep(rough);
  return multiples(min / Math.PI, max / Math.PI, step).map((value) => ({
    value: value * Math.PI,
    label: formatPi(value),
  }));
}

/**
 * About `count` ticks from 10^min to 10^max: whole powers of ten; with 2 and 5 between them if there are only a few; linear
 * ticks if the range contains none of these.
 */
export function logTicks(min: number, max: number, count: number): readonly Tick[] {
  const decades = multiples(min, max, 1);
  if (decades.length >= 3 || (decades.length === 2 && count < 4)) {
    // A stride may not be so long that a single tick is left.
    const most = Math.max(1, Math.floor(decades.length / 2));
    const stride = Math.min(most, Math.ceil(decades.length / Math.max(1, count)));
    return multiples(min, max, stride).map((exponent) => ({
      value: 10 ** exponent,
      label: formatPower(exponent),
    }));
  }
  const between = oneTwoFive(min, max);
  return between.length >= 2 ? between : linearTicks(10 ** min, 10 ** max, count);
}

/** The label of a tick, with the decimals that a spacing of `step` needs. */
function formatTick(value: number, step: number): string {
  if (value === 0) return "0";
  if (step < 1e-4 || Math.abs(value) >= 1e6) return formatScientific(value, step);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return formatDecimals(value, decimals);
}

/** A multiple of π in lowest terms, in quarters: −π/2, 0, 3π/4, 2π. */
export function formatPi(multiple: number): string {
  const quarters = Math.round(multiple * 4);
  if (quarters === 0) return "0";
  const divisor = quarters % 4 === 0 ? 4 : quarters % 2 === 0 ? 2 : 1;
  const numerator = Math.abs(quarters / divisor);
  const denominator = 4 / divisor;
  const sign = quarters < 0 ? "−" : "";
  return `${sign}${numerator === 1 ? "" : numerator}π${denominator === 1 ? "" : `/${denominator}`}`;
}

/** The number of the form 1, 2 or 5 × 10ᵏ nearest to `rough` by ratio. */
export function roundStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const exponent = Math.floor(Math.log10(rough) + 1e-12);
  const ratio = rough / 10 ** exponent;
  const factor = ratio < Math.SQRT2 ? 1 : ratio < Math.sqrt(10) ? 2 : ratio < Math.sqrt(50) ? 5 : 10;
  return Number(`${factor}e${exponent}`);
}

function multiples(min: number, max: number, step: number): readonly number[] {
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** 1, 2 and 5 times the powers of ten from 10^min to 10^max. */
function oneTwoFive(min: number, max: number): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let exponent = Math.floor(min); exponent <= max; exponent++) {
    for (const factor of [1, 2, 5]) {
      const decade = exponent + Math.log10(factor);
      const value = Number(`${factor}e${exponent}`);
      if (decade >= min - 1e-9 && decade <= max + 1e-9) ticks.push({ value, label: formatValue(value) });
    }
  }
  return ticks;
}
