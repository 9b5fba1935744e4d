import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { untyped } from "../untyped.mjs";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

/** The memory of each copy of the core, none of which is held here. */
const memories = [];

const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(module, imports) {
    const instance = new Instance(module, imports);
    memories.push(new WeakRef(Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory)));
    // biome-ignore lint/correctness/noConstructorReturn: what is made has to be an instance of the runtime's own.
    return instance;
  }
};

const { fromJson } = await import("isometric-registry");
const { clientBy, deferred, organisationText } = await import("./support.mjs");

const MIB = 1024 * 1024;

/** More than the core needs for what is usual, and less than a large body takes. */
const BOUND = 64 * MIB;

/** How much text a large body holds. The core takes twice as much for it. */
const LENGTH = 40 * MIB;

const large = JSON.stringify({ ...JSON.parse(organisationText), note: "x".repeat(LENGTH) });
const small = clientBy(async () => new Response(organisationText));
const maxResponseBytes = 2 * large.length;
const big = clientBy(async () => new Response(large), { maxResponseBytes });

/** How many bytes all copies of the core hold that are still there. */
function heldBytes() {
  gc();
  return memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
}

/** Waits until the core is small again, without a call that would wake it. */
async function assertGivenBack() {
  let held = heldBytes();
  for (let turns = 0; held > BOUND && turns < 50; turns += 1) {
    await new Promise(setImmediate);
    held = heldBytes();
  }
  assert.ok(held <= BOUND, `the core holds ${Math.round(held / MIB)} MiB`);
}

describe("what a body of 40 MiB took is given back once nothing is under way", () => {
  test("after a call", async () => {
    await small.organisations.current();
    assert.equal(untyped(await big.organisations.current()).note.length, LENGTH);
    await assertGivenBack();
    await small.organisations.current();
  });

  test("after stored text", async () => {
    assert.equal(untyped(await fromJson("Organisation", large)).note.length, LENGTH);
    await assertGivenBack();
    assert.equal((await fromJson("Organisation", organisationText)).id, JSON.parse(organisationText).id);
  });

  test("after calls at once, of which the last ends well", async () => {
    const answer = deferred();
    const slow = clientBy(() => answer.promise).organisations.current();
    await Promise.all(Array.from({ length: 2 }, () => big.organisations.current()));
    await small.organisations.current();
    answer.resolve(new Response(organisationText));
    assert.equal((await slow).id, JSON.parse(organisationText).id);
    await assertGivenBack();
  });

  test("after a list is left in the middle", async () => {
    const page = JSON.stringify({
      nodes: [JSON.parse(large)],
      total_count: 9,
      page_info: { has_previous_page: false, start_cursor: null, has_next_page: true, end_cursor: "c" },
    });
    const registry = clientBy(async () => new Response(page), { maxResponseBytes });
    for await (const node of registry.transferees.list({}, { prefetch: 0 })) {
      assert.equal(untyped(node).note.length, LENGTH);
      break;
    }
    await assertGivenBack();
  });

  test("and a copy of usual size is kept", async () => {
    await small.organisations.current();
    const made = memories.length;
    for (let calls = 0; calls < 20; calls += 1) {
      await small.organisations.current();
    }
    assert.equal(memories.length, made);
  });
});
