import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCrates, isAllowed } from "../scripts/lib/crates.mjs";

test("licences are judged by the whole expression", () => {
  for (const expression of [
    "MIT",
    "MIT OR Apache-2.0",
    "MIT/Apache-2.0",
    "GPL-3.0 OR MIT",
    "(MIT OR Apache-2.0) AND Unicode-3.0",
    "Unlicense OR MIT",
  ]) {
    assert.ok(isAllowed(expression), expression);
  }
  for (const expression of [
    "",
    "GPL-3.0",
    "MIT AND GPL-3.0",
    "GPL-3.0 AND (MIT OR ISC)",
    "(MIT",
    "MIT OR",
    "MPL-2.0",
    "MIT)",
  ]) {
    assert.ok(!isAllowed(expression), expression);
  }
});

test("every crate is from crates.io and under a licence that asks for nothing but its text", () => checkCrates());
