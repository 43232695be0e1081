/** @module `npm run unrolled -- train data.csv …`: sets everything up, then runs a command. */
import { setUp } from "./setup.js";

await setUp();
const { main } = await import(new URL("../dist/cli/main.js", import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
