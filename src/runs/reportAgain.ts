/** @module How a model is used again: commands and a program. */

import { joined, paragraphs } from "../report/html.ts";
import { escapeHtml } from "../text/html.ts";
import { shellWord } from "../text/shell.ts";
import { jsonText } from "./names.ts";
import { runFiles } from "./record.ts";
import type { RunWords } from "./report/words.ts";
import type { RunResults } from "./results.ts";

/** The commands that go on from a run, and a program that does. */
export function againHtml({ name, plan }: RunResults, { again }: RunWords): string {
  const run = shellWord(`runs/${name}`);
  const { future } = plan.columns;
  const commands: readonly (readonly [string, string])[] = [
    ...(future.length > 0 ? [] : [[`npx unrolled forecast ${run}`, again.next] as const]),
    [`npx unrolled forecast ${run} --data NEWER.csv`, again.newer],
    [`npx unrolled backtest ${run}`, again.backtest],
  ];
  return joined(
    paragraphs([again.commands]),
    code(commands.map(([command, told]) => `# ${told}\n${command}`).join("\n\n")),
    paragraphs([future.length > 0 ? again.future : again.program]),
    code(program(`runs/${name}/${runFiles.best}`, future)),
  );
}

function program(path: string, future: readonly string[]): string {
  const ahead = future.map((name) => `${jsonText(name)}: [/* … */]`).join(", ");
  const given = future.length > 0 ? `undefined, { future: { ${ahead} } }` : "";
  return [
    'import { readFileSync } from "node:fs";',
    'import { Forecaster } from "unrolled/forecast";',
    "",
    `const forecaster = Forecaster.fromBytes(readFileSync(${jsonText(path)}));`,
    `const { time, targets } = forecaster.forecast(${given});`,
  ].join("\n");
}

function code(text: string): string {
  return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`;
}
