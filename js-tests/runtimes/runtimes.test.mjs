import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { environment } from "./environments.mjs";
import { installFixture, installTool } from "./lib/fixture.mjs";
import { assertSixLines } from "./lib/registry.mjs";
import { run, start } from "./lib/run.mjs";

const timeout = 480_000;
const everywhere = ["import.mjs", "require.cjs", "local.mjs"];
const reading = [...everywhere, "slim.mjs"];

const runtimes = {
  Node: { command: async () => [process.execPath], programs: reading },
  "Node 22": { command: async () => [await installTool("node22", "node")], programs: reading },
  "Node 24": { command: async () => [await installTool("node24", "node")], programs: reading },
  Bun: { command: async () => [await installTool("bun", "bun"), "run"], programs: reading },
  Deno: {
    command: async () => [
      await installTool("deno", "deno"),
      ...["run", "--no-prompt", "--allow-net=127.0.0.1", "--cached-only"],
    ],
    programs: everywhere,
  },
};

let project;

before(
  async () => {
    project = await installFixture("plain");
  },
  { timeout },
);

for (const [name, { command, programs }] of Object.entries(runtimes)) {
  describe(environment(name), { timeout }, () => {
    const runs = async (...args) => {
      const [program, ...flags] = await command();
      return run(program, [...flags, ...args], { cwd: project });
    };

    for (const program of programs) {
      test(program, () => assertSixLines((options) => runs(program, JSON.stringify(options))));
    }

    test("a transaction whose answer is lost", async () => {
      assert.equal((await runs("transact.mjs")).trim(), "1 kg, matched, sent 1, lost 1");
    });

    test("where the environment gives no credentials", async () => {
      assert.match(await runs("environment.mjs"), /InvalidRequestError: .*ISOMETRIC_CLIENT_SECRET/);
    });
  });
}

describe(environment("Cloudflare Workers"), { timeout }, () => {
  let server;

  before(async () => {
    const cwd = await installFixture("workers");
    const flags = "dev --ip 127.0.0.1 --port 0 --inspector-port 0".split(" ");
    const wrangler = ["node_modules/wrangler/bin/wrangler.js", ...flags];
    // It needs a newer Node than the package does.
    server = await start(await installTool("node22", "node"), wrangler, { cwd });
  });

  after(() => server?.stop());

  for (const path of ["/over-http", "/slim", "/in-process"]) {
    test(path, () =>
      assertSixLines(async (options) => {
        const body = JSON.stringify(options);
        const response = await fetch(new URL(path, server.address), { method: "POST", body });
        return response.text();
      }),
    );
  }

  test("/transact", async () => {
    const response = await fetch(new URL("/transact", server.address), { method: "POST", body: "{}" });
    assert.equal(await response.text(), "1 kg, matched, sent 1, lost 1");
  });
});
