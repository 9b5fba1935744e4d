import { build } from "./build.mjs";
import { main } from "./lib/run.mjs";

/** Writes what the package exports to pkg/api, for reviews to see. */
await main(async () => {
  await build();
  const { renewApi } = await import("./lib/api-report.mjs");
  await renewApi();
});
