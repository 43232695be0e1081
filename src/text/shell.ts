/** @module Escaping for a POSIX shell. */

/** A word as one argument: quoted where it has to be. */
export function shellWord(word: string): string {
  return /^[\p{L}\p{N}_./,:@%+=-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
