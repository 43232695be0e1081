/** @module The models of `bench -- models` and what they are; peers/pytorch_models.py has the same, with the same sizes. */

/** What a table says of each. */
export const modelNames = {
  characters: "characters: Embedding 256→32, GRU 32→64, Linear 64→32→256, B 32, T 64",
  classifier: "classifier: Embedding 2000→64, LSTM 64 bidirectional, 2 layers, packed, B 32, T 10–50",
  translation: "translation: GRU 128 encoder, GRU 128 decoder with attention, 200 words, B 32, T 20",
  forecaster: "default forecaster: GRU 64, look-back 48, horizon 24, B 32",
  segrnn: "SegRNN on ETTh1: width 512, look-back 96, horizon 96, 7 channels, B 256",
} as const;

export type ModelName = keyof typeof modelNames;
