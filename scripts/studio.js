/** @module `npm run studio`: sets everything up, then runs `unrolled studio` with the words given. */
import { setUp } from "./setup.js";

await setUp();
const { main } = await import(new URL("../dist/cli/main.js", import.meta.url).href);
process.exitCode = await main(["studio", ...process.argv.slice(2)]);
