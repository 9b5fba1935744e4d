import { build } from "./build.mjs";
import { main } from "./lib/run.mjs";

/** Writes the package's exports to pkg/api, for reviewers. */
await main(async () => {
  await build();
  const { renewApi } = await import("./lib/api-report.mjs");
  await renewApi();
});
