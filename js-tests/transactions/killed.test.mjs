import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { clientOf, startServer } from "../local/command.mjs";
import { generator } from "../local/support.mjs";
import { installTool } from "../runtimes/lib/fixture.mjs";
import { ask, skip, startPostgres } from "./postgres-server.mjs";
import { folder } from "./support.mjs";

const timeout = 900_000;
const worker = fileURLToPath(new URL("worker.mjs", import.meta.url));
/** A few orders by default; `npm test -- killed` sees to 200. */
const count = Number(process.env.TRANSACTION_ORDERS ?? 6);
/** How often a worker is killed before it is left alone. */
const mostKills = Math.min(15, Math.ceil(count / 2));
/** The longest time to a kill, in milliseconds: some die while they start, most in the middle of an order. */
const longestLife = Math.min(3_000, 100 * count);

/** A registry that fails as it should not, and what its buyer has. */
async function failing(t) {
  const storm = ["--fail", "before:0.1", "--fail", "after:0.3", "--fail", "stall:0.1"];
  const server = await startServer(t, ...storm);
  const registry = clientOf(server, "buyer", { timeoutMs: 400, maxRetries: 0 });
  const me = await insist(() => registry.organisations.current());
  const { supplier_balances } = await insist(() => registry.organisations.creditBalance(me.id));
  const active = ({ total }) => Number(total.active_credits_total.credit_kgs);
  const [{ supplier_id }] = supplier_balances.toSorted((one, other) => active(other) - active(one));
  const account = server.accounts.find(({ organisation_id }) => organisation_id === me.id);
  return { server, registry, me, account, supplier: supplier_id, before: await retirements(registry, me) };
}

/** Asks until it is answered: reads fail here as everything else does. */
async function insist(read) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (tries > 200) {
        throw error;
      }
    }
  }
}

async function retirements(registry, me) {
  const found = [];
  let page;
  do {
    const after = page?.page_info.end_cursor;
    page = await insist(() => registry.retirements.list({ owner_org_id: me.id, first: 50, ...(after && { after }) }));
    found.push(...page.nodes);
  } while (page.page_info.has_next_page);
  return found;
}

/** Runs a worker to its end, killing it at random and starting it again. */
async function persist(t, program, random, given) {
  let kills = 0;
  const printed = [];
  for (;;) {
    const child = spawn(program, [worker, JSON.stringify(given)], { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    let trouble = "";
    child.stdout.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    child.stderr.setEncoding("utf8").on("data", (part) => {
      trouble += part;
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), kills < mostKills ? 300 + random(longestLife) : 2 ** 30);
    const [code, signal] = await once(child, "close");
    clearTimeout(timer);
    printed.push(...text.split("\n").filter(Boolean));
    if (signal === "SIGKILL") {
      kills += 1;
      continue;
    }
    assert.equal(code, 0, trouble);
    t.diagnostic(`killed ${kills} times`);
    return printed;
  }
}

/** Each order is one retirement, of its quantity, and what the workers said of it is so. */
async function check({ registry, me, before }, printed) {
  const known = new Set(before.map(({ id }) => id));
  const made = (await retirements(registry, me)).filter(({ id }) => !known.has(id));
  assert.equal(made.length, count);
  const byOrder = new Map(made.map((one) => [Number(/order (\d+)$/.exec(one.notes)[1]), one]));
  assert.equal(byOrder.size, count, "no order has two");
  for (const [order, { credit_batch_size_total }] of byOrder) {
    assert.equal(credit_batch_size_total.credit_kgs, BigInt(100 + order));
  }
  for (const line of printed) {
    const [order, id] = line.split(" ");
    assert.equal(byOrder.get(Number(order)).id, id, "what is said of an order is its record");
  }
}

const orders = (rest = 0, parts = 1) =>
  Array.from({ length: count }, (_, index) => index).filter((index) => index % parts === rest);

const asked = ({ server, account: { clientSecret, accessToken }, supplier, me }) => ({
  baseUrl: server.baseUrl,
  clientSecret,
  accessToken,
  supplier,
  owner: me.id,
});

/** Two processes share a journal, and each is killed at random. */
async function share(t, program, kind, where) {
  const world = await failing(t);
  const workers = [0, 1].map((part) =>
    persist(t, program, generator(part + 2), { ...asked(world), kind, path: where, orders: orders(part, 2) }),
  );
  await check(world, (await Promise.all(workers)).flat());
}

// They mostly wait, so they wait together.
suite("killed at random", { concurrency: true, timeout }, () => {
  test("a process retires each order once: file journal", { timeout }, async (t) => {
    const world = await failing(t);
    const given = { ...asked(world), kind: "file", path: path.join(folder(t), "journal"), orders: orders() };
    await check(world, await persist(t, process.execPath, generator(1), given));
  });

  test("two processes share a SQLite journal", { timeout }, async (t) => {
    await share(t, await installTool("node22", "node"), "sqlite", path.join(folder(t), "journal.db"));
  });

  test("two processes share a PostgreSQL journal", { timeout, skip }, async (t) => {
    const { table } = await import("./postgres-journal.mjs");
    const where = await startPostgres(t);
    await ask(where, table);
    await share(t, process.execPath, "postgres", where);
  });
});
