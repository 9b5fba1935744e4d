import assert from "node:assert/strict";
import { once } from "node:events";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { RegistryClient } from "isometric-registry";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { brokenIn, folder, run, served, start } from "./support.mjs";

const timeout = 240_000;

describe("a copy in a file", { timeout }, () => {
  test("shows nothing where the disk is full while it is published", {
    skip: process.platform !== "linux",
  }, async (t) => {
    const { registry, baseUrl, clientSecret, log } = await served(t);
    const inMemory = await openMirror(memoryStore());
    await inMemory.refresh(registry);
    const { digest } = await inMemory.verify();
    const file = path.join(await folder(t), "full.db");
    const input = { path: file, baseUrl, clientSecret };
    const { isFull, ended, finished } = await run("full.mjs", input);
    assert.deepEqual([isFull, finished], [true, false]);
    assert.match(ended, /disk I\/O error|database or disk is full/);
    const [state] = await run("sql.mjs", {
      path: file,
      statements: ["SELECT (SELECT count(*) FROM retirements) AS shown, (SELECT count(*) FROM changes) AS changes"],
    });
    assert.deepEqual(state, { shown: 0, changes: 0 });
    log.length = 0;
    const { report, verified } = await run("copy.mjs", input);
    assert.deepEqual([report.finished, brokenIn(verified)], [true, []]);
    assert.equal(verified.digest, digest);
    assert.ok(log.length < 30, `what had been read was not read again, with ${log.length} requests`);
  });

  test("is not begun without the credentials that its lists need, and the error says which", async (t) => {
    const { baseUrl } = await served(t);
    const mirror = await openMirror(memoryStore());
    await assert.rejects(mirror.refresh(new RegistryClient({ baseUrl })), ({ name, message }) => {
      assert.match(message, /x-client-secret/i);
      return name === "ValidationError";
    });
    const { finished, unproved } = await mirror.verify();
    assert.deepEqual([finished, unproved], [false, []]);
  });

  test("keeps a record apart whose id the API does not accept, and is whole when that is over", async (t) => {
    const { registry, baseUrl, clientSecret } = await served(t);
    const mirror = await openMirror(memoryStore());
    await mirror.refresh(registry);
    const { digest } = await mirror.verify();
    for (const [list, prefix] of [
      ["projects", "prj"],
      ["retirements", "ret"],
    ]) {
      /** @type {typeof fetch} */
      const altered = async (url, init) => {
        const response = await fetch(url, init);
        const isOfList = String(url).includes(`/${list}?`) && !String(url).includes("after=");
        return isOfList ? new Response((await response.text()).replace(`"${prefix}_`, `"${prefix}-`)) : response;
      };
      const odd = new RegistryClient({ baseUrl, clientSecret, fetch: altered });
      const { finished, quarantined } = await mirror.refresh(odd);
      assert.equal(finished, true);
      assert.equal(quarantined.length, 1);
      assert.match(quarantined[0].reason, new RegExp(`^${prefix}-\\w+: id: expected the id of a`));
      await mirror.refresh(registry);
      await mirror.refresh(registry);
      const after = await mirror.verify();
      assert.deepEqual([after.quarantined, after.unproved, brokenIn(after)], [[], [], []]);
      assert.equal(after.digest, digest);
    }
  });

  test("reads a batch again that was not usable", async (t) => {
    const { registry, baseUrl, clientSecret } = await served(t);
    const sound = await openMirror(memoryStore());
    await sound.refresh(registry);
    const { digest } = await sound.verify();
    const ofRecord = /\/retirements\/\w+\/credit_batches/;
    const everywhere = /\/credit_batches/;
    for (const [from, to, addresses] of /** @type {[string, string, RegExp][]} */ ([
      ['"id":"ctb_', '"id":"ctb-', ofRecord],
      ['"id":"ctb_', '"id":"ctb-', everywhere],
      ['"parent_id":"ctb_', '"parent_id":"ctb-', ofRecord],
      ['"parent_id":"ctb_', '"parent_id":"ctb-', everywhere],
      ['"size":', '"siz":', ofRecord],
      ['"size":', '"siz":', everywhere],
    ])) {
      let isAltered = true;
      /** @type {typeof fetch} */
      const altered = async (url, init) => {
        const response = await fetch(url, init);
        const isOfBatches = addresses.test(String(url));
        return isAltered && isOfBatches ? new Response((await response.text()).replace(from, to)) : response;
      };
      const mirror = await openMirror(memoryStore());
      const client = new RegistryClient({ baseUrl, clientSecret, fetch: altered });
      const { quarantined, unproved } = await mirror.refresh(client);
      assert.ok(quarantined.length + unproved.length > 0);
      isAltered = false;
      await mirror.refresh(client);
      const after = await mirror.verify();
      assert.deepEqual([after.quarantined, after.unproved, brokenIn(after)], [[], [], []]);
      assert.equal(after.digest, digest);
    }
  });

  test("is locked by every name that it has", async (t) => {
    const { baseUrl, clientSecret } = await served(t);
    const here = await folder(t);
    const [file, link] = [path.join(here, "registry.db"), path.join(here, "link.db")];
    await run("copy.mjs", { path: file, baseUrl, clientSecret });
    await symlink(file, link);
    const lock = ["PRAGMA journal_mode = MEMORY", "BEGIN EXCLUSIVE"];
    const holder = await start("hold.mjs", { path: `${file}-writer`, statements: lock });
    await once(holder.child.stdout, "data");
    await assert.rejects(run("copy.mjs", { path: link, baseUrl, clientSecret }), /another process writes to/);
    holder.child.kill("SIGKILL");
    await holder.ended;
    await run("copy.mjs", { path: link, baseUrl, clientSecret });
  });

  test("of one registry is not refreshed from another, and stays as it was", async (t) => {
    const [one, other] = [await served(t), await served(t, { seed: "another environment" })];
    const file = path.join(await folder(t), "registry.db");
    const { verified } = await run("copy.mjs", { path: file, ...addressOf(one) });
    await assert.rejects(
      run("copy.mjs", { path: file, ...addressOf(other) }),
      /This is a copy of http:\S+, but the client reads http:\S+\. Keep one file per registry\./,
    );
    assert.equal(other.log.length, 0, "nothing was asked of the other");
    const after = await run("copy.mjs", { path: file, ...addressOf(one) });
    assert.deepEqual([after.report.changes, after.verified.digest], [0, verified.digest]);
  });

  test("of an older format goes on in the present one", async (t) => {
    const { baseUrl, clientSecret } = await served(t);
    const file = path.join(await folder(t), "older.db");
    const input = { path: file, baseUrl, clientSecret };
    const { verified } = await run("copy.mjs", input);
    // Format 1 had fewer views, and no other tables.
    const statements = [
      "DROP VIEW offsetsdb_credits",
      "DROP VIEW offsetsdb_projects",
      "DROP VIEW movements",
      "PRAGMA user_version = 1",
      "UPDATE mirror SET value = json_set(value, '$.format', 1) WHERE name = 'state'",
      "SELECT json_extract(value, '$.format') AS format FROM mirror WHERE name = 'state'",
    ];
    assert.deepEqual(await run("sql.mjs", { path: file, statements }), [{ format: 1 }]);
    const after = await run("copy.mjs", input);
    assert.deepEqual([after.report.changes, brokenIn(after.verified)], [0, []]);
    assert.equal(after.verified.digest, verified.digest);
    const [upgraded] = await run("sql.mjs", {
      path: file,
      statements: [
        `SELECT (SELECT user_version FROM pragma_user_version) AS version,
          (SELECT json_extract(value, '$.format') FROM mirror WHERE name = 'state') AS format,
          (SELECT count(*) > 0 FROM offsetsdb_credits) AS views`,
      ],
    });
    assert.deepEqual(upgraded, { version: 2, format: 2, views: 1 });
  });
});

const addressOf = ({ baseUrl, clientSecret }) => ({ baseUrl, clientSecret });
