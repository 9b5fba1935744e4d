import { pathToFileURL } from "node:url";
import { buildContents } from "./lib/contents.mjs";
import { printFacade } from "./lib/facade.mjs";
import { alone } from "./lib/lock.mjs";
import { installPackage } from "./lib/package.mjs";
import { Failure, main } from "./lib/run.mjs";
import { bundleVendor } from "./lib/vendor.mjs";
import { buildWasm } from "./lib/wasm.mjs";
import { setUp } from "./setup.mjs";

// The core decodes every response, so it is optimised for speed; the local registry and the transactions are optimised
// for size.
const core = { name: "core", crate: ".", output: "pkg/core", sources: ["src"], optimisation: "-O3" };
const local = {
  name: "local",
  crate: "local-registry",
  output: "pkg/local-core",
  sources: ["src", "local-registry"],
  optimisation: "-Oz",
};
const transactions = {
  name: "transactions",
  crate: "transaction-core",
  output: "pkg/transaction-core",
  sources: ["src", "transaction-core"],
  optimisation: "-Oz",
};

const mirror = {
  name: "mirror",
  crate: "mirror-core",
  output: "pkg/mirror-core",
  sources: ["src", "mirror-core"],
  optimisation: "-O3",
};

// In the order of their dependencies.
const parts = {
  facade: printFacade,
  core: (env) => buildWasm(core, env),
  local: (env) => buildWasm(local, env),
  mirror: (env) => buildWasm(mirror, env),
  transactions: (env) => buildWasm(transactions, env),
  vendor: bundleVendor,
  contents: buildContents,
  package: installPackage,
};

/** Builds the npm package and installs it, as packed, in this work tree's `node_modules`. */
export async function build(names = Object.keys(parts)) {
  const unknown = names.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length) {
    throw new Failure(`No part "${unknown}"; there are ${Object.keys(parts).join(", ")}.`);
  }
  await alone(async () => {
    const env = await setUp();
    for (const name of names) {
      await parts[name](env);
    }
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  await main(() => build(names.length ? names : undefined));
}
