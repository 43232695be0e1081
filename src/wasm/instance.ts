/** @module The kernels, compiled once on first use, and the one memory they work in. */
import { type Kernels, strictBase64 } from "./kernels.generated.ts";

/** The memory of the kernels: it grows as needed and holds nothing between two calls. */
export const memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 16 });

let instance: Kernels | undefined;

/** The kernels' exports. Pointers are byte offsets into `memory`. */
export function kernels(): Kernels {
  instance ??= instantiate();
  return instance;
}

function instantiate(): Kernels {
  const bytes = Uint8Array.from(atob(strictBase64), (letter) => letter.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return exports as unknown as Kernels; // the names and types were generated from the same source
}
