import { build } from "./build.mjs";
import { main } from "./lib/run.mjs";

await main(async () => {
  await build();
  await import("./tour.mjs");
});
