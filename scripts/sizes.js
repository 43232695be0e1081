/** @module Size budgets of the library in a web page, kernels included, and of the studio's pages. `--json` prints data. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** Budgets in bytes, gzip. @type {{ what: string, code: string, budget: number }[]} */
const budgets = [
  {
    what: "nn.RNN, optim.Adam and nn.MSELoss in a web page",
    code: `import { nn, optim, tensor } from "./dist/index.js";
      globalThis.made = [new nn.RNN(1, 32), new optim.Adam([tensor([1])]), new nn.MSELoss()];`,
    budget: 45_000,
  },
  {
    what: "all of unrolled",
    code: `export * from "./dist/index.js";`,
    budget: 82_500,
  },
];

/** The size of a bundle in bytes, minified and gzip, without the chunks that it imports on demand. */
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
  const chunks = output.flatMap((part) => (part.type === "chunk" ? [part] : []));
  const initial = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of initial)
    for (const other of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) initial.add(other);
  return chunks
    .filter(({ fileName }) => initial.has(fileName))
    .reduce((sum, { code }) => sum + gzipSync(code).length, 0);
}

function check(/** @type {{ what: string, gzip: number, budget: number }} */ { what, gzip, budget }) {
  const fits = gzip <= budget;
  process.stdout.write(
    `${what}: ${(gzip / 1000).toFixed(1)} kB gzip of ${budget / 1000} kB${fits ? "" : ": TOO LARGE"}\n`,
  );
  if (!fits) process.exitCode = 1;
}

/**
 * The files of a page of the studio: its HTML and all assets that it refers to, directly or indirectly; without those
 * that it imports on demand, such as the report, if `initial`. Asset names contain a hash, so a match is never accidental.
 */
function filesOf(/** @type {string} */ page, { initial = false } = {}) {
  const assets = readdirSync("dist/studio/assets").map((name) => `assets/${name}`);
  const /** @type {Set<string>} */ found = new Set([page]);
  for (const file of found) {
    const text = /\.(html|js|css)$/.test(file) ? readFileSync(`dist/studio/${file}`, "utf8") : "";
    const seen = initial ? text.replace(onDemand, "") : text;
    for (const name of assets) if (seen.includes(basename(name))) found.add(name);
  }
  return [...found, "icon.svg"];
}

/** Vite's list of what the dynamic imports of a chunk need, and those imports. */
const onDemand = /\bm\.f=\[[^\]]*\]|\bimport\([^)]*\)/g;

/** The total size of files in bytes, each compressed separately. */
function sizeOf(/** @type {string[]} */ files) {
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(`dist/studio/${name}`)).length, 0);
}

const sizes = [];
for (const { what, code, budget } of budgets) sizes.push({ what, gzip: await gzipSize(code), budget });
const pages = /** @type {const} */ ([
  ["the studio", "index.html", 208_000, 380_000],
  ["the page “Your data”", "data.html", 288_000, 332_000], // wide vectors, on demand, are 12 kB
  ["the page “Runs”", "runs.html", 89_000, 97_000], // a search of settings, on demand, is 7 kB
]);
for (const [what, page, opening, all] of pages) {
  sizes.push(
    { what: `${what}, initial load`, gzip: sizeOf(filesOf(page, { initial: true })), budget: opening },
    { what: `${what}, in total`, gzip: sizeOf(filesOf(page)), budget: all },
  );
}
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(sizes)}\n`);
else sizes.forEach(check);
