import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { tsc } from "./lib/contents.mjs";
import { alone } from "./lib/lock.mjs";
import { inRoot } from "./lib/paths.mjs";
import { main } from "./lib/run.mjs";
import { step } from "./lib/step.mjs";

const sources = ["www/index.html", "www/src", "www/tsconfig.json", "www/vite.config.ts", "www/sample-figures.ts"];

/** Builds the demo page into `www/dist`: a static site for any folder of any host. Needs the installed package. */
export async function buildPage() {
  const plan = {
    name: "www",
    title: "Building the demo page",
    inputs: [...sources, "package-lock.json", "node_modules/isometric-registry"],
    outputs: ["www/dist"],
  };
  await alone(() =>
    step(plan, async () => {
      await tsc("www");
      const { build: vite } = await import("vite");
      await vite({ configFile: inRoot("www/vite.config.ts"), logLevel: "warn" });
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    await buildPage();
  });
}
