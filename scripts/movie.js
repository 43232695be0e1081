/** @module The moving picture of the README: the first segments of the tutorial's RNN, as an SVG. Needs `npm run build -- library`. */
import { writeFileSync } from "node:fs";

const { Program } = await import(new URL("../dist/note/program.js", import.meta.url).href);
const { rnnProgram } = await import(new URL("../dist/note/settings.js", import.meta.url).href);

const [width, height, middle, amplitude, top] = [860, 250, 140, 68, 56];
const perSegment = 72;
const segments = 56;
const [seconds, rest] = [16, 2];
const now = width - 40; // where the line is drawn; time moves to the left of it

const texts = {
  en: ["input: sin t", "target: cos t", "the RNN's answer", "segment"],
  zh: ["输入：sin t", "目标：cos t", "RNN 的回答", "段"],
};

const program = new Program({ ...rnnProgram, steps: segments });
const trained = Array.from({ length: segments }, () => program.trainSegment());
const length = segments * perSegment;

/** A sample of segment k at time t: segments are π long. @type {(t: number, value: number) => string} */
const point = (t, value) => {
  const x = (t / Math.PI) * perSegment;
  return `${x.toFixed(1)} ${(middle - amplitude * Math.max(-1.25, Math.min(1.25, value))).toFixed(1)}`;
};

/** @type {(key: "input" | "target" | "prediction") => string} */
const pathOf = (key) =>
  `M${trained
    .flatMap((segment) =>
      Array.from(segment.t, (/** @type {number} */ t, /** @type {number} */ i) => point(t, segment[key][i])),
    )
    .join("L")}`;

for (const [lang, [input, target, answer, unit]] of Object.entries(texts)) {
  const ticks = trained
    .filter(({ index }) => index % 4 === 0)
    .map(({ index }) => `<text x="${index * perSegment}" y="${height - 12}">${unit} ${index + 1}</text>`);
  const end = seconds / (seconds + rest);
  writeFileSync(
    new URL(`../docs/images/learning-${lang}.svg`, import.meta.url),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>
text { font: 13px system-ui, sans-serif; fill: #57606a } path { fill: none; stroke-width: 2.2; stroke-linejoin: round }
.paper { fill: #ffffff } .input { stroke: #8c959f; stroke-width: 1.2 } .now { stroke: #8c959f; stroke-dasharray: 2 4; stroke-width: 1 }
.target { stroke: #c8102e; stroke-dasharray: 3 4 } .answer { stroke: #1257a8; stroke-width: 3 }
@media (prefers-color-scheme: dark) {
.paper { fill: #14181f } text { fill: #a3adb8 } .input, .now { stroke: #6e7781 } .target { stroke: #ff6b6b } .answer { stroke: #6cb6ff }
}
</style>
<rect class="paper" width="${width}" height="${height}" rx="8"/>
<path class="input" d="M24 26h34"/><text x="66" y="31">${input}</text>
<path class="target" d="M204 26h34"/><text x="246" y="31">${target}</text>
<path class="answer" d="M384 26h34"/><text x="426" y="31">${answer}</text>
<clipPath id="past"><path d="M0 ${top - 10}H${now}V${height}H0z"/></clipPath>
<path class="now" d="M${now} ${top}V${height - 30}"/>
<g clip-path="url(#past)"><g>
<animateTransform attributeName="transform" type="translate" values="${now};${now - length};${now - length}" keyTimes="0;${end.toFixed(3)};1" dur="${seconds + rest}s" repeatCount="indefinite"/>
<path class="input" d="${pathOf("input")}"/>
<path class="target" d="${pathOf("target")}"/>
<path class="answer" d="${pathOf("prediction")}"/>
${ticks.join("\n")}
</g></g>
</svg>
`,
  );
}
