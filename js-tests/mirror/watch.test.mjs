import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, test } from "node:test";
import { environment, program } from "../cli/support.mjs";
import { folder, nodeWithSqlite, served } from "./support.mjs";

const timeout = 240_000;

/** Starts the command line in a Node that has SQLite; `lines` gives what it prints, line by line. */
async function begin(t, words, env = {}) {
  const child = spawn(await nodeWithSqlite(), ["--no-warnings", program, ...words], { env: environment(env) });
  t.after(() => child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close").then(([status, signal]) => ({ status: status ?? signal, stderr }));
  return { child, ended, next: async () => JSON.parse((await lines.next()).value) };
}

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
    const { baseUrl, clientSecret } = await served(t);
    let isDown = false;
    const answerTo = async ({ url = "", headers }, response) => {
      const secret = String(headers["x-client-secret"]);
      const answer = isDown
        ? new Response("{}", { status: 503 })
        : await fetch(new URL(url, baseUrl), { headers: { "x-client-secret": secret } });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    };
    const front = createServer((request, response) => void answerTo(request, response));
    front.listen(0, "127.0.0.1");
    await once(front, "listening");
    t.after(() => front.close());
    const { port } = /** @type {import("node:net").AddressInfo} */ (front.address());
    const address = `http://127.0.0.1:${port}${new URL(baseUrl).pathname}`;
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
});
