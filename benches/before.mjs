import path from "node:path";
import { pathToFileURL } from "node:url";
import { RESPONSES } from "./lib/bodies.mjs";
import { compareKinds, prepareKinds } from "./lib/kinds.mjs";
import { assertSame } from "./lib/same.mjs";
import { openSeam, openSeamAt } from "./lib/seam.mjs";

/** As fast as before, and a little for how much two measurements of the same differ. */
const TARGET = 1.05;

/**
 * Compares decoding by this build with an earlier one, whose compiled façade (`pkg/dist`) is given in the variable
 * `BEFORE`.
 */
export async function benchBefore() {
  const folder = process.env["BEFORE"];
  if (folder === undefined) {
    console.log("\nDecoding beside an earlier build: BEFORE does not name its pkg/dist.");
    return;
  }
  const [before, now] = [await openSeamAt(pathToFileURL(`${path.resolve(folder)}/`)), await openSeam()];
  const tables = await prepareKinds(RESPONSES, (typeName, all) => {
    const [old, ours] = [before(typeName), now(typeName)];
    for (const bytes of all) {
      assertSame(ours(bytes), old(bytes), typeName);
    }
    return [
      { name: "before", run: (index) => old(all[index % all.length]) },
      { name: "now", run: (index) => ours(all[index % all.length]) },
    ];
  });
  await compareKinds("Decoding each kind of response, beside an earlier build", tables, TARGET);
}
