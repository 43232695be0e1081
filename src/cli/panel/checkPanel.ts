/** @module `unrolled check` on a panel: what it holds, its faults, and the command that trains on it. */
import type { Panel } from "../../data/panel/panel.ts";
import { type Fault, mended, withOption } from "../../data/series/checkSeries.ts";
import { AdvisedError, DataError } from "../../errors.ts";
import { type PanelPlan, panelPlanOf } from "../../forecast/panel/panelPlan.ts";
import { panelFacts } from "../../runs/panel/panelFiles.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import type { SeriesRequest } from "../forecast/commonOptions.ts";
import { commandOf, faultLines, faultText } from "../forecast/fileFaults.ts";
import type { GivenOptions } from "../forecast/flags.ts";
import { panelOptionsOf } from "../forecast/givenOptions.ts";
import { seriesWords } from "../forecast/words.ts";
import type { Process } from "../process.ts";
import { linesText, messageLines } from "../terminalGate.ts";
import { readPanelFile } from "./panelFile.ts";
import { introducePanel } from "./panelPrint.ts";

interface CheckedPanel {
  readonly panel: Panel | null;
  readonly faults: readonly Fault[];
  readonly given: GivenOptions;
}

/** All faults of a file, each mended by an option before the next is looked for. */
async function diagnosePanel({ data, given }: SeriesRequest): Promise<CheckedPanel> {
  const faults: Fault[] = [];
  let options = given;
  for (;;) {
    try {
      return { panel: await readPanelFile(data, options), faults, given: options };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const fault = mended(error, options, faults);
      faults.push(fault);
      if (fault.option === null || fault.value === undefined) return { panel: null, faults, given: options };
      options = withOption(options, fault.option, fault.value);
    }
  }
}

/** Returns 0 for a file without faults, 1 for one with some, 2 where options and rows do not fit together. */
export async function checkPanel(
  request: SeriesRequest,
  words: readonly string[],
  { lang, json }: { readonly lang: Lang; readonly json: boolean },
  { stdout }: Process,
): Promise<number> {
  const { panel, faults, given } = await diagnosePanel(request);
  const plan = panel === null ? null : planned(panel, given);
  const facts = panel && panelFacts(panel, request.data);
  const command = commandOf(words, faults);
  const text = seriesWords[lang];
  const isPlanned = plan !== null && !(plan instanceof AdvisedError);
  if (json)
    stdout.write(
      plainJson({
        panel: facts,
        plan: isPlanned ? plan : null,
        faults: [
          ...faults.map((fault) => ({
            what: faultText(fault, lang),
            option: fault.option,
            value: fault.value ?? null,
          })),
          ...(plan instanceof AdvisedError ? [{ what: plan.message }] : []),
        ],
        command: isPlanned ? command : null,
      }),
    );
  else
    stdout.write(
      linesText([
        ...(panel !== null && facts !== null && isPlanned
          ? [...introducePanel(panel, facts, plan, given.testFile, lang), ""]
          : []),
        ...(faults.length === 0
          ? [text.noFaults, text.train(command)]
          : [text.faults, ...faultLines(faults, panel !== null, words, lang)]),
        ...(plan instanceof AdvisedError ? ["", ...messageLines(plan.message)] : []),
      ]),
    );
  if (faults.length > 0) return 1;
  return plan instanceof AdvisedError ? 2 : 0;
}

function planned(panel: Panel, given: GivenOptions): PanelPlan | AdvisedError {
  try {
    return panelPlanOf(panel, panelOptionsOf(given));
  } catch (error) {
    if (error instanceof AdvisedError) return error;
    throw error;
  }
}
