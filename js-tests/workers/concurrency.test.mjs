import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { exampleText } from "../contract/examples.mjs";
import { environment } from "../runtimes/environments.mjs";
import { installFixture, installTool } from "../runtimes/lib/fixture.mjs";
import { start } from "../runtimes/lib/run.mjs";

const timeout = 480_000;

/** How many visit at once. */
const VISITORS = 60;

/** The longest that a visitor waits, in ms: an answer takes a hundredth of it. */
const PATIENCE = 30_000;

/** What the upstream takes to answer, in ms: long enough for visitors to meet. */
const LATENCY = 20;

const organisation = JSON.parse(exampleText("full", "Organisation"));
const supplier = JSON.parse(exampleText("full", "Supplier"));

/** The visitors of a wave: no name is used twice. */
let waves = 0;
function wave(count = VISITORS) {
  waves += 1;
  return Array.from({ length: count }, (_, index) => `spl_${String(waves * 1_000 + index).padStart(16, "0")}`);
}

/**
 * A registry that answers who is asking. It is busy at the first request of each visitor; it never answers one who is going to leave
 * while it is asked, and says so when it has got the request.
 */
async function startUpstream() {
  const asked = new Map();
  const leaving = new Map();
  /** @type {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => Promise<unknown>} */
  const answer = async ({ url, headers }, response) => {
    const visitor = headers["x-visitor"] ?? /spl_\d+/.exec(url)?.[0];
    const count = (asked.get(visitor) ?? 0) + 1;
    asked.set(visitor, count);
    const leave = leaving.get(visitor);
    if (leave?.when === "asked") {
      return leave.now();
    }
    await new Promise((over) => setTimeout(over, LATENCY));
    if (url.endsWith("/token")) {
      return response.end("made-up-token-of-a-worker");
    }
    const isBusy = count === 1 && headers["x-visitor"] !== undefined;
    const body = isBusy ? {} : bodyFor(url, visitor);
    response.writeHead(isBusy ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body), () => {
      if (isBusy) {
        leave?.now();
      }
    });
  };
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    /** Says when a visitor's request has come (`asked`) or was answered that the registry is busy (`busy`). */
    awaitLeave: (visitor, when) => new Promise((now) => leaving.set(visitor, { when, now })),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function bodyFor(url, visitor) {
  if (url.includes("/suppliers/")) {
    return { ...supplier, id: visitor };
  }
  if (url.includes("/transferees")) {
    const page = Number(/after=(\d)/.exec(url)?.[1] ?? 1);
    return {
      nodes: [{ ...organisation, name: `${visitor} ${page}` }],
      total_count: 3,
      page_info: {
        has_previous_page: page > 1,
        start_cursor: null,
        has_next_page: page < 3,
        end_cursor: page < 3 ? String(page + 1) : null,
      },
    };
  }
  return { ...organisation, name: visitor };
}

/** What visitors ask the Worker for, what they are to be told, and whether the upstream hears of each. */
const paths = {
  "/client": { shared: "one client", told: (visitor) => visitor },
  "/token": { shared: "one client whose token is looked up", told: (visitor) => visitor },
  "/list": {
    shared: "one client that walks lists",
    told: (visitor) => [1, 2, 3].map((page) => `${visitor} ${page}`).join(),
  },
  "/proxy": { shared: "one proxy", told: (visitor) => visitor, neverBusy: true },
  "/local": { shared: "one local registry", told: undefined },
};

for (const date of ["2024-01-01", "2025-06-01", "newest"]) {
  describe(`${environment("workerd, one client for all visitors")}, at the compatibility date ${date}`, {
    timeout,
  }, () => {
    let upstream;
    let worker;

    before(async () => {
      upstream = await startUpstream();
      const cwd = await folder();
      worker = await start(await installTool("node22", "node"), ["serve.mjs", date, upstream.address], { cwd });
    });

    after(async () => {
      await worker?.stop();
      upstream?.close();
    });

    /** What a visitor is told: the status and the text. */
    async function visit(path, visitor, signal = AbortSignal.timeout(PATIENCE)) {
      const response = await fetch(new URL(`${path}?visitor=${visitor}`, worker.address), { signal }).catch(
        (error) => ({
          status: error.name,
          text: () => error.message,
        }),
      );
      return `${response.status} ${await response.text()}`;
    }

    /** Lets all visit at once, and asserts that each is told what they came for. */
    async function assertAllServed(path, visitors, told) {
      const answers = await Promise.all(visitors.map((visitor) => visit(path, visitor)));
      const expected = visitors.map((visitor) => `200 ${told(visitor)}`);
      const failed = answers.filter((answer, index) => answer !== expected[index]);
      assert.deepEqual(tally(failed), {}, `${failed.length} of ${visitors.length} failed`);
    }

    /** Lets a visitor come and leave again, once something has happened. */
    async function comeAndLeave(path, visitor, when) {
      const controller = new AbortController();
      const visited = visit(path, visitor, controller.signal);
      await Promise.race([upstream.awaitLeave(visitor, when), visited]);
      controller.abort();
      await visited;
    }

    for (const [path, { shared, told, neverBusy = false }] of Object.entries(paths)) {
      describe(shared, () => {
        test("serves sixty visitors at once, and more after them", async () => {
          const first = told ?? (await theSame(() => visit(path, "nobody")));
          for (const visitors of [wave(), wave(), wave(1)]) {
            await assertAllServed(path, visitors, first);
          }
        });

        if (told !== undefined) {
          test("loses nothing by those who leave", async () => {
            const leaving = [
              ...wave(10).map((visitor) => [visitor, "asked"]),
              ...wave(10).map((visitor) => [visitor, neverBusy ? "asked" : "busy"]),
            ];
            const gone = leaving.map(([visitor, when]) => comeAndLeave(path, visitor, when));
            await assertAllServed(path, wave(40), told);
            await Promise.all(gone);
            for (const visitors of [wave(), wave(1)]) {
              await assertAllServed(path, visitors, told);
            }
          });
        }
      });
    }
  });
}

/** Where visitors all are told the same: that, and that it is a success. */
async function theSame(visit) {
  const [, status, text] = /^(\w+) (.*)$/s.exec(await visit());
  assert.equal(status, "200", text);
  return () => text;
}

/** How often each text came, shortened. */
function tally(texts) {
  const counts = {};
  for (const text of texts) {
    const short = text
      .split("\n")[0]
      .replaceAll(/\d{4,}/g, "…")
      .slice(0, 120);
    counts[short] = (counts[short] ?? 0) + 1;
  }
  return counts;
}

let installed;

/** The project with the Worker, which is installed once. */
function folder() {
  installed ??= installFixture("workerd");
  return installed;
}
