/** @module `npm run fix`: formats everything, and repairs what the linter can repair by itself. */
import { run, setUp } from "./setup.js";

await setUp();
run(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "check", "--write"]);
