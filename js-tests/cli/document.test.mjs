import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { calls } from "../contract/calls.mjs";
import { documentPath, needsDocument } from "../contract/document.mjs";
import { startPrism } from "../contract/prism.mjs";
import { credentials, run } from "./support.mjs";
import { wordsOf } from "./words.mjs";

describe("a server that holds requests to the published document", needsDocument, () => {
  let prism;

  before(async () => {
    prism = await startPrism(documentPath);
  });
  after(() => prism?.stop());

  // Prism cannot make up an answer that fits the price pattern of stripe.configuration.
  for (const call of calls.filter(({ body, operation }) => body === null && operation !== "stripe.configuration")) {
    const words = wordsOf(call);
    test(`answers ${words.slice(0, 2).join(" ")}`, async () => {
      const { status, stdout, stderr } = await run([...words, "--json", "--base-url", prism.address], {
        env: credentials,
      });
      assert.equal(status, 0, stderr);
      JSON.parse(stdout);
    });
  }
});
