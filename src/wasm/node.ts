/**
 * @module Node's built-in modules, which Deno and Bun have too, or null elsewhere. Nothing is imported, so bundlers for web
 * pages need no shim.
 */

interface Builtins {
  readonly "node:fs": typeof import("node:fs");
  readonly "node:module": typeof import("node:module");
  readonly "node:os": typeof import("node:os");
  readonly "node:v8": typeof import("node:v8");
  readonly "node:worker_threads": typeof import("node:worker_threads");
}

/** A built-in module of Node; null in pages, even if there is a `process` that is not Node's. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | null {
  if (typeof process === "undefined" || !process.versions?.node) return null;
  return (process.getBuiltinModule?.(name) as Builtins[Name] | undefined) ?? null;
}
