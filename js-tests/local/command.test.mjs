import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { promisify } from "node:util";
import { createLocalRegistry } from "isometric-registry/local";
import { clientOf, headersOf, program, run, start, startServer } from "./command.mjs";

/** @type {any[][]} */
const refused = [
  ["serve twice", 2, /serve does not take "twice"; see isometric-registry serve --help/],
  ["serve --sed x", 2, /serve has no option --sed; did you mean --seed\?/],
  ["serve --port", 2, /--port: expected N/],
  ["serve --port 65536", 2, /--port: expected a whole number from 0 to 65535, got "65536"/],
  ["serve --port http", 2, /--port: expected a whole number/],
  ["serve --latency 1.5", 2, /--latency: expected a whole number/],
  ["serve --busy 0", 2, /--busy: expected a whole number from 1 to 6000, got "0"/],
  ["serve --requests-per-minute 0", 2, /--requests-per-minute: expected a whole number from 1/],
  ["serve --fail after", 2, /--fail: expected before, after, stall with a chance from 0 to 1/],
  ["serve --fail never:0.5", 2, /--fail: expected before, after, stall/],
  ["serve --fail after:1.5", 2, /--fail: .*got "after:1\.5"/],
  ["serve --fail after:0.1 --fail after:0.2", 2, /--fail: expected each kind only once/],
  ["serve --fail after:0.6 --fail stall:0.6", 2, /--fail: expected chances that add up to at most 1/],
  [
    "serve --drift Issuance.issued_at",
    2,
    /--drift: expected a property with remove, rename=NAME or retype=TYPE.*got "Is/,
  ],
  ["serve --drift Issuance.issued_at:retype=date", 2, /--drift: expected .* boolean, null, list, object/],
  [
    "serve --drift Issuance.issued_at:remove --drift Issuance.issued_at:remove",
    2,
    /--drift: .*each property only once/,
  ],
  ["serve --drift Issuance.issued:remove", 2, /drift: Issuance\.issued: properties of Issuance are .*issued_at/],
  ["serve --data missing.json", 1, /--data missing\.json: ENOENT/],
];
for (const [words, status, message] of refused) {
  test(`"${words}" is refused`, async (t) => {
    const { end, stdout, stderr } = await run(t, ...words.split(" "));
    assert.match(stderr, message);
    assert.deepEqual([end, stdout], [status, ""]);
    assert.equal(stderr.trim().split("\n").length, 1);
  });
}

test("help names every option and has examples", async (t) => {
  const { end, stdout } = await run(t, "serve", "--help");
  assert.equal(end, 0);
  for (const option of [
    "port",
    "seed",
    "empty",
    "data",
    "latency",
    "fail",
    "busy",
    "requests-per-minute",
    "drift",
    "state",
    "json",
    "help",
  ]) {
    assert.match(stdout, new RegExp(`--${option}\\b`));
  }
  assert.match(stdout, /Examples:\n {2}npx isometric-registry serve\n/);
});

test("what it prints once it listens can be copied into a shell", async (t) => {
  const server = start(t, ["serve"]);
  while (!server.printed.stdout.includes("Ctrl+C")) {
    await once(server.child.stdout, "data");
  }
  const lines = server.printed.stdout.split("\n").filter((line) => /^(export|curl) /.test(line));
  const [read, act] = lines
    .filter((line) => line.startsWith("curl"))
    .map((line) => line.replace("curl", "curl --silent"));
  const exported = lines.slice(0, 3);
  if (spawnSync("curl", ["--version"]).error) {
    return t.skip("there is no curl");
  }
  const shell = async (...commands) => (await promisify(execFile)("sh", ["-c", commands.join("\n")])).stdout;
  assert.match(JSON.parse(await shell(...exported, read)).name, /^Sample /);
  assert.equal(JSON.parse(await shell(act)).organisation.name, "Supplier");
  const program =
    'import { RegistryClient } from "isometric-registry"; console.log(await new RegistryClient().organisations.current());';
  assert.match(
    await shell(...exported, `${process.execPath} --input-type=module --eval '${program}'`),
    /name: 'Sample /,
  );
  server.child.kill("SIGINT");
  assert.equal((await server.ended).end, 0);
});

test("curl reads, acts and is refused", async (t) => {
  if (spawnSync("curl", ["--version"]).error) {
    return t.skip("there is no curl");
  }
  const { baseUrl, accounts } = await startServer(t);
  const headers = Object.entries(headersOf(accounts[0])).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const curl = async (target, ...args) => {
    const flags = ["--silent", "--write-out", "\n%{http_code}", ...args];
    const { stdout } = await promisify(execFile)("curl", [...flags, baseUrl + target]);
    const [body, status] = stdout.split("\n");
    return [Number(status), JSON.parse(body)];
  };
  const json = ["-H", "content-type: application/json"];
  const [status, page] = await curl("/projects?first=3", ...headers);
  assert.deepEqual([status, page.nodes.length, page.page_info.has_next_page], [200, 3, true]);
  const beneficiary = JSON.stringify({ beneficiary_name: "Ada", beneficiary_domain: "ada.example" });
  const [made, organisation] = await curl("/beneficiary", ...headers, ...json, "--data", beneficiary);
  assert.deepEqual([made, organisation.name], [200, "Ada"]);
  assert.equal((await curl("/beneficiary", ...headers, ...json, "--data", beneficiary))[0], 409);
  assert.equal((await curl("/organisation"))[0], 422);
  assert.equal((await curl("/organisation", "-H", "x-client-secret: other"))[0], 401);
});

