import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "../../examples/proxy/server.mjs";
import { findChromium } from "../../scripts/lib/chromium.mjs";
import { listen } from "../listen.mjs";

const executablePath = findChromium();

describe("the example's page in Chromium", { skip: executablePath === undefined && "no Chromium was found" }, () => {
  let served;
  let wire;
  let browser;
  let page;
  const problems = [];
  const exchanges = [];

  before(async () => {
    served = await serve();
    wire = await tap(served.server);
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
    page = await (await browser.newContext()).newPage();
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => problems.push(message.text()));
    page.on("request", (request) => exchanges.push(record(request)));
    await page.goto(wire.address);
  });

  after(async () => {
    await browser?.close();
    wire?.close();
    served?.server.close();
    served?.server.closeAllConnections();
  });

  const shows = (text) =>
    page.waitForFunction(
      (text) => /** @type {HTMLOutputElement} */ (document.querySelector("#told")).value.includes(text),
      text,
    );
  const click = async (id, text) => {
    await page.click(id);
    await shows(text);
  };

  test("says so where the public record cannot be read", async () => {
    const torn = await page.context().newPage();
    await torn.route("**/registry/projects*", (route) => route.abort());
    await torn.goto(wire.address);
    await torn.waitForFunction(() =>
      /** @type {HTMLOutputElement} */ (document.querySelector("#told")).value.startsWith("NetworkError: "),
    );
    await torn.close();
  });

  test("reads the public record before anybody has signed in", async () => {
    await shows("Projects are there.");
    assert.ok((await page.locator("#projects li").count()) > 1);
    await click("#retire", "PermissionDeniedError");
    assert.deepEqual(
      problems.splice(0).filter((text) => !text.includes("403")),
      [],
    );
  });

  test("lets a signed-in user read and write", async () => {
    await click("#sign-in", "credits.");
    await click("#retire", "Retired: ");
    assert.deepEqual(problems, []);
  });

  test("of another site acts for nobody, though the browser sends the cookie along", async (context) => {
    const done = await Promise.all(exchanges);
    const { sent } = done.find(({ path, status }) => path.endsWith("/from_oldest_credits") && status === 200);
    const count = async () => (await (await fetch(`${wire.address}registry/retirements?first=1`)).json()).total_count;
    const earlier = await count();
    const foreign = await listen(context, (_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>"),
    );
    const attacker = await page.context().newPage();
    const arrived = [];
    served.server.on("request", ({ method, headers }) =>
      arrived.push([method, headers.cookie !== undefined, headers.origin]),
    );
    await attacker.goto(foreign);
    const outcomes = await attacker.evaluate(attack, { proxy: `${wire.address}registry`, body: sent });
    assert.deepEqual(outcomes, ["failed", "failed", "failed", "failed"]);
    assert.equal(await count(), earlier);
    assert.ok(arrived.some(([method, hasCookie, origin]) => method === "POST" && hasCookie && origin === foreign));
  });

  test("loses its rights when it signs out", async () => {
    await click("#sign-out", "Signed out.");
    await click("#retire", "PermissionDeniedError");
  });

  test("has at no time had a credential", async () => {
    const all = await Promise.all(exchanges);
    assert.ok(
      all.some(({ path, method, status }) => method === "POST" && path.startsWith("/registry/") && status === 200),
    );
    assert.ok(all.every(({ origin }) => `${origin}/` === wire.address));
    const kept = await page.evaluate(() => [document.cookie, { ...localStorage }, { ...sessionStorage }]);
    const everything = wire.read() + (await page.content()) + JSON.stringify(kept);
    assert.match(everything, /"total_count":/);
    assert.match(everything, /POST \/registry\/retirements/);
    for (const { clientSecret, accessToken } of served.accounts) {
      assert.equal(everything.includes(clientSecret), false);
      assert.equal(everything.includes(accessToken), false);
    }
    for (const { path, headers } of all.filter(({ path }) => path.startsWith("/registry/"))) {
      assert.equal(headers.authorization, undefined, path);
      assert.equal(headers["x-client-secret"], undefined, path);
    }
  });
});

/** What a request was, once it is answered. */
async function record(request) {
  const response = await request.response();
  const { origin, pathname: path } = new URL(request.url());
  const headers = await request.allHeaders();
  return { origin, path, method: request.method(), headers, sent: request.postData(), status: response.status() };
}

/** Listens in front of a server, and keeps every byte that passes in either direction. */
async function tap(server) {
  const streams = [];
  const sockets = new Set();
  const front = createServer((page) => {
    const back = connect(server.address().port, "127.0.0.1");
    for (const socket of [page, back]) {
      const chunks = [];
      streams.push(chunks);
      sockets.add(socket);
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("error", () => {});
      socket.on("close", () => {
        page.destroy();
        back.destroy();
      });
    }
    page.pipe(back).pipe(page);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (front.address());
  return {
    address: `http://127.0.0.1:${port}/`,
    read: () => streams.map((chunks) => Buffer.concat(chunks).toString()).join("\n"),
    close() {
      front.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

/** Runs in the attacker's page: as a page asks, as a form may, and for the answer of a read. */
async function attack({ proxy, body }) {
  const act = `${proxy}/retirements/from_oldest_credits`;
  const read = `${proxy}/organisation`;
  /** @type {RequestInit} */
  const init = { method: "POST", credentials: "include", body };
  const told = (pending) =>
    pending.then(
      ({ type, status }) => `${type} ${status}`,
      () => "failed",
    );
  return [
    await told(fetch(act, { ...init, headers: { "content-type": "application/json" } })),
    await told(fetch(act, { ...init, mode: "no-cors" })),
    await told(fetch(read, { credentials: "include" })),
    await told(fetch(read, { credentials: "include", mode: "no-cors" })),
  ];
}
