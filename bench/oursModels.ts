/** @module Training steps of whole models here, timed: `WARM SECONDS LEAST MODEL THREADS [deterministic]`. */
import { manualSeed, setDeterministic, setNumThreads } from "unrolled";
import { forecaster, segrnn } from "./models/series.ts";
import type { ModelName } from "./models/sizes.ts";
import { characters, classifier, type TrainingStep, translation } from "./models/text.ts";
import { paceOf, timeSteps } from "./pace.ts";

const models: Readonly<Record<ModelName, () => TrainingStep>> = {
  characters,
  classifier,
  translation,
  forecaster,
  segrnn,
};

const [warm = "0", seconds = "0", least = "1", name = "characters", threads = "1", ...modes] =
  process.argv.slice(2);

if (modes.includes("deterministic")) setDeterministic(true);
setNumThreads(Number(threads));
manualSeed(0);
const [, make] = Object.entries(models).find(([known]) => known === name) ?? [];
if (!make) throw new Error(`there is no model "${name}"`);
console.log(JSON.stringify(timeSteps(make(), paceOf([warm, seconds, least]))));
