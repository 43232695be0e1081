/** @module Unexpected errors of a page, and the notice that shows the latest. */
import { signal } from "@preact/signals";
import { lang } from "./preferences.ts";
import { siteWords } from "./siteWords.ts";

/** The latest unexpected error; null once it has been closed. */
export const failure = signal<string | null>(null);

/** Waits for `work`; its error becomes the page's failure, and the result null. */
export async function reported<Work extends Promise<unknown>>(work: Work): Promise<Awaited<Work> | null> {
  try {
    return await work;
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
    return null;
  }
}

/** The page's unexpected error, until it is closed. */
export function FailureNotice() {
  if (failure.value === null) return null;
  const close = (): void => {
    failure.value = null;
  };
  return (
    <div class="notice bad" role="alert" data-notice="failure">
      <CloseButton label={siteWords[lang.value].close} onClose={close} />
      <p>{failure.value}</p>
    </div>
  );
}

interface CloseButtonProps {
  readonly label: string;
  readonly onClose: () => void;
}

/** A cross in the corner. */
export function CloseButton({ label, onClose }: CloseButtonProps) {
  return (
    <button type="button" class="close" aria-label={label} onClick={onClose}>
      ×
    </button>
  );
}
