/** @module Names of models as they are written in every language. */

/** By their name in a plan. */
export const methodNames: Readonly<Record<string, string>> = {
  rnn: "RNN",
  lstm: "LSTM",
  gru: "GRU",
  segrnn: "SegRNN",
  nlinear: "NLinear",
  dlinear: "DLinear",
};
