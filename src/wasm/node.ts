/** @module Node's own modules where there is Node, and null where there is none: nothing is imported, so pages can bundle it. */

/** What is used of Node. */
interface Builtins {
  readonly "node:fs": typeof import("node:fs");
  readonly "node:module": typeof import("node:module");
  readonly "node:os": typeof import("node:os");
  readonly "node:v8": typeof import("node:v8");
  readonly "node:worker_threads": typeof import("node:worker_threads");
}

/** One of Node's modules, or null outside Node, also where there is a `process` that is not Node's. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | null {
  if (typeof process === "undefined" || !process.versions?.node || "bun" in process.versions) return null;
  return (process.getBuiltinModule?.(name) as Builtins[Name] | undefined) ?? null;
}
