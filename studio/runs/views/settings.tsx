/** @module The settings of a run: data, model, split and training. */
import { isBaseline } from "../../../src/forecast/options.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { planName } from "../../../src/forecast/scores/methodNames.ts";
import type { RunConfig } from "../../../src/runs/files.ts";
import { terms } from "../../../src/runs/terms.ts";
import { lang } from "../../shared/preferences.ts";
import { runsWords } from "../words/zh.ts";

/** A term and its description. */
type Setting = readonly [term: string, description: string];

/** A card with a list of terms and descriptions. */
export function Settings({ config }: { readonly config: RunConfig }) {
  return (
    <section class="card" aria-labelledby="config-title">
      <h3 id="config-title">{runsWords[lang.value].settings.title}</h3>
      <dl class="config">
        {settingsOf(config).map(([term, description]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function settingsOf({ data, plan, unrolled }: RunConfig): Setting[] {
  const text = runsWords[lang.value].settings;
  const { model, modelOptions, columns, horizon, lookback, season, split } = plan;
  const [train, validation, test] = [split.train, split.validation, split.test].map(
    ({ from, until }) => until - from,
  );
  const bounds = terms[lang.value].bounds(plan);
  const options = Object.entries(modelOptions).map(([name, value]) => `${name} ${value}`);
  const covariates = columnsOf(plan);
  return [
    [text.data, text.rows(fileNameOf(data.file), data.rows, data.from, data.until)],
    [
      text.forecast,
      [
        text.steps(columns.targets.join(text.comma), horizon, lookback),
        ...(bounds === "" ? [] : [bounds]),
      ].join(text.comma),
    ],
    [
      text.model,
      [planName(plan, lang.value), ...(plan.members === undefined ? options : [])].join(text.comma),
    ],
    ...(covariates.length > 0 ? [[text.columns, covariates.join("; ")] as const] : []),
    [
      text.season,
      season === null ? text.noSeason : (plan.seasons ?? [season]).map(text.seasonSteps).join(text.comma),
    ],
    [text.split, text.sets(train, validation, test)],
    ...(isBaseline(model) ? [] : [[text.training, trainingOf(plan).join(text.comma)] as const]),
    ["Unrolled", unrolled],
  ];
}

function columnsOf({ columns: { covariates, future, calendar } }: Plan): string[] {
  const text = runsWords[lang.value].settings;
  const line = (write: (names: string) => string, names: readonly string[]): string[] =>
    names.length > 0 ? [write(names.join(text.comma))] : [];
  return [
    ...line(text.covariates, covariates),
    ...line(text.future, future),
    ...line(text.calendar, calendar),
  ];
}

function trainingOf({ loss, epochs, batchSize, lr, lrDecay, patience, clip, scaler, seed }: Plan): string[] {
  const text = runsWords[lang.value].settings;
  const decay = lrDecay === null ? text.plateau : text.decay(lrDecay);
  return [
    text.loss(loss),
    text.epochs(epochs),
    text.batch(batchSize),
    text.rate(lr),
    ...(lrDecay === 1 ? [] : [decay]),
    text.patience(patience),
    clip === null ? text.noClip : text.clip(clip),
    text.scaler(scaler),
    text.seed(seed),
  ];
}

/** The name of a file: its path is relative to the folder of the run, not to that of the reader. */
export function fileNameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
