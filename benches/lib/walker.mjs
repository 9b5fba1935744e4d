// A process with one client, which walks on request.
import { pathToFileURL } from "node:url";
import { contenders } from "./clients.mjs";
import { creditBatchPages, fetchPages, LETTERS } from "./pages.mjs";
import { kilogramsOf } from "./walking.mjs";

const [heyApiModule, letters, index, walks] = process.argv.slice(2);
const heyApi = await import(pathToFileURL(heyApiModule).href);
const { walk } = contenders(fetchPages(creditBatchPages(40, LETTERS[letters])), heyApi)[index];

async function walkAll() {
  let kilograms = 0;
  for (let left = Number(walks); left > 0; left -= 1) {
    kilograms += await kilogramsOf(walk);
  }
  process.send(kilograms);
}

process.on("message", () => void walkAll());
