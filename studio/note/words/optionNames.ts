/** @module Values of settings that are called the same in every language. */
import { layerClasses, optimizerClasses } from "../../../src/note/code/codeParts.ts";

/** Layers and optimisers as PyTorch names them, and how it draws random states. */
export const optionNames: Readonly<Record<string, string>> = {
  ...layerClasses,
  ...optimizerClasses,
  random: "torch.randn",
};
