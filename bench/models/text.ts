/** @module Models of text: the next character, the class of a sentence, its translation. */
import { cat, functional, nn, optim, type Tensor } from "unrolled";
import { Inputs } from "../ops/task.ts";

/** A step of training, which returns the loss. */
export type TrainingStep = () => number;

const crossEntropy = new nn.CrossEntropyLoss();

/** Forward, backward and Adam. */
export function trained(model: nn.Module, lr: number, lossOf: () => Tensor, clip?: number): TrainingStep {
  const parameters = model.parameters();
  const optimizer = new optim.Adam(parameters, { lr });
  return () => {
    const loss = lossOf();
    optimizer.zeroGrad();
    loss.backward();
    if (clip !== undefined) nn.utils.clipGradNorm(parameters, clip);
    optimizer.step();
    return loss.item();
  };
}

/** The model of RL-Tools' tests/src/nn/layers/gru, on random bytes. */
class Characters extends nn.Module {
  readonly embedding = new nn.Embedding(256, 32);
  readonly gru = new nn.GRU(32, 64, { batchFirst: true });
  readonly hidden = new nn.Linear(64, 32);
  readonly out = new nn.Linear(32, 256);

  forward(x: Tensor): Tensor {
    const [y] = this.gru.forward(this.embedding.forward(x));
    return this.out.forward(this.hidden.forward(y).relu());
  }
}

export function characters(): TrainingStep {
  const [B, T] = [32, 64];
  const model = new Characters();
  const on = new Inputs("middling");
  const [x, y] = [on.classes(256, B, T), on.classes(256, B * T)];
  return trained(model, 1e-3, () => crossEntropy.forward(model.forward(x).view(B * T, 256), y));
}

/** The last states of both directions of the upper layer decide. */
class Classifier extends nn.Module {
  readonly embedding = new nn.Embedding(2000, 64);
  readonly lstm = new nn.LSTM(64, 64, { numLayers: 2, bidirectional: true, batchFirst: true });
  readonly out = new nn.Linear(128, 5);

  forward(x: Tensor, lengths: readonly number[]): Tensor {
    const embedded = this.embedding.forward(x);
    const packed = nn.utils.rnn.packPaddedSequence(embedded, lengths, {
      batchFirst: true,
      enforceSorted: false,
    });
    const [, [h]] = this.lstm.forward(packed);
    return this.out.forward(cat([h.select(0, 2), h.select(0, 3)], 1));
  }
}

export function classifier(): TrainingStep {
  const [B, T] = [32, 50];
  const model = new Classifier();
  const on = new Inputs("middling");
  const [x, y] = [on.classes(2000, B, T), on.classes(5, B)];
  const lengths = Array.from({ length: B }, (_, b) => 10 + ((b * 17) % 41));
  lengths[0] = T;
  return trained(model, 1e-3, () => crossEntropy.forward(model.forward(x, lengths), y));
}

/** Each step of the decoder, given the right word before, attends to all states of the encoder. */
class Translation extends nn.Module {
  readonly from = new nn.Embedding(200, 64);
  readonly to = new nn.Embedding(200, 64);
  readonly encoder = new nn.GRU(64, 128, { batchFirst: true });
  readonly decoder = new nn.GRU(64, 128, { batchFirst: true });
  readonly mix = new nn.Linear(256, 128);
  readonly out = new nn.Linear(128, 200);

  forward(x: Tensor, before: Tensor): Tensor {
    const [states, h] = this.encoder.forward(this.from.forward(x));
    const [y] = this.decoder.forward(this.to.forward(before), h);
    const context = functional.scaledDotProductAttention(y, states, states);
    return this.out.forward(this.mix.forward(cat([y, context], 2)).tanh());
  }
}

export function translation(): TrainingStep {
  const [B, T] = [32, 20];
  const model = new Translation();
  const on = new Inputs("middling");
  const [x, before, y] = [on.classes(200, B, T), on.classes(200, B, T), on.classes(200, B * T)];
  return trained(model, 1e-3, () => crossEntropy.forward(model.forward(x, before).view(B * T, 200), y));
}
