/** @module Twenty seeds of each run: the fan of their losses, and how many have learnt. */
import { useMemo } from "preact/hooks";
import { tasks } from "../../../../src/note/tasks.ts";
import { formatLoss, formatValue, roundTo } from "../../../../src/text/format.ts";
import { Chart } from "../../../shared/charts/chart.tsx";
import { type Look, looksOf } from "../../../shared/charts/looks.ts";
import { lang } from "../../../shared/preferences.ts";
import type { SeedGroup, SeedsFrame } from "../../lab/seeds.ts";
import { seeds, startSeeds, stopSeeds } from "../../state/insideState.ts";
import { experiment } from "../../state/labSession.ts";
import { namesOf, words, wordsFor } from "../../words/words.ts";
import { reachOf, seedsPanel } from "./insidePanels.ts";

/** A quarter of the learning rate: enough for the note's networks to learn at 50 steps. */
const slower = 0.25;

/** Two buttons; then the fans, one for each learning rate, and a table. */
export function SeedsView() {
  const text = words[lang.value].seeds;
  const seen = seeds.value;
  const isRunning = seen?.isRunning === true;
  return (
    <section class="seeds" aria-labelledby="seeds-title">
      <h2 id="seeds-title">{text.title}</h2>
      <p>{text.why}</p>
      <div class="seed-buttons">
        <button type="button" data-seeds="same" disabled={isRunning} onClick={() => void startSeeds([1])}>
          {text.start}
        </button>
        <button
          type="button"
          data-seeds="slower"
          disabled={isRunning}
          onClick={() => void startSeeds([1, slower])}
        >
          {text.startSlower}
        </button>
        {isRunning && (
          <>
            <button type="button" data-seeds="stop" onClick={stopSeeds}>
              {text.stop}
            </button>
            <progress aria-label={text.title} value={seen.finished} max={seen.total} />
            <span class="hint">{text.progress(seen.finished, seen.total)}</span>
          </>
        )}
      </div>
      {seen && <Results seen={seen} />}
    </section>
  );
}

type NamedGroup = SeedGroup & { readonly name: string; readonly look: Look };

function Results({ seen }: { readonly seen: SeedsFrame }) {
  const text = words[lang.value];
  const named = useMemo(() => namedGroups(seen.groups), [seen]);
  const rates = [...new Set(named.map(({ rate }) => rate))];
  const isOld = named.some(({ run, settings, rate }) => !isOf(experiment.value.runs[run], settings, rate));
  return (
    <>
      {isOld && <p class="hint">{text.seeds.old}</p>}
      <div class="pair">
        {rates.map((rate) => (
          <Fan key={rate} all={named} rate={rate} />
        ))}
      </div>
      <Medians groups={named} />
    </>
  );
}

function namedGroups(groups: readonly SeedGroup[]): readonly NamedGroup[] {
  const runs = groups.filter(({ rate }) => rate === groups[0].rate).map(({ settings }) => settings);
  const looks = looksOf(runs);
  const names = namesOf(runs, lang.value);
  return groups.map((group) => ({
    ...group,
    look: looks[group.run],
    name: names[group.run],
  }));
}

/** Whether a run still has the settings that its seeds were trained with. */
function isOf(
  run: SeedGroup["settings"] | undefined,
  settings: SeedGroup["settings"],
  rate: number,
): boolean {
  return (
    run !== undefined &&
    JSON.stringify({ ...run, lr: roundTo(run.lr * rate, 6) }) === JSON.stringify(settings)
  );
}

function Fan({ all, rate }: { readonly all: readonly NamedGroup[]; readonly rate: number }) {
  const text = words[lang.value];
  const rateText = ratesText(all.filter((group) => group.rate === rate));
  const panel = useMemo(() => {
    const { floor } = tasks[all[0].settings.task];
    const groups = all.filter((group) => group.rate === rate);
    return seedsPanel(text, groups, reachOf(all, floor), floor);
  }, [all, rate, text]);
  return (
    <div data-fan={rate}>
      <h3>{text.seeds.atRate(rateText)}</h3>
      <Chart label={text.seeds.describe(rateText)} panel={panel} height={190} />
    </div>
  );
}

function ratesText(groups: readonly NamedGroup[]): string {
  return [...new Set(groups.map(({ settings }) => formatValue(settings.lr)))].join(" · ");
}

function Medians({ groups }: { readonly groups: readonly NamedGroup[] }) {
  const text = wordsFor(groups[0].settings.task, lang.value).seeds;
  return (
    <>
      <table class="small" data-table="seeds">
        <caption>{text.caption}</caption>
        <thead>
          <tr>
            {text.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, settings, final, finished, learnt, rate, run }) => (
            <tr key={`${rate} ${run}`}>
              <th scope="row">{name}</th>
              <td>{formatValue(settings.lr)}</td>
              <td>{final ? formatLoss(final.median, 2) : "–"}</td>
              <td>{final ? `${formatLoss(final.q1, 2)} – ${formatLoss(final.q3, 2)}` : "–"}</td>
              <td>{text.of(learnt, finished)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="sentence" data-sentence="seeds">
        {text.verdict(groups)} {text.learntMeans}
      </p>
    </>
  );
}
