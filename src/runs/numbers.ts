/** @module Numbers as reports of runs write them. */

/** A level or share in percent, without zeros that say nothing: 80%, 97.5%. */
export function levelText(level: number): string {
  return `${Number((100 * level).toPrecision(6))}%`;
}
