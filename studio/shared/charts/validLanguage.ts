/**
 * @module Gives the browser a valid language before uPlot asks for one. Chromium under LANG=POSIX calls itself
 * "en-US@posix", which `Intl.NumberFormat` rejects with a RangeError; uPlot formats numbers in that language as it loads.
 */

try {
  new Intl.NumberFormat(navigator.language);
} catch {
  const [language] = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*/i.exec(navigator.language) ?? ["en-US"];
  Object.defineProperty(navigator, "language", { value: language, configurable: true });
}
