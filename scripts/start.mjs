import { build } from "./build.mjs";
import { main } from "./lib/run.mjs";
import { start } from "./www-serve.mjs";

/** Builds what is missing, takes a short tour, and serves the demo page until it is stopped. */
await main(async () => {
  await build();
  await import("./tour.mjs");
  await start(process.argv.slice(2));
});
