import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { test } from "node:test";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import createClient from "openapi-fetch";
import { clientOf, headersOf } from "./command.mjs";
import { serveLocal } from "./support.mjs";

test("pages of this machine may read the answers, others may not", async (t) => {
  const { baseUrl, accounts } = await serveLocal(t);
  const ask = (origin, init) => fetch(`${baseUrl}/organisation`, { ...init, headers: { ...init?.headers, origin } });
  for (const origin of ["http://localhost:5173", "http://127.0.0.1", "https://[::1]:8443"]) {
    const { headers } = await ask(origin, { headers: headersOf(accounts[0]) });
    assert.equal(headers.get("access-control-allow-origin"), origin);
    assert.match(headers.get("access-control-expose-headers"), /x-request-id/);
    const wanted = "authorization,x-client-secret,x-trace";
    const asked = { "access-control-request-method": "POST", "access-control-request-headers": wanted };
    const preflight = await ask(origin, { method: "OPTIONS", headers: asked });
    assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-headers")], [204, wanted]);
  }
  for (const origin of [
    "https://example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "null",
  ]) {
    const { headers } = await ask(origin);
    assert.deepEqual([headers.get("access-control-allow-origin"), headers.get("vary")], [null, "origin"]);
  }
});

test("only this machine's names are answered, and pages from elsewhere cannot act", async (t) => {
  const { baseUrl, accounts } = await serveLocal(t);
  const { port } = new URL(baseUrl);
  /** @type {(host: string, options?: { method?: string, origin?: string }) => Promise<any>} */
  const ask = async (host, { method = "GET", origin } = {}) => {
    const headers = { ...headersOf(accounts[0]), host, ...(origin && { origin }) };
    const asked = request({ port, host: "127.0.0.1", path: "/registry/v0/organisation", method, headers });
    asked.end();
    const [response] = await once(asked, "response");
    response.resume();
    return response.statusCode;
  };
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, "localhost", "[::1]:1", "127.9.9.9"]) {
    assert.equal(await ask(host), 200, host);
  }
  for (const host of [
    `evil.example:${port}`,
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "evil.localhost",
    "a@localhost",
  ]) {
    assert.equal(await ask(host), 421, host);
  }
  assert.equal(await ask("localhost", { method: "POST", origin: "https://evil.example" }), 403);
  assert.equal(await ask("localhost", { method: "POST", origin: "null" }), 403);
  assert.equal(await ask("localhost", { method: "POST", origin: "http://localhost:3000" }), 405);
});

test("other methods and paths are refused", async (t) => {
  const { baseUrl, accounts } = await serveLocal(t);
  const ask = (method, path) => fetch(baseUrl + path, { method, headers: headersOf(accounts[0]) });
  for (const method of ["HEAD", "PUT", "PATCH", "DELETE"]) {
    const response = await ask(method, "/retirements");
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, POST"]);
    assert.equal(await response.text(), method === "HEAD" ? "" : '{"detail":"Method Not Allowed"}');
  }
  assert.equal((await ask("GET", "/nothing")).status, 404);
  assert.equal((await ask("GET", "/../v1/organisation")).status, 404);
});

test("bodies are read to their end, and refused when they are too large, torn, empty or no JSON", async (t) => {
  const { baseUrl, accounts } = await serveLocal(t);
  const headers = { ...headersOf(accounts[0]), "content-type": "application/json" };
  const post = async (body, more = {}) => {
    const response = await fetch(`${baseUrl}/beneficiary`, { method: "POST", body, headers: { ...headers, ...more } });
    return [response.status, await response.json()];
  };
  const largest = 1024 * 1024;
  assert.deepEqual(await post(" ".repeat(largest + 1)), [413, { detail: "expected a body of at most 1048576 bytes" }]);
  assert.equal((await post(" ".repeat(20 * largest)))[0], 413);
  for (const [body, type] of [
    [" ".repeat(largest), "json_invalid"],
    ['{"beneficiary_name": "Ada"', "json_invalid"],
    [new Uint8Array([0x22, 0xff, 0x22]), "json_invalid"],
    ["[".repeat(100_000), "json_invalid"],
    ["", "missing"],
    ["[]", "model_attributes_type"],
  ]) {
    const [status, { detail }] = await post(body);
    assert.deepEqual([status, detail[0].type, detail[0].loc[0]], [422, type, "body"]);
  }
  const [status, { detail }] = await post('{"beneficiary_name": "Ada"}', { "content-type": "text/plain" });
  assert.deepEqual([status, detail[0].type], [422, "model_attributes_type"]);
});

