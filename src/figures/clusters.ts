/** @module Columns of any text at all, emoji included, counted as string-width counts them. */
import { eastAsianWidth } from "get-east-asian-width";

/** What tells how wide a cluster of code points is. */
interface Expressions {
  readonly clusters: Intl.Segmenter;
  readonly invisible: RegExp;
  readonly emoji: RegExp;
  readonly leading: RegExp;
}

let made: Expressions | undefined;

/**
 * Made when first needed, and from strings: to read the one of all emoji takes 20 ms, which a literal takes when this
 * file is loaded, though hardly any text has emoji in it.
 */
function expressions(): Expressions {
  const unseen = "\\p{Default_Ignorable_Code_Point}\\p{Control}\\p{Mark}\\p{Surrogate}";
  const everyEmoji = "\\p{RGI_Emoji}";
  made ??= {
    clusters: new Intl.Segmenter(),
    invisible: new RegExp(`^[${unseen}]+$`, "v"),
    emoji: new RegExp(`^${everyEmoji}$`, "v"),
    leading: new RegExp(`^[${unseen}\\p{Format}]+`, "v"),
  };
  return made;
}

/**
 * Columns of a text without control sequences: none for what is not seen, two for emoji, and for others what
 * Unicode's table of East Asian widths says of the first code point that is seen.
 */
export function clusterColumns(text: string): number {
  const { clusters, invisible, emoji, leading } = expressions();
  let columns = 0;
  for (const { segment } of clusters.segment(text)) {
    if (invisible.test(segment)) continue;
    if (emoji.test(segment)) columns += 2;
    else columns += widthOf(segment.replace(leading, "")) + trailingWidth(segment);
  }
  return columns;
}

function widthOf(seen: string): number {
  const codePoint = seen.codePointAt(0);
  return codePoint === undefined ? 0 : eastAsianWidth(codePoint);
}

/** Sound marks of half-width kana take a column of their own. */
function trailingWidth(cluster: string): number {
  const marks = cluster.slice(1).match(/[\uff00-\uffef]/g) ?? [];
  return marks.reduce((sum, mark) => sum + widthOf(mark), 0);
}