test("each request is a line on stderr, and no line holds a secret", async (t) => {
  const server = await startServer(t);
  const [account] = server.accounts;
  const { clientSecret, accessToken } = account;
  const get = (target) => fetch(server.baseUrl + target, { headers: headersOf(account) });
  await get("/organisation");
  await get(`/projects?first=1&access_token=${accessToken}&secret=${clientSecret}`);
  await get("/projects/%1b[31m");
  await fetch(`${server.baseUrl}/retirements`, { method: "POST", headers: headersOf(account), body: accessToken });
  server.child.kill("SIGTERM");
  const { end, stderr } = await server.ended;
  assert.equal(end, 0);
  assert.doesNotMatch(stderr, /local_(secret|token)_/);
  assert.match(
    stderr,
    /^GET \/registry\/v0\/organisation 200 \d+ ms\nGET \/registry\/v0\/projects 422 \d+ ms\nGET \S+ 422 \d+ ms\nPOST \/registry\/v0\/retirements 422 \d+ ms\n$/,
  );
});

test("a port in use is named", async (t) => {
  const { baseUrl } = await startServer(t);
  const { port } = new URL(baseUrl);
  const { end, stdout, stderr } = await run(t, "serve", "--port", port);
  assert.deepEqual([end, stdout], [1, ""]);
  assert.match(stderr, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use`));
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`${signal} ends it whatever is open: half a body, silence, an answer that is due in ten minutes`, {
    timeout: 30_000,
  }, async (t) => {
    const silent = await startServer(t, "--fail", "stall:1");
    const slow = await startServer(t, "--latency", "600000");
    const open = [await reach(silent, "half a body"), await reach(silent), await reach(slow)];
    open[1].end();
    open[2].end();
    while (!silent.printed.stderr.includes("no answer")) {
      await once(silent.child.stderr, "data");
    }
    const gone = open.map((asked) => once(asked, "error"));
    for (const server of [silent, slow]) {
      server.child.kill(signal);
      assert.equal((await server.ended).end, 0);
    }
    for (const [error] of await Promise.all(gone)) {
      assert.equal(error.code, "ECONNRESET");
    }
  });
}

/** A request that the server is known to have got the beginning of. */
async function reach({ baseUrl, accounts }, body = "") {
  const headers = { ...headersOf(accounts[0]), expect: "100-continue", "content-length": 2 * body.length };
  const asked = request(`${baseUrl}/transfers`, { method: body ? "POST" : "GET", headers, agent: false });
  asked.flushHeaders();
  await once(asked, "continue");
  if (body) {
    asked.write(body);
  }
  return asked;
}

test("a data file adds what admin can add, and its mistakes are named", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "registry-data-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "data.json");
  const steps = [
    { call: "setTime", with: "2026-03-01T00:00:00Z" },
    { call: "addOrganisation", with: { name: "$5 Buyer" }, as: "buyer" },
    { call: "addSupplier", with: { name: "Supplier" }, as: "mine" },
    {
      call: "addProject",
      with: { supplier_id: "$mine.id", name: "P", pathway: "direct_air_capture", country_code: "ISL" },
      as: "project",
    },
    { call: "issue", with: { project_id: "$project.id", removals: [{ credit_quantity_kg: 5000 }] } },
    {
      call: "placeOrder",
      with: {
        supplier_id: "$mine.id",
        buyer_organisation_id: "$buyer.account.organisation_id",
        credit_quantity_kg: 2000,
      },
    },
  ];
  await writeFile(file, JSON.stringify(steps));
  const server = await startServer(t, "--empty", "--data", file);
  const buyer = clientOf(server);
  assert.equal((await buyer.organisations.current()).name, "$5 Buyer");
  const order = await buyer.organisations.orders(server.accounts[0].organisation_id).first();
  assert.deepEqual([order.status, order.credits_ordered.credit_kgs], ["placed", 2000n]);

  /** @type {[content: unknown, message: RegExp][]} */
  const files = [
    ["{", /the file is not JSON/],
    ["{}", /expected a list of steps/],
    ["[3]", /step 1: expected an object/],
    [[{ call: "sell", with: {} }], /step 1: "call" is one of addOrganisation, addSupplier/],
    [[{ call: "addSupplier" }], /step 1: "with" is missing/],
    [[{ call: "addSupplier", with: { name: "A" }, az: "a" }], /step 1: "az" is not known; a step has call, with, as/],
    [[{ call: "addSupplier", with: { name: "A" }, as: "a b" }], /step 1: "as" is a name/],
    [[{ call: "addSupplier", with: { name: "A", domian: "a.example" } }], /step 1: unknown field `domian`/],
    [[{ call: "addDocument", with: { project_id: "$mine.id" } }], /step 1: \$mine\.id refers to nothing/],
  ];
  for (const [content, message] of files) {
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    const { end, stderr } = await run(t, "serve", "--data", file);
    assert.equal(end, 1);
    assert.match(stderr, message);
    assert.ok(stderr.includes(`--data ${file}`));
  }
});

test("a seed names the sample, and an empty registry says how to get accounts", async (t) => {
  const [one, another, other, same] = await Promise.all(
    [[], [], ["--seed", "x"], ["--seed", "x"]].map((args) => startServer(t, ...args)),
  );
  assert.deepEqual(other.accounts, same.accounts);
  assert.notDeepEqual(one.accounts, other.accounts);
  const known = await createLocalRegistry();
  for (const [index, account] of one.accounts.entries()) {
    assert.equal(account.organisation_id, another.accounts[index].organisation_id);
    for (const name of ["clientSecret", "accessToken"]) {
      assert.notEqual(account[name], another.accounts[index][name], "what everybody can guess is no credential");
      assert.notEqual(account[name], known.accounts[index][name]);
    }
  }
  const server = start(t, ["serve", "--empty"]);
  while (!server.printed.stdout.includes("Ctrl+C")) {
    await once(server.child.stdout, "data");
  }
  assert.match(server.printed.stdout, /It has no accounts; a data file \(--data\) can add them\./);
});

test("admin can be called over HTTP with the token", async (t) => {
  const { baseUrl, admin, accounts } = await startServer(t, "--empty");
  assert.deepEqual([accounts, new URL(admin.url).host], [[], new URL(baseUrl).host]);
  const call = async (name, input, { token = admin.token, method = "POST" } = {}) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = method === "POST" ? (typeof input === "string" ? input : JSON.stringify(input)) : undefined;
    const response = await fetch(`${admin.url}/${name}`, { method, headers, body });
    return [response.status, await response.json()];
  };
  const [status, { account, id }] = await call("addSupplier", { name: "Mine" });
  assert.equal(status, 200);
  const mine = clientOf({ baseUrl, accounts: [account] }, "supplier");
  assert.equal((await mine.suppliers.current()).id, id);
  assert.deepEqual(await call("setTime", '"2030-01-01T00:00:00Z"'), [200, "2030-01-01T00:00:00Z"]);
  for (const [refused, expected] of [
    [call("addSupplier", { name: "A" }, { token: "x".repeat(32) }), [401, /admin token/]],
    [call("toString", {}), [404, /expected one of addOrganisation/]],
    [call("addSupplier", {}, { method: "GET" }), [405, /POST/]],
    [call("addSupplier", "{"), [422, /not JSON/]],
    [call("addSupplier", {}), [422, /missing field `name`/]],
  ]) {
    const [code, { detail }] = await refused;
    assert.equal(code, expected[0]);
    assert.match(detail, expected[1]);
  }
});

test("it ends with the process that began it", { skip: process.platform === "win32" }, async (t) => {
  // A shell that is killed, as `npx` is by `kill $!`: nothing tells its child.
  const shell = spawn("sh", ["-c", `"${process.execPath}" "${program}" serve --json & wait`], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  t.after(() => {
    try {
      process.kill(-shell.pid, "SIGKILL");
    } catch {}
  });
  const [line] = await once(createInterface({ input: shell.stdout }), "line");
  const { baseUrl } = JSON.parse(line);
  const closed = once(shell.stdout, "close");
  shell.kill("SIGKILL");
  await closed;
  await assert.rejects(fetch(baseUrl));
});

test("others trade while it is read, and too many requests are refused", async (t) => {
  const { baseUrl, accounts } = await startServer(t, "--requests-per-minute", "2", "--busy", "30");
  const ask = () => fetch(`${baseUrl}/retirements`, { headers: headersOf(accounts[0]) });
  assert.deepEqual([(await ask()).status, (await ask()).status], [200, 200]);
  const refused = await ask();
  assert.equal(refused.status, 429);
  assert.match(refused.headers.get("retry-after"), /^[1-9]\d?$/);
});

test("answers drift as requested", async (t) => {
  const changes = [
    "Issuance.issued_at:remove",
    "Project.short_code:rename=code",
    "Project.pathway:retype=list",
    "Issuance.supplier:retype=null",
  ];
  const { baseUrl, accounts } = await startServer(t, ...changes.flatMap((change) => ["--drift", change]));
  const first = async (path) => {
    const response = await fetch(`${baseUrl}/${path}?first=1`, { headers: headersOf(accounts[0]) });
    return (await response.json()).nodes[0];
  };
  const issuance = await first("issuances");
  assert.deepEqual([issuance.issued_at, issuance.supplier], [undefined, null]);
  const project = await first("projects");
  assert.equal(project.short_code, undefined);
  assert.match(project.code, /^\w+$/);
  assert.ok(Array.isArray(project.pathway));
});

test("latency holds every answer back", async (t) => {
  const server = await startServer(t, "--latency", "150");
  const started = performance.now();
  await clientOf(server).projects.list();
  // A timer may fire a moment early.
  assert.ok(performance.now() - started >= 145);
});
