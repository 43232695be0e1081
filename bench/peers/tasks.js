/** @module What the peers in JavaScript share: the task on the command line, and the note's data. Runs in build/peers. */

/** @typedef {{ cell: "RNN" | "LSTM" | "GRU", note: boolean, B: number, T: number, H: number, I: number }} Task */

/** Reads `note,rnn` or `LSTM,B,T,H,I`. @returns {Task} */
export function taskOf(/** @type {string} */ text) {
  const [name = "", ...rest] = text.split(",");
  const cell = /** @type {Task["cell"]} */ ((name === "note" ? (rest[0] ?? "") : name).toUpperCase());
  if (name === "note") return { cell, note: true, B: 1, T: cell === "RNN" ? 10 : 20, H: 32, I: 1 };
  const [B = 1, T = 1, H = 1, I = 1] = rest.map(Number);
  return { cell, note: false, B, T, H, I };
}

/** Gates of a cell. */
export const gates = { RNN: 1, LSTM: 4, GRU: 3 };

/** Sine and cosine over the note's segment k, as its programs make them. */
export function segment(/** @type {number} */ k, /** @type {Task} */ { cell, T }) {
  const parts = cell === "RNN" ? T : T - 1;
  const t = Array.from({ length: T }, (_, i) => (k + i / parts) * Math.PI);
  return { x: Float32Array.from(t, Math.sin), y: Float32Array.from(t, Math.cos) };
}

/** Standard normal numbers. */
export function normals(/** @type {number} */ count) {
  const draw = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Float32Array.from({ length: count }, draw);
}
