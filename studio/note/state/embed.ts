/** @module The stage alone, for a frame in another page: `?embed`. */
import { isEmbedded, looksAsked } from "../../shared/preferences.ts";
import { formatAddress } from "./address.ts";
import { experiment } from "./labSession.ts";

/** Marks the document, so that the style knows. */
export function applyEmbedding(): void {
  if (isEmbedded) document.documentElement.dataset.embed = "";
}

/** This experiment in the whole studio. */
export function studioAddress(): string {
  const words = [formatAddress(experiment.value), looksAsked().slice(1)].filter(Boolean).join("&");
  return `${location.origin}${location.pathname}#${words}`;
}

/** Pixels: the stage of one run with its sentence, strip and buttons; and what each further run adds. */
const frameHeight = { first: 640, more: 290 };

/** The tag that puts this experiment into another page. */
export function embedSnippet(title: string): string {
  const { runs } = experiment.value;
  const address = `${location.origin}${location.pathname}?embed#${formatAddress(experiment.value)}`;
  const height = frameHeight.first + frameHeight.more * (runs.length - 1);
  return `<iframe src="${address.replaceAll("&", "&amp;")}" title="${title}" width="100%" height="${height}" loading="lazy"></iframe>`;
}
