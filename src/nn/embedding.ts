/** @module The embedding layer. */
import { closed } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import { embedding, rowOfPadding } from "../functional/embedding.ts";
import { checkTensor, type Tensor } from "../tensor/tensor.ts";
import { normal_ } from "./init.ts";
import { Module, Parameter } from "./module.ts";

/** Options of `Embedding`. */
export interface EmbeddingOptions {
  /** A row that starts at 0 and is not trained; negative values count from the end. */
  readonly paddingIdx?: number | null;
}

/** Options of `Embedding.fromPretrained`. */
export interface PretrainedOptions extends EmbeddingOptions {
  /** Whether the table is left as it is, as by default, rather than trained. */
  readonly freeze?: boolean;
}

/**
 * A trained lookup table: one row for each of K symbols, such as letters or days of the week.
 *
 *     x (…) whole numbers 0 … K − 1  →  y (…, E)        K = numEmbeddings, E = embeddingDim
 *
 * Rows start from N(0, 1), with the values that PyTorch draws. Throws ValueError for an index or a `paddingIdx` outside the
 * table. Source: torch.nn.Embedding.
 */
export class Embedding extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "Embedding";
  /** The index whose gradient stays zero; null for none. */
  readonly paddingIdx: number | null;
  /** A row for each index (K, E). */
  weight: Parameter; // (K, E)

  /** Rows from a tensor (K, E), whose values are shared. Throws ShapeError for a tensor without two axes. */
  static fromPretrained(embeddings: Tensor, options: PretrainedOptions = {}): Embedding {
    const known = { freeze: 0, paddingIdx: 0 };
    const { freeze = true, paddingIdx = null } = closed("Embedding.fromPretrained", options, known);
    checkTensor("Embedding.fromPretrained", "embeddings", embeddings);
    if (embeddings.shape.length !== 2)
      throw new ShapeError(
        `Embeddings parameter is expected to be 2-dimensional\n  it is (${embeddings.shape.join(", ")})`,
      );
    const [K, E] = embeddings.shape;
    const layer = new Embedding(K, E, { paddingIdx }, embeddings);
    layer.weight.requiresGrad = !freeze;
    return layer;
  }

  /** A table of rows drawn from a normal distribution, as in PyTorch; that of `paddingIdx` is zero. */
  constructor(numEmbeddings: number, embeddingDim: number, options?: EmbeddingOptions);
  /** @internal `weight` is that of `fromPretrained`; without it, rows are drawn. */
  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    options: EmbeddingOptions | undefined,
    weight: Tensor | null,
  );
  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    options: EmbeddingOptions = {},
    weight: Tensor | null = null,
  ) {
    super();
    const { paddingIdx = null } = closed("Embedding", options, { paddingIdx: 0 });
    this.paddingIdx = rowOfPadding(paddingIdx, numEmbeddings);
    this.weight = new Parameter(weight ?? [numEmbeddings, embeddingDim]);
    if (weight !== null) return;
    normal_(this.weight);
    if (this.paddingIdx !== null) {
      const start = this.paddingIdx * embeddingDim;
      this.weight.data.fill(0, start, start + embeddingDim);
    }
  }

  /** indices (…) → their rows (…, E). */
  forward(x: Tensor): Tensor {
    return embedding(x, this.weight, { paddingIdx: this.paddingIdx });
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    const padding = this.paddingIdx === null ? [] : [`padding_idx=${this.paddingIdx}`];
    return [...this.weight.shape, ...padding].join(", ");
  }
}
