import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { memoryStore, openMirror } from "isometric-registry/mirror";
import { exportFolder } from "isometric-registry/mirror/node";
import { serve } from "isometric-registry/serve";
import pg from "pg";
import { ask, skip, startPostgres } from "../transactions/postgres-server.mjs";
import { duckdb } from "./duckdb.mjs";
import { folder } from "./support.mjs";

const text = (guide) => readFile(new URL(`../../docs/${guide}`, import.meta.url), "utf8");

/** Sets variables of the environment, or removes them. */
function setVariables(variables) {
  for (const [name, value] of Object.entries(variables)) {
    delete process.env[name];
    Object.assign(process.env, value === undefined ? {} : { [name]: value });
  }
}

/** A block of a guide, by something that is in it. */
async function block(language, has, guide = "warehouse.md") {
  const blocks = [...(await text(guide)).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, code]) => code,
  );
  return blocks.find((code) => code.includes(has));
}

/** What docs/mirror.md shows for the projects of which most was retired. */
async function shownRows() {
  const rows = [...(await text("mirror.md")).matchAll(/^\| (Sample [^|]*?) +\| (\d+) +\| (\d+) +\|$/gm)].map(
    ([, ...cells]) => cells,
  );
  assert.equal(rows.length, 3);
  return rows;
}

/** A block of TypeScript as a module. */
async function moduleOf(t, code) {
  const file = path.join(await folder(t), "block.mjs");
  const { code: javaScript } = await transform(code, { loader: "ts" });
  await writeFile(
    file,
    javaScript.replaceAll(/"(isometric-registry[^"]*)"/g, (_, name) => `"${import.meta.resolve(name)}"`),
  );
  return import(pathToFileURL(file).href);
}

const cellsOf = ({ name, vintage, retired_kg }) => [name, String(vintage), String(retired_kg)];

describe("the recipes of docs/warehouse.md", { timeout: 240_000 }, () => {
  let mirror;
  before(async () => {
    const { fetch, baseUrl, accounts } = await createLocalRegistry();
    mirror = await openMirror(memoryStore());
    await mirror.refresh(new RegistryClient({ fetch, baseUrl, clientSecret: accounts[0].clientSecret }));
  });

  test("DuckDB finds over the export what docs/mirror.md shows", async (t) => {
    const here = await folder(t);
    await mirror.export({ to: exportFolder(here) });
    const duck = await duckdb(t);
    const rows = await duck((await block("sql", "GROUP BY ALL")).replaceAll("'warehouse/", `'${here}/`));
    assert.deepEqual(rows.map(cellsOf), await shownRows());
  });

  test("PostgreSQL finds the same in a copy that docs/mirror.md has made", { skip }, async (t) => {
    const local = await createLocalRegistry();
    const server = await serve(local);
    t.after(() => server.close());
    const connectionString = await startPostgres(t);
    const pool = new pg.Pool({ connectionString });
    t.after(() => pool.end());
    const { refresh } = await moduleOf(t, await block("ts", "postgresStore(pool", "mirror.md"));
    // The recipe has its address and account from the environment.
    const { ISOMETRIC_BASE_URL, ISOMETRIC_CLIENT_SECRET } = process.env;
    t.after(() => {
      setVariables({ ISOMETRIC_BASE_URL, ISOMETRIC_CLIENT_SECRET });
    });
    setVariables({ ISOMETRIC_BASE_URL: server.baseUrl, ISOMETRIC_CLIENT_SECRET: local.accounts[0].clientSecret });
    const { finished, laws } = await refresh(pool);
    assert.deepEqual([finished, laws.filter(({ broken }) => broken > 0)], [true, []]);
    assert.deepEqual(
      (await ask(connectionString, await block("sql", "registry.projects"))).map(cellsOf),
      await shownRows(),
    );
    const [, sum = ""] = /`(SELECT sum\(retired_kg\) [^`]*)`/.exec(await text("mirror.md")) ?? [];
    const [{ sum: retired }] = await ask(connectionString, sum);
    const [{ total }] = await ask(
      connectionString,
      "SELECT sum(credit_batch_size_total_kg) AS total FROM registry.retirements",
    );
    assert.equal(retired, total);
  });

  test("the webhook gets each change once, in order, though it fails and is begun again", async (t) => {
    const here = await folder(t);
    const { deliver } = await moduleOf(t, await block("ts", "function deliver"));
    const accepted = [];
    const seen = [];
    let refusals = 0;
    const ended = new AbortController();
    const take = async (request, response) => {
      let body = "";
      for await (const part of request) {
        body += part;
      }
      const { seq, table, after } = JSON.parse(body);
      if (seq % 20 === 0 && refusals < seq / 20) {
        refusals += 1;
        response.writeHead(500).end();
        return;
      }
      assert.equal(request.headers["idempotency-key"], String(seq));
      assert.ok(table !== "" && JSON.parse(after).id !== "");
      seen.push(seq);
      if (!accepted.includes(seq)) {
        accepted.push(seq);
        if (seq === 30) {
          // Its answer is lost on the way.
          request.socket.destroy();
          return;
        }
      }
      response.end();
      if (seq === 50) {
        response.on("close", () => ended.abort(new Error("enough")));
      }
    };
    const receiver = createServer((request, response) => void take(request, response));
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    t.after(() => receiver.close());
    const { port } = /** @type {import("node:net").AddressInfo} */ (receiver.address());
    const kept = path.join(here, "seq");
    const going = () => deliver(mirror, `http://127.0.0.1:${port}/`, kept, ended.signal);
    await assert.rejects(going(), /answered 500; change 20 will be sent again/);
    assert.equal(await readFile(kept, "utf8"), "19");
    await assert.rejects(going(), /fetch failed/);
    assert.equal(await readFile(kept, "utf8"), "29");
    await assert.rejects(going(), /answered 500; change 40 will be sent again/);
    await assert.rejects(going(), /enough|abort/);
    const upTo = accepted.slice(0, 50);
    assert.deepEqual(
      upTo,
      Array.from({ length: 50 }, (_, at) => at + 1),
    );
    assert.equal(new Set(accepted).size, accepted.length);
    const again = seen.filter((seq, at) => seen.indexOf(seq) < at);
    assert.deepEqual(again, [30], "only what was not answered comes again, by the same seq");
  });
});
