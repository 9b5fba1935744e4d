import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { creditsFromKg, RegistryClient } from "isometric-registry";
import { environment } from "../environments.mjs";
import { inBrowser, openBrowser } from "../lib/browser.mjs";
import { installApp } from "../lib/fixture.mjs";
import { ended, serveBehindGate } from "../lib/gate.mjs";
import { run, start } from "../lib/run.mjs";

const timeout = 300_000;
const tools = "../node_modules";

describe(environment("the React app"), { timeout, skip: inBrowser.skip }, () => {
  let cwd;
  let gate;
  let registry;
  let folder;
  let browser;
  let server;
  let port = "0";

  const startServer = (...args) =>
    start(process.execPath, ["--import", "tsx", "server/main.ts", ...args], {
      cwd,
      env: { ...gate.env, PORT: port, JOURNAL: path.join(folder, "retirements.journal") },
    });

  before(async () => {
    cwd = await installApp("react-app");
    gate = await serveBehindGate({ seed: "react-app" });
    const { ISOMETRIC_BASE_URL: baseUrl, ISOMETRIC_CLIENT_SECRET: clientSecret } = gate.env;
    const { fetch } = gate.local;
    registry = new RegistryClient({ fetch, baseUrl, clientSecret, accessToken: gate.env.ISOMETRIC_ACCESS_TOKEN });
    folder = await mkdtemp(path.join(os.tmpdir(), "react-app-test-"));
    await run(process.execPath, [`${tools}/vite/bin/vite.js`, "build"], { cwd });
    server = await startServer();
    port = new URL(server.address).port;
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await gate?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A page of a new visitor. */
  async function open(address) {
    const page = await browser.newPage();
    await page.goto(server.address + address);
    return page;
  }

  async function openSignedIn(address) {
    const page = await open(address);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  }

  test("type-checks", () => run(process.execPath, [`${tools}/typescript/bin/tsc`, "--noEmit"], { cwd }));

  test("shows batches as they are scrolled to, each once and in order, and each project by its name", async () => {
    const me = await registry.organisations.current();
    const batches = await registry.organisations.creditBatches(me.id, { status: ["active"] }).toArray();
    assert.ok(batches.length > 30);
    const page = await openSignedIn("/credits");
    const rows = page.locator(".list li");
    const serials = page.locator(".list li small:nth-of-type(1)");
    await rows.nth(14).waitFor();
    assert.ok((await rows.count()) < batches.length, "not all at once");
    for (let count = 0; count < batches.length; count = await rows.count()) {
      await rows.nth(count).waitFor();
      await rows.last().scrollIntoViewIfNeeded();
    }
    assert.deepEqual(
      await serials.allTextContents(),
      batches.map(({ serial_number }) => serial_number),
    );
    const { name } = await registry.projects.get(batches[0].project_id);
    await rows.nth(0).getByRole("link", { name, exact: true }).waitFor();
    const asked = gate.requests.filter(({ line }) => line.includes(`/projects/${batches[0].project_id}`));
    assert.equal(asked.length, 1);
    await page.close();
  });

  test("a query that its component leaves cancels its request, at the registry too", async () => {
    const [{ id }] = (await registry.projects.list({ first: 1 })).nodes;
    const page = await open("/");
    const { arrived, release } = gate.hold(new RegExp(`/projects/${id}$`));
    await page.locator(`a[href="/projects/${id}"]`).click();
    const request = await arrived;
    const end = ended(request);
    await page.getByRole("link", { name: "Projects", exact: true }).click();
    await end;
    assert.equal(request.isCancelled, true);
    release();
    await page.close();
  });

  test("what was read is there after a reload without a registry, kilograms included, and nothing private", async () => {
    const [project] = (await registry.projects.list({ first: 1 })).nodes;
    const page = await openSignedIn("/credits");
    await page.getByRole("link", { name: "Projects", exact: true }).click();
    await page.locator(`a[href="/projects/${project.id}"]`).click();
    await page.getByRole("heading", { name: project.name }).waitFor();
    await page.waitForFunction(
      (id) => localStorage.getItem("REACT_QUERY_OFFLINE_CACHE")?.includes(`"get","${id}"`),
      project.id,
    );
    const stored = await page.evaluate(() => localStorage.getItem("REACT_QUERY_OFFLINE_CACHE"));
    assert.match(stored, /"credit_kgs":\{"\$bigint":"\d+"\}/);
    assert.doesNotMatch(stored, /organisations|creditBatches/);
    await page.route("**/registry/**", (route) => route.abort());
    await page.reload();
    await page.getByRole("heading", { name: project.name }).waitFor();
    const shown = await page.locator("dd .credits").first().textContent();
    assert.equal(shown.replaceAll("\u202f", ""), creditsFromKg(project.issued_credits_total.credit_kgs, { places: 3 }));
    await page.close();
  });

  test("retires once, through the server's transactions, though the server dies meanwhile", async () => {
    const me = await registry.organisations.current();
    const before = await registry.retirements.list({ owner_org_id: me.id }).toArray();
    const page = await openSignedIn("/credits");
    await page.getByRole("button", { name: "Retire credits" }).click();
    await page.locator("option").first().waitFor({ state: "attached" });
    await page.getByLabel("Credits").fill("0.125");

    // The registry acts, and its answer gets lost with the server.
    const { arrived, release } = gate.hold(/^POST /, { hasActed: true });
    await page.getByRole("button", { name: "Retire", exact: true }).click();
    await page.getByText("sends retirements.create").waitFor();
    await arrived;
    await server.stop();
    release();
    server = await startServer();

    // The new server has other sessions; the address still names the retirement.
    await page.reload();
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Retired" }).waitFor();
    await page.getByText("0.125 credits for").waitFor();
    await page.getByText("it was found in the journal").waitFor({ state: "attached" });
    const made = (await registry.retirements.list({ owner_org_id: me.id }).toArray()).length - before.length;
    assert.equal(made, 1);
    assert.equal(gate.requests.filter(({ line }) => line.startsWith("POST ")).length, 1);
    await page.close();
  });

  test("says what is wrong with an order, and retires nothing", async () => {
    const posts = () => gate.requests.filter(({ line }) => line.startsWith("POST ")).length;
    const before = posts();
    const page = await openSignedIn("/credits");
    await page.getByRole("button", { name: "Retire credits" }).click();
    await page.locator("option").first().waitFor({ state: "attached" });
    await page.getByLabel("Credits").fill("99999999");
    await page.getByRole("button", { name: "Retire", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "credit_quantity_kg" }).waitFor();
    assert.equal(posts(), before);
    await page.close();
  });

  test("retirements are for pages of this site whose visitor has signed in", async () => {
    const order = (headers) =>
      fetch(`${server.address}/retirements`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: "{}",
      });
    assert.equal((await order({})).status, 401);
    const [cookie] = (await fetch(`${server.address}/session`, { method: "POST" })).headers.getSetCookie();
    assert.match(cookie, /HttpOnly; SameSite=Strict/);
    const session = cookie.split(";", 1)[0];
    assert.equal((await order({ cookie: session, origin: "http://other.example" })).status, 403);
    assert.equal((await order({ cookie: session, origin: server.address })).status, 422);
    const direct = await fetch(`${server.address}/registry/retirements`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.address, cookie: session },
      body: "{}",
    });
    assert.equal(direct.status, 403);
  });

  test("the devtools show answers with bigints while it is developed", async (t) => {
    await server.stop();
    server = await startServer("--dev");
    const page = await open("/");
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    t.after(() => page.close());
    await page.locator(".list li").first().waitFor();
    await page.getByRole("button", { name: "Open Tanstack query devtools" }).click();
    await page.getByText('["isometric-registry","projects","list"').first().click();
    await page.getByText("Query Details").waitFor();
    assert.deepEqual(problems, []);
  });
});
