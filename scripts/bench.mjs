import { build } from "./build.mjs";
import { main, run } from "./lib/run.mjs";

/** `npm run bench` measures everything; `npm run bench -- decode walk` some of it. */
await main(async () => {
  await build();
  await run(process.execPath, ["--expose-gc", "benches/run.mjs", ...process.argv.slice(2)], { stdio: "inherit" });
});
