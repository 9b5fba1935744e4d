import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { progressOn } from "../../node_modules/isometric-registry/dist/cli/mirror/progress.js";

/** What a command says and shows while it is told these steps, each with its moment in ms. */
function shown(steps, options) {
  let time = 0;
  const lines = [];
  const io = { say: (line) => lines.push(line), progress: (line) => lines.push(`~${line}`) };
  const tell = progressOn(io, { now: () => time, ...options });
  for (const [at, list, rows, total, requests, requestsLeft] of steps) {
    time = at;
    tell({ list, rows, total, requests, requestsLeft });
  }
  return lines;
}

describe("the progress of a copy", () => {
  test("is a bar for each list on a terminal, which stays, with the requests and the time that are left", () => {
    const steps = /** @type {const} */ ([
      [0, "first_copy", 0, 500, 4, 10],
      [10, "issuances", 50, 200, 5, 13],
      [200, "issuances", 100, 200, 6, 12],
      [400, "issuances", 200, 200, 8, 10],
      [500, "retirements", 50, 100, 9, 240],
      [60_000, "credit_batches", 0, 0, 120, 120],
    ]);
    assert.deepEqual(shown(steps, { isTerminal: true, perMinute: 120 }), [
      "the first copy takes about 10 requests: some 1 min at 120 a minute",
      "~issuances [##########..........] 100 of 200; 6 requests, about 12 left, 6 s",
      "~issuances [####################] 200 of 200; 8 requests, about 10 left, 5 s",
      "issuances [####################] 200 of 200",
      "~retirements [##########..........] 50 of 100; 9 requests, about 240 left, 2 min",
      "retirements [##########..........] 50 of 100",
      "~credit batches; 120 requests, about 120 left, 60 s",
    ]);
  });

  test("is a line every ten seconds elsewhere", () => {
    const steps = Array.from({ length: 300 }, (_, at) => [at * 100, "retirements", at, 300, at, 300 - at]);
    assert.deepEqual(shown(steps, { isTerminal: false, perMinute: undefined }), [
      "retirements [#######.............] 100 of 300; 100 requests, about 200 left, 20 s",
      "retirements [#############.......] 200 of 300; 200 requests, about 100 left, 10 s",
    ]);
  });

  test("foretells no time where no pace is kept", () => {
    const steps = [[0, "first_copy", 0, 500, 4, 10]];
    assert.deepEqual(shown(steps, { isTerminal: false }), ["the first copy takes about 10 requests"]);
  });
});