test("a slow or broken body does not affect others", async (t) => {
  const { baseUrl, log, ...server } = await serveLocal(t);
  const registry = clientOf({ baseUrl, ...server });
  const body = JSON.stringify({ beneficiary_name: "Ada", beneficiary_domain: "ada.example" });
  const begin = async () => {
    const headers = {
      ...headersOf(server.accounts[0]),
      "content-type": "application/json",
      "content-length": body.length,
    };
    const slow = request(`${baseUrl}/beneficiary`, {
      method: "POST",
      agent: false,
      headers: { ...headers, expect: "100-continue" },
    });
    slow.flushHeaders();
    await once(slow, "continue");
    slow.write(body.slice(0, 10));
    return slow;
  };
  const broken = await begin();
  broken.on("error", () => undefined);
  broken.destroy();
  const slow = await begin();
  await registry.organisations.current();
  for (const letter of body.slice(10)) {
    slow.write(letter);
  }
  slow.end();
  const [response] = await once(slow, "response");
  assert.equal(response.statusCode, 200);
  response.resume();
  assert.deepEqual(log.map((line) => /^(GET|POST) \S+ (200|no answer)/.exec(line)?.slice(1).join(" ")).sort(), [
    "GET 200",
    "POST 200",
    "POST no answer",
  ]);
});

test("a checkout is paid at the page that it is sent to", async (t) => {
  const server = await serveLocal(t);
  const supplier = clientOf(server, "supplier");
  const checkout = () =>
    supplier.stripe.createCheckoutSession({
      quantity_kg: 1000n,
      frequency: "one_time",
      isometric_terms_and_conditions_accepted: true,
      supplier_terms_and_conditions_accepted: true,
      customer_email: "eve@people.example",
      success_url: "https://shop.example/grüße?a=1",
      cancel_url: "https://shop.example/",
    });
  const { redirect_url } = await checkout();
  assert.ok(redirect_url.startsWith(`${server.baseUrl}/stripe/checkout/cs_`));
  const page = await fetch(redirect_url);
  assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await page.text(), /1000 kg[\s\S]*<form method="post"><button>Pay<\/button>/);
  const mine = server.accounts.find(({ role }) => role === "supplier").supplier_id;
  const { total_count: before } = await supplier.suppliers.orders(mine);
  const paid = await fetch(redirect_url, { method: "POST", redirect: "manual" });
  assert.deepEqual([paid.status, paid.headers.get("location")], [303, "https://shop.example/gr%C3%BC%C3%9Fe?a=1"]);
  const { total_count, nodes } = await supplier.suppliers.orders(mine);
  assert.deepEqual([total_count, nodes[0].credits_ordered.credit_kgs], [before + 1, 1000n]);
  assert.equal((await fetch(redirect_url, { method: "POST" })).status, 409);
  assert.match(await (await fetch(redirect_url)).text(), /This has been paid/);
  assert.equal((await fetch(`${server.baseUrl}/stripe/checkout/cs_other`)).status, 404);
  const order = await server.local.admin.completeCheckout(await checkout());
  assert.equal(order.credits_ordered.credit_kgs, 1000n);
});

test("a generated client walks a filtered list", async (t) => {
  const server = await serveLocal(t);
  const [{ organisation_id: id, ...account }] = server.accounts;
  /** @type {import("openapi-fetch").Client<any>} */
  const client = createClient({ baseUrl: server.baseUrl, headers: headersOf(account) });
  const walked = [];
  for (let after; ; ) {
    const query = { status: ["active", "split"], first: 7, ...(after && { after }) };
    const { data, error } = await client.GET("/organisations/{id}/credit_batches", { params: { path: { id }, query } });
    assert.equal(error, undefined);
    walked.push(...data.nodes.map((batch) => batch.id));
    if (!data.page_info.has_next_page) {
      break;
    }
    after = data.page_info.end_cursor;
  }
  const ours = clientOf(server).organisations.creditBatches(id, { status: ["active", "split"] });
  assert.ok(walked.length > 7);
  assert.deepEqual(
    walked,
    (await ours.toArray()).map((batch) => batch.id),
  );
  const { error, response } = await client.GET("/orders/{id}", { params: { path: { id: "short" } } });
  assert.deepEqual([response.status, error.detail[0].loc], [422, ["path", "id"]]);
});

test("serve refuses options that it does not know or take, and names a port in use", async (t) => {
  const local = await createLocalRegistry({ empty: true });
  const refused = (options, message) => assert.rejects(serve(local, options), { name: "InvalidRequestError", message });
  await refused({ prot: 1 }, "serve: prot: is not an option; options are port, beforeAnswer, adminToken, log");
  await refused({ port: 65_536 }, "serve: port: expected a port from 0 to 65535, got 65536");
  await refused({ log: true }, "serve: log: expected a function, got true");
  const { baseUrl } = await serveLocal(t);
  const port = Number(new URL(baseUrl).port);
  await assert.rejects(serve(local, { port }), { message: `port ${port} of 127.0.0.1 is in use` });
});
