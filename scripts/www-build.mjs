import { pathToFileURL } from "node:url";
import { build as vite } from "vite";
import { tsc } from "./lib/contents.mjs";
import { alone } from "./lib/lock.mjs";
import { inRoot } from "./lib/paths.mjs";
import { main } from "./lib/run.mjs";
import { step } from "./lib/step.mjs";

const sources = ["www/index.html", "www/src", "www/tsconfig.json", "www/vite.config.ts"];

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
      await vite({ configFile: inRoot("www/vite.config.ts"), logLevel: "warn" });
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(buildPage);
