import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accepts, attempt, refuses } from "./attempt.mjs";

describe("years, times and statuses", () => {
  for (const vintage of [1900, 2100]) {
    accepts("retireOldest", `the vintage ${vintage}`, { vintage });
  }
  for (const vintage of [1899, 2101, 2023.5, "2023", 0]) {
    refuses("retireOldest", `the vintage ${vintage}`, { vintage }, "vintage");
  }

  for (const issued_after of [new Date(0), "2024-02-29T23:59:60.123456789Z", "2024-01-01t00:00:00+14:00"]) {
    accepts("batches", `a moment ${JSON.stringify(issued_after)}`, { issued_after });
  }
  for (const issued_after of [
    "2024-01-01T00:00:00",
    "2024-01-01",
    "2023-02-29T00:00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01 00:00:00Z",
    "",
    new Date(Number.NaN),
    0,
  ]) {
    refuses("batches", `a moment ${JSON.stringify(issued_after)}`, { issued_after }, "issued_after");
  }

  accepts("batches", "a status newer than the package", { status: ["paused"] });
  refuses("batches", "a status that is no list", { status: "active" }, "status");
  refuses("batches", "a status twice", { status: ["active", "active"] }, "status[1]");
  refuses("batches", "null to sort by", { sort_field: null }, "sort_field");
});

describe("pages", () => {
  for (const size of [1, 50]) {
    accepts("list", `pages of ${size}`, { first: size });
    accepts("list", `pages of ${size} from the end`, { last: size });
  }
  for (const size of [0, 51, -1, 1.5, Number.NaN, "10", null]) {
    refuses("list", `pages of ${size}`, { first: size }, "first");
    refuses("list", `pages of ${size} from the end`, { last: size }, "last");
  }
  refuses("list", "an empty cursor", { after: "" }, "after");
  refuses("list", "an empty cursor from the end", { before: "" }, "before");
  refuses("list", "a number as a cursor", { after: 5 }, "after");
  for (const [forward, backward] of [
    ["first", "last"],
    ["first", "before"],
    ["after", "last"],
    ["after", "before"],
  ]) {
    const value = (name) => (["first", "last"].includes(name) ? 5 : "c");
    test(`list refuses both directions: ${forward} and ${backward}`, async () => {
      const { issues } = await attempt("list", { [forward]: value(forward), [backward]: value(backward) });
      assert.ok(forward in issues || backward in issues);
    });
  }
});
