/** @module Which stretch of the time axis the stage shows, and how long the whole run is. */
/** Segments that the stage shows at once: few enough for the shape of each to be seen. */
const shown = 8;
/** Of these, how many lie beyond the one that is looked back on. */
const ahead = 2;

/** From which segment to which the stage shows a run, counted from 0: the last eight, or those around an earlier one. */
export function windowOf(steps: number, trained: number, at: number | null): readonly [number, number] {
  const width = Math.min(shown, steps);
  const end = Math.max(width, at === null ? trained : Math.min(trained, at + ahead));
  return [end - width, end];
}

/** The segment around which the stage shows what a person has chosen in the strip: the window stands centred on it. */
export function atCentre(segment: number): number {
  return Math.round(segment + shown / 2 - ahead);
}

/** How many segments the strip spans: the whole run, or of a long one as much as has been trained. */
export function lengthOf(steps: number, trained: number): number {
  return Math.min(steps, Math.max(100, trained));
}
