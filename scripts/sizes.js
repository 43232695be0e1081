/** @module Size budgets: what a web page loads for an RNN, Adam and a loss, kernels included; and the studio's page. `--json`: as data. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** In bytes, gzip. @type {{ what: string, code: string, budget: number }[]} */
const budgets = [
  {
    what: "nn.RNN, optim.Adam and nn.MSELoss in a web page",
    code: `import { nn, optim, tensor } from "./dist/index.js";
      globalThis.made = [new nn.RNN(1, 32), new optim.Adam([tensor([1])]), new nn.MSELoss()];`,
    budget: 45_000,
  },
  {
    what: "everything of unrolled",
    code: `export * from "./dist/index.js";`,
    budget: 60_000,
  },
];

/** Bytes of a bundle, minified and gzip. */
async function gzipSize(/** @type {string} */ code) {
  const entry = "virtual-entry";
  const bundle = await rolldown({
    input: entry,
    platform: "browser",
    plugins: [
      {
        name: "entry",
        resolveId: (id) =>
          id === entry ? id : id.startsWith("./dist") ? `${process.cwd()}/${id.slice(2)}` : null,
        load: (id) => (id === entry ? code : null),
      },
    ],
  });
  const { output } = await bundle.generate({ minify: true });
  await bundle.close();
  return output.reduce((sum, part) => sum + (part.type === "chunk" ? gzipSync(part.code).length : 0), 0);
}

function check(/** @type {{ what: string, gzip: number, budget: number }} */ { what, gzip, budget }) {
  const fits = gzip <= budget;
  process.stdout.write(
    `${what}: ${(gzip / 1000).toFixed(1)} kB gzip of ${budget / 1000} kB${fits ? "" : ": TOO LARGE"}\n`,
  );
  if (!fits) process.exitCode = 1;
}

/** The studio's page, and what it loads only for a drawing to take away. */
function pageSize(/** @type {(name: string) => boolean} */ isCounted) {
  const files = readdirSync("dist/studio", { recursive: true, encoding: "utf8" });
  const counted = files.filter((name) => /\.\w+$/.test(name) && isCounted(name));
  return counted.reduce((sum, name) => sum + gzipSync(readFileSync(`dist/studio/${name}`)).length, 0);
}

const sizes = [];
for (const { what, code, budget } of budgets) sizes.push({ what, gzip: await gzipSize(code), budget });
const isCharts = (/** @type {string} */ name) => name.includes("echarts");
const isOfRuns = (/** @type {string} */ name) => /\bruns[-.]/.test(name); // what no other page loads
sizes.push(
  {
    what: "the studio, as it opens",
    gzip: pageSize((name) => !isCharts(name) && !isOfRuns(name)),
    budget: 155_000,
  },
  { what: "what its page of runs adds", gzip: pageSize(isOfRuns), budget: 15_000 },
  { what: "everything of the studio", gzip: pageSize(() => true), budget: 345_000 },
);
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(sizes)}\n`);
else sizes.forEach(check);
