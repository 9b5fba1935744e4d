import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { environment } from "../environments.mjs";
import { installFixture, installTool } from "../lib/fixture.mjs";
import { assertSixLines } from "../lib/registry.mjs";
import { run, start } from "../lib/run.mjs";

/** How the output of each preset is served: Nitro's own server takes no port 0. */
const servers = {
  "node-server": async (node, output) => {
    const port = String(await freePort());
    return { command: [node, `${output}/server/index.mjs`], env: { HOST: "127.0.0.1", PORT: port } };
  },
  "cloudflare-module": async (node, output) => {
    const wrangler = await installTool("workers", "wrangler");
    const flags = ["--assets", `${output}/public`, "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
    const date = ["--compatibility-date", "2026-01-01"];
    return { command: [node, wrangler, "dev", `${output}/server/index.mjs`, ...date, ...flags], env: {} };
  },
};

async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

for (const [title, preset] of Object.entries({
  "Nuxt on Node": "node-server",
  "Nuxt on Cloudflare": "cloudflare-module",
})) {
  describe(environment(title), { timeout: 300_000 }, () => {
    let server;

    before(async () => {
      const cwd = await installFixture("nuxt");
      // It needs a newer Node than the package does.
      const node = await installTool("node22", "node");
      const env = { PRESET: preset, NUXT_TELEMETRY_DISABLED: "1" };
      await run(node, ["node_modules/nuxt/bin/nuxt.mjs", "build"], { cwd, env, timeout: 200_000 });
      const { command, env: serving } = await servers[preset](node, `.output/${preset}`);
      const [program, ...args] = command;
      server = await start(program, args, { cwd, env: serving });
    });

    after(() => server?.stop());

    for (const path of ["/over-http", "/in-process"]) {
      test(`a route of the server: ${path}`, () =>
        assertSixLines(async (options) => {
          const body = JSON.stringify(options);
          return (await fetch(new URL(path, server.address), { method: "POST", body })).text();
        }));
    }

    test("a page with its client at module level, rendered on the server", async () => {
      const page = await fetch(new URL("/", server.address));
      assert.equal(page.status, 200);
      assert.match(await page.text(), /<p>InvalidRequestError: projects\.list: baseUrl: .*<\/p>/);
    });
  });
}
