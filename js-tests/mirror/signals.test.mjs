import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { begin, door, front } from "./service.mjs";
import { brokenIn, folder, run, served } from "./support.mjs";

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGTERM", "SIGINT"];

/** A registry behind a server that, once it is told to, holds a request: nobody answers it while a signal arrives. */
async function holding(t) {
  const registry = await served(t);
  let requests = 0;
  let hold = { at: Number.POSITIVE_INFINITY, asked: door(), released: door() };
  const address = await front(t, registry, async () => {
    requests += 1;
    const { at, asked, released } = hold;
    if (requests >= at) {
      asked.open();
      await released.passed;
    }
    return undefined;
  });
  /** Holds the request after so many others. Returns what waits for it, and what lets all of them go. */
  const holdAfter = (count) => {
    hold = { at: requests + 1 + count, asked: door(), released: door() };
    const { asked, released } = hold;
    const release = () => {
      hold = { ...hold, at: Number.POSITIVE_INFINITY };
      released.open();
    };
    return { asked: asked.passed, release };
  };
  return { ...registry, baseUrl: address, holdAfter };
}

describe("services that get a signal", { timeout: 240_000 }, () => {
  for (const signal of SIGNALS) {
    test(`mirror --watch ends with 0 on ${signal} in the middle of refreshes, and the copy goes on whole`, async (t) => {
      const { registry, local, baseUrl, clientSecret, holdAfter } = await holding(t);
      const file = path.join(await folder(t), "registry.db");
      const words = ["mirror", file, "--base-url", baseUrl, "--json", "--sweep", "0", "--watch", "5ms"];
      const env = { ISOMETRIC_CLIENT_SECRET: clientSecret };
      const endAt = async (watching, { asked, release }) => {
        await asked;
        watching.child.kill(signal);
        const { status, stderr } = await watching.ended;
        release();
        assert.equal(status, 0, stderr);
      };
      for (const count of [40, 250]) {
        const held = holdAfter(count);
        const watching = await begin(t, words, env);
        await endAt(watching, held);
        assert.equal(await watching.next(), undefined, "the first copy is not finished");
      }
      const [{ id: project_id }] = await registry.projects.list().toArray({ limit: 1 });
      for (const count of [2, 7]) {
        const watching = await begin(t, words, env);
        assert.equal((await watching.next()).finished, true);
        await local.admin.issue({ project_id, removals: [{ credit_quantity_kg: 1000 }] });
        await endAt(watching, holdAfter(count));
      }
      const { report, verified } = await run("copy.mjs", { path: file, baseUrl, clientSecret, refreshes: 2 });
      assert.deepEqual([report.finished, brokenIn(verified)], [true, []]);
      const memory = await openMirror(memoryStore());
      await memory.refresh(registry);
      assert.equal(verified.digest, (await memory.verify()).digest);
    });

    test(`mirror --watch and follow --watch end with 0 on ${signal} while they wait`, async (t) => {
      const { baseUrl, clientSecret, local, registry } = await served(t);
      const file = path.join(await folder(t), "registry.db");
      const env = { ISOMETRIC_CLIENT_SECRET: clientSecret };
      const words = ["mirror", file, "--base-url", baseUrl, "--json", "--sweep", "0", "--watch", "1h"];
      const waiting = await begin(t, words, env);
      const { seq } = await waiting.next();
      waiting.child.kill(signal);
      assert.equal((await waiting.ended).status, 0);
      const following = await begin(t, ["follow", file, "--after", String(seq - 2), "--watch", "5ms"]);
      assert.deepEqual([(await following.next()).seq, (await following.next()).seq], [seq - 1, seq]);
      const [{ id: project_id }] = await registry.projects.list().toArray({ limit: 1 });
      await local.admin.renameProject({ project_id, name: "Renamed" });
      await run("copy.mjs", { path: file, baseUrl, clientSecret, sweep: 0 });
      const news = await following.next();
      assert.deepEqual([news.seq, news.id, news.change], [seq + 1, project_id, "changed"]);
      following.child.kill(signal);
      assert.deepEqual(await following.ended, { status: 0, stderr: "" });
      // In the midst of what it prints, it ends behind a whole line.
      const printing = await begin(t, ["follow", file, "--watch", "1h"]);
      assert.equal((await printing.next()).seq, 1);
      printing.child.kill(signal);
      let last = 1;
      for (let line = await printing.next(); line !== undefined; line = await printing.next()) {
        last += 1;
        assert.equal(line.seq, last);
      }
      assert.deepEqual(await printing.ended, { status: 0, stderr: "" });
    });
  }
});
