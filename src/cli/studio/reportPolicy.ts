/**
 * @module What a run's report may do in the browser. It is a file that somebody may have given to a person, or that was
 * made of columns with hostile names: it may look like itself, and reach nothing.
 */
import { createHash } from "node:crypto";

/**
 * The Content-Security-Policy for a report. In its sandbox it is of no origin: neither the studio's page nor its server
 * would know it, and it has no connection anyway. Its one inline script, which switches languages, is allowed by its hash;
 * where there are more, somebody else has written there, and none is.
 */
export function reportPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script/gis)];
  const [own] = scripts;
  const isOwn = scripts.length === 1 && own[1].trim() === "";
  const script = isOwn ? `'sha256-${createHash("sha256").update(own[2]).digest("base64")}'` : "'none'";
  return [
    "default-src 'none'",
    `script-src ${script}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    `sandbox allow-popups allow-downloads${isOwn ? " allow-scripts" : ""}`,
  ].join("; ");
}
