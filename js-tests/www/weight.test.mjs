import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { files } from "../../scripts/lib/step.mjs";
import { buildPage } from "../../scripts/www-build.mjs";

const BUDGET = 250 * 1024;

before(() => buildPage());

/** The wasm of the local registry, transactions and the mirror; and the mirror's writer of Parquet, which the page never loads. */
const NOT_COUNTED = /\/(inline|parquet-writer)-.*\.js$/;

test("the page weighs at most 250 kB brotli, without the wasm that is inlined for the local registry, transactions and the mirror", () => {
  const weights = files("www/dist")
    .filter((file) => !NOT_COUNTED.test(file))
    .map((file) => [brotliCompressSync(readFileSync(inRoot(file))).length, file])
    .sort(([one], [other]) => other - one);
  const total = weights.reduce((sum, [weight]) => sum + weight, 0);
  assert.ok(total <= BUDGET, `${total} bytes:\n${weights.map((each) => each.join(" ")).join("\n")}`);
});

test("every address in the built page is relative", () => {
  const html = readFileSync(inRoot("www/dist/index.html"), "utf8");
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  assert.notEqual(addresses.length, 0);
  assert.deepEqual(
    addresses.filter((address) => !address.startsWith("./")),
    [],
  );
});
