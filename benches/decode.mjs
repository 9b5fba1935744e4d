import assert from "node:assert/strict";
import { ajvPage } from "./lib/ajv-page.mjs";
import { compare, print } from "./lib/measure.mjs";
import { creditBatchPages } from "./lib/pages.mjs";
import { openSeam } from "./lib/seam.mjs";
import { zodPage } from "./lib/zod-page.mjs";

/** Decoding alone, at the seam between bytes and objects: a page, and the smallest single object. */
export async function benchDecode() {
  const decoderOf = await openSeam();
  const decoder = new TextDecoder();
  const parse = (bytes) => JSON.parse(decoder.decode(bytes));

  const [page] = creditBatchPages(1);
  const decodeBatches = decoderOf("Page<CreditBatch>");
  const decodePage = () => decodeBatches(page);
  assert.deepEqual(decodePage(), zodPage.parse(parse(page)));
  const times = (count, run) => () => {
    for (let left = count; left > 1; left -= 1) run();
    return run();
  };
  const rows = await compare([
    { name: "TextDecoder + JSON.parse", run: times(200, () => parse(page)) },
    { name: "isometric-registry", run: times(200, decodePage) },
    { name: "JSON.parse + ajv", run: times(200, () => ajvPage(parse(page))) },
    { name: "JSON.parse + zod, with bigints", run: times(200, () => zodPage.parse(parse(page))) },
  ]);
  print(`Decoding a page of 50 credit batches (${(page.length / 1000).toFixed(1)} kB), 200 times`, rows, { "isometric-registry": 0.6 });

  const decodeOrganisation = decoderOf("Organisation");
  const single = new TextEncoder().encode("{\"id\":\"org_1GB56M1ST1S0GVNA\",\"name\":\"Sample Buyer\",\"domain\":\"buyer.example\"}");
  print(
    "Decoding a single organisation, 20,000 times",
    await compare([
      { name: "TextDecoder + JSON.parse", run: times(20_000, () => parse(single)) },
      { name: "isometric-registry", run: times(20_000, () => decodeOrganisation(single)) },
    ]),
  );
}
