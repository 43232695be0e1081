/**
 * @module `npm run docs`: the API pages in build/docs, by `deno doc`. `-- --lint`: checks that all of the public API has
 * docstrings and explicit types, and refers to public types only.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { build } from "./build.js";
import { install } from "./install.js";
import { denoPath } from "./runtimeBinaries.js";

/**
 * The entry points of the package, and its namespaces, which `deno doc` does not follow: what they export, and from where it
 * is imported.
 */
const modules = {
  "index.ts": ["unrolled", ""],
  "functional/index.ts": ["unrolled", "functional"],
  "nn/index.ts": ["unrolled", "nn"],
  "nn/init.ts": ["unrolled", "nn.init"],
  "nn/utils/index.ts": ["unrolled", "nn.utils"],
  "nn/utils/rnn.ts": ["unrolled", "nn.utils.rnn"],
  "optim/index.ts": ["unrolled", "optim"],
  "optim/lrScheduler/index.ts": ["unrolled", "optim.lrScheduler"],
  "train/index.ts": ["unrolled/train", ""],
  "data/index.ts": ["unrolled/data", ""],
  "forecast/index.ts": ["unrolled/forecast", ""],
  "interop/index.ts": ["unrolled/interop", ""],
  "jobs/index.ts": ["unrolled/jobs", ""],
  "figures/index.ts": ["unrolled/figures", ""],
};

const folder = "build/docs";
const files = Object.keys(modules).map((file) => `src/${file}`);

/** Runs `deno doc` without the warnings about types of Node, which it does not find. Returns its exit code. */
function denoDoc(/** @type {string[]} */ ...args) {
  const env = { ...process.env, NO_COLOR: "1" };
  const { status, stdout, stderr, error } = spawnSync(denoPath(), ["doc", ...args, ...files], {
    encoding: "utf8",
    env,
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  const lines = `${stdout}${stderr}`.split("\n");
  const isNoise = (/** @type {string} */ line) =>
    line.startsWith("Warning Failed resolving types") || /^ {4}at .*@types\/node/.test(line);
  process.stdout.write(lines.filter((line) => !isNoise(line)).join("\n"));
  return status ?? 1;
}

/** What is imported for a name of a module. */
function importOf(/** @type {string} */ name, /** @type {[string, string]} */ [from, space]) {
  const [outer] = space.split(".");
  return outer
    ? `import { ${outer} } from &quot;${from}&quot;; // ${space}.${name.replace("type ", "")}`
    : `import { ${name} } from &quot;${from}&quot;;`;
}

/** The pages know files, where a program imports from the package. */
function mendImports() {
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".html")) continue;
    const page = readFileSync(join(folder, path), "utf8");
    const mended = page.replace(
      /import \{ ([^}]+) \} from &quot;([^&]+(?:&#x2F;[^&]+)*)&quot;;/g,
      (whole, name, file) => {
        const found = Object.entries(modules).find(([key]) => key === file.replaceAll("&#x2F;", "/"));
        return found === undefined ? whole : importOf(name, /** @type {[string, string]} */ (found[1]));
      },
    );
    if (mended !== page) writeFileSync(join(folder, path), mended);
  }
}

/** The first page, which is empty, gets the list of modules with what they are about. */
function writeIndex() {
  const items = Object.entries(modules).map(([file, [from = "", space]]) => {
    const about = /@module ([^\n]*?)\s*(?:\*\/|\n)/.exec(readFileSync(`src/${file}`, "utf8"))?.[1] ?? "";
    const title = space ? `${from}: ${space}` : from;
    return `<h3><a href="./${file}/index.html">${title}</a></h3><p>${about}</p>`;
  });
  const path = join(folder, "index.html");
  const page = readFileSync(path, "utf8");
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const main = `<main><div class="markdown"><h1>Unrolled ${version}</h1>${items.join("")}</div></main>`;
  if (!page.includes("<main></main>")) throw new Error("deno doc has changed its first page");
  writeFileSync(path, page.replace("<main></main>", main));
}

async function main() {
  install();
  await build("kernels");
  if (process.argv.includes("--lint")) return denoDoc("--lint");
  rmSync(folder, { recursive: true, force: true });
  const code = denoDoc("--html", "--name=Unrolled", `--output=${folder}`);
  if (code !== 0) return code;
  mendImports();
  writeIndex();
  process.stdout.write(`${folder}/index.html\n`);
  return 0;
}

process.exitCode = await main();
