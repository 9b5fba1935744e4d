import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import type { Plugin } from "vite";
import { type Figures, figuresOf } from "./src/queries/figures.ts";
import { loadOverview } from "./src/queries/overview.ts";

const NAME = "virtual:sample-figures";

/**
 * Prints the sample's figures into the page as `virtual:sample-figures`. The same seed gives the same sample, so they can show
 * before its ledger is there.
 */
export const sampleFigures = (): Plugin => ({
  name: "sample-figures",
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  async load(id) {
    return id === `\0${NAME}` ? `export const figures = ${print(await readFigures())};` : undefined;
  },
});

async function readFigures(): Promise<Figures> {
  const { baseUrl, fetch, accounts } = await createLocalRegistry();
  const registry = new RegistryClient({ baseUrl, fetch, clientSecret: accounts[0]?.clientSecret });
  return figuresOf(await loadOverview(registry, new AbortController().signal));
}

const print = (figures: Figures): string =>
  `{ ${Object.entries(figures)
    .map(([name, value]) => `${name}: ${value}${typeof value === "bigint" ? "n" : ""}`)
    .join(", ")} }`;
