import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { inRoot } from "./lib/paths.mjs";
import { main, run } from "./lib/run.mjs";

/** Writes the API reference, out of the built types, to target/api. It fails on an export without documentation. */
export async function writeReference() {
  await run(process.execPath, [inRoot("node_modules/typedoc/bin/typedoc"), "--logLevel", "Warn"], { stdio: "inherit" });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    await writeReference();
    console.log("The API reference is in target/api.");
  });
}
