/** @module What a worker says of a job that it has: plain JSON in the job's progress. */
import type { Json } from "../../../jobs/job.ts";

export interface JobProgress {
  /** Name and process of the worker. */
  readonly worker: string;
  /** What the job has reported last. */
  readonly report?: Json;
  /** Why the worker has given the job back. */
  readonly givenBack?: string;
}

/** Progress from a queue; null for what is none. */
export function readProgress(value: unknown): JobProgress | null {
  if (typeof value !== "object" || value === null) return null;
  const { worker, report, givenBack }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof worker !== "string") return null;
  return {
    worker,
    ...(isJson(report) && { report }),
    ...(typeof givenBack === "string" && { givenBack }),
  };
}

function isJson(value: unknown): value is Json {
  return value !== undefined && typeof value !== "function";
}
