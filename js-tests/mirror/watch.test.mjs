import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { begin, door, front } from "./service.mjs";
import { folder, served } from "./support.mjs";

const timeout = 240_000;

describe("mirror --watch", { timeout }, () => {
  test("refreshes until SIGTERM, alone, and says so in a line and a health file each time", async (t) => {
    const { baseUrl, clientSecret } = await served(t);
    const here = await folder(t);
    const [file, health] = [path.join(here, "registry.db"), path.join(here, "health.json")];
    const words = [
      "mirror",
      file,
      "--base-url",
      baseUrl,
      "--watch",
      "20ms",
      "--json",
      "--health",
      health,
      "--sweep",
      "0",
    ];
    const env = { ISOMETRIC_CLIENT_SECRET: clientSecret };
    const watching = await begin(t, words, env);
    const first = await watching.next();
    assert.deepEqual([first.status, first.refresh, first.finished, first.skipped], [0, 1, true, 0]);
    assert.deepEqual(
      [first.broken, first.unproved, first.quarantined, first.drift].map(({ length }) => length),
      [0, 0, 0, 0],
    );
    // The first copy takes longer than 20 ms.
    const second = await watching.next();
    assert.ok(second.skipped > 0);
    assert.equal(second.changes, 0);
    const other = await begin(t, words, env);
    const refused = await other.ended;
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /another mirror --watch keeps .*registry\.db up to date/);
    let last = await watching.next();
    for (let refreshes = 0; refreshes < 30; refreshes += 1) {
      last = await watching.next();
      const said = JSON.parse(await readFile(health, "utf8"));
      assert.ok(said.refresh >= last.refresh);
      assert.deepEqual([said.status, said.refreshedAtText], [0, new Date(said.refreshedAt).toISOString()]);
    }
    watching.child.kill("SIGTERM");
    const { status, stderr } = await watching.ended;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /the last refresh took longer than --watch allows: \d+ (refresh was|refreshes were) skipped/);
    // Whoever comes next takes over, also after a process that was killed.
    const next = await begin(t, words, env);
    assert.ok((await next.next()).refresh >= last.refresh);
    next.child.kill("SIGKILL");
    await next.ended;
    const after = await begin(t, words, env);
    assert.equal((await after.next()).status, 0);
    after.child.kill("SIGINT");
    assert.equal((await after.ended).status, 0);
  });

  test("goes on when the registry fails, and ends when credentials are refused", async (t) => {
    const registry = await served(t);
    const { clientSecret } = registry;
    let isDown = false;
    const address = await front(t, registry, () => (isDown ? new Response("{}", { status: 503 }) : undefined));
    const file = path.join(await folder(t), "registry.db");
    const words = ["mirror", file, "--base-url", address, "--watch", "20ms", "--json", "--sweep", "0"];
    const watching = await begin(t, words, { ISOMETRIC_CLIENT_SECRET: clientSecret });
    assert.equal((await watching.next()).status, 0);
    isDown = true;
    let line = await watching.next();
    while (line.error === undefined) {
      line = await watching.next();
    }
    assert.deepEqual([line.status, /503/.test(line.error)], [1, true], line.error);
    isDown = false;
    while (line.error !== undefined) {
      line = await watching.next();
    }
    assert.deepEqual([line.status, line.finished], [0, true]);
    watching.child.kill("SIGTERM");
    const { status, stderr } = await watching.ended;
    assert.deepEqual([status, /; the next refresh tries again/.test(stderr)], [0, true]);
    const refused = await begin(t, words, { ISOMETRIC_CLIENT_SECRET: "wrong" });
    assert.equal((await refused.ended).status, 1);
  });

  test("leaves a refresh out while another process refreshes the file, and goes on", async (t) => {
    const registry = await served(t);
    const [{ clientSecret }, { clientSecret: other }] = registry.local.accounts;
    // The other process is held at its first request, when the file is its own already.
    const [asked, released] = [door(), door()];
    const address = await front(t, registry, async ({ headers }) => {
      if (headers["x-client-secret"] === other) {
        asked.open();
        await released.passed;
      }
      return undefined;
    });
    const words = [
      "mirror",
      path.join(await folder(t), "registry.db"),
      "--base-url",
      address,
      "--json",
      "--sweep",
      "0",
    ];
    const watching = await begin(t, [...words, "--watch", "100ms"], { ISOMETRIC_CLIENT_SECRET: clientSecret });
    const { finished } = await watching.next();
    assert.equal(finished, true);
    let isAsked = false;
    void asked.passed.then(() => {
      isAsked = true;
    });
    let once = await begin(t, words, { ISOMETRIC_CLIENT_SECRET: other });
    for (;;) {
      const told = await Promise.race([once.ended, asked.passed]);
      if (isAsked) {
        break;
      }
      assert.match(told.stderr, /^isometric-registry: another process writes to .*registry\.db\.$/m);
      once = await begin(t, words, { ISOMETRIC_CLIENT_SECRET: other });
    }
    let line = await watching.next();
    while (line.status === 0) {
      line = await watching.next();
    }
    assert.deepEqual([line.status, /^another process writes to .*registry\.db$/.test(line.error)], [1, true]);
    released.open();
    assert.equal((await once.next()).status, 0);
    assert.equal((await once.ended).status, 0);
    while (line.status !== 0) {
      line = await watching.next();
    }
    watching.child.kill("SIGTERM");
    const { status, stderr } = await watching.ended;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^isometric-registry: another process writes to .*; the next refresh tries again$/m);
  });
});
