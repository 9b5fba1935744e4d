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
import { duckdb } from "./duckdb.mjs";
import { folder } from "./support.mjs";

/** A block of the guide, by something that is in it. */
async function block(language, has) {
  const text = await readFile(new URL("../../docs/warehouse.md", import.meta.url), "utf8");
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, code]) => code);
  return blocks.find((code) => code.includes(has));
}

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
    const ask = await duckdb(t);
    const rows = await ask((await block("sql", "GROUP BY ALL")).replaceAll("'warehouse/", `'${here}/`));
    const shown = await readFile(new URL("../../docs/mirror.md", import.meta.url), "utf8");
    const table = [...shown.matchAll(/^\| (Sample [^|]*?) +\| (\d+) +\| (\d+) +\|$/gm)].map(([, ...cells]) => cells);
    assert.deepEqual(
      rows.map(({ name, vintage, retired_kg }) => [name, String(vintage), String(retired_kg)]),
      table,
    );
    assert.equal(table.length, 3);
  });

  test("the webhook gets each change once, in order, though it fails and is begun again", async (t) => {
    const here = await folder(t);
    const { code } = await transform(await block("ts", "function deliver"), { loader: "ts" });
    await writeFile(path.join(here, "deliver.mjs"), code);
    const { deliver } = await import(pathToFileURL(path.join(here, "deliver.mjs")).href);
    const accepted = [];
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
      accepted.push(seq);
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
    await assert.rejects(going(), /answered 500; change 40 will be sent again/);
    await assert.rejects(going(), /enough|abort/);
    const upTo = accepted.slice(0, 50);
    assert.deepEqual(
      upTo,
      Array.from({ length: 50 }, (_, at) => at + 1),
    );
    assert.equal(new Set(accepted).size, accepted.length);
  });
});
