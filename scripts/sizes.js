/** @module Size budgets: what a web page loads for an RNN, Adam and a loss, kernels included; and the studio's page. `--json`: as data. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
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

/**
 * The files of a page of the studio: its HTML, and whatever is named in it, in what is named there, and so on. Their
 * names hold a hash, so none is named by chance.
 */
function filesOf(/** @type {string} */ page) {
  const assets = readdirSync("dist/studio/assets").map((name) => `assets/${name}`);
  const /** @type {Set<string>} */ found = new Set([page]);
  for (const file of found) {
    const text = /\.(html|js|css)$/.test(file) ? readFileSync(`dist/studio/${file}`, "utf8") : "";
    for (const name of assets) if (text.includes(basename(name))) found.add(name);
  }
  return [...found, "icon.svg"];
}

/** Bytes of some files, each gzip by itself. */
function sizeOf(/** @type {string[]} */ files) {
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(`dist/studio/${name}`)).length, 0);
}

const sizes = [];
for (const { what, code, budget } of budgets) sizes.push({ what, gzip: await gzipSize(code), budget });
/** What draws figures to take away, and the report: a page loads it only when somebody asks for one. */
const isLater = (/** @type {string} */ name) => /\/(?:echarts|runReport)-/.test(name);
const pages = /** @type {const} */ ([
  ["the studio", "index.html", 155_000, 330_000],
  ["its page “Your data”", "data.html", 200_000, 400_000],
  ["its page “Runs”", "runs.html", 65_000, 65_000],
]);
for (const [what, page, opening, all] of pages) {
  const files = filesOf(page);
  const gzip = sizeOf(files.filter((name) => !isLater(name)));
  sizes.push(
    { what: `${what}, as it opens`, gzip, budget: opening },
    { what: `everything of ${what}`, gzip: sizeOf(files), budget: all },
  );
}
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(sizes)}\n`);
else sizes.forEach(check);
