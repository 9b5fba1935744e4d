import { build } from "./build.mjs";
import { inRoot } from "./lib/paths.mjs";
import { main, run } from "./lib/run.mjs";

/** Writes the API reference, out of the built types, to target/api. */
await main(async () => {
  await build();
  await run(process.execPath, [inRoot("node_modules/typedoc/bin/typedoc")], { stdio: "inherit" });
});
