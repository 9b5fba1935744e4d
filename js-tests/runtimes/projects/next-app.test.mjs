import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { creditsFromKg, RegistryClient } from "isometric-registry";
import { inBrowser, openBrowser } from "../lib/browser.mjs";
import { installApp } from "../lib/fixture.mjs";
import { serveBehindGate } from "../lib/gate.mjs";
import { run, start } from "../lib/run.mjs";

const timeout = 480_000;
const next = "../node_modules/next/dist/bin/next";

/** A quantity as the app shows it. */
const shown = ({ credit_kgs }) => creditsFromKg(credit_kgs, { places: 3 }).replace(/\B(?=(\d{3})+\.)/g, "\u202f");

describe("the Next.js app", { timeout, skip: inBrowser.skip }, () => {
  let cwd;
  let gate;
  let registry;
  let browser;
  let server;
  let projects;

  before(async () => {
    cwd = await installApp("next-app");
    gate = await serveBehindGate({ seed: "next-app" });
    const { ISOMETRIC_BASE_URL: baseUrl, ISOMETRIC_CLIENT_SECRET: clientSecret } = gate.env;
    registry = new RegistryClient({ fetch: gate.local.fetch, baseUrl, clientSecret });
    projects = await registry.projects.list().toArray();
    await run(process.execPath, [next, "build"], { cwd, env: gate.env, timeout });
    server = await start(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
      cwd,
      env: gate.env,
    });
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await gate?.close();
  });

  test("type-checks", () =>
    run(process.execPath, ["../node_modules/typescript/bin/tsc", "--noEmit"], { cwd, timeout }));

  /** A page, what it asks the proxy for, and what it complains about. */
  async function open(address) {
    const page = await browser.newPage();
    const asked = [];
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => request.url().includes("/registry/") && asked.push(request.url()));
    await page.goto(server.address + address, { waitUntil: "networkidle" });
    return { page, asked, problems };
  }

  test("the server sends the first projects with their exact figures, and the page goes on from there", async () => {
    const html = await (await fetch(server.address)).text();
    for (const project of projects.slice(0, 10)) {
      assert.ok(html.includes(shown(project.issued_credits_total)), project.name);
    }
    const { page, asked, problems } = await open("/");
    const rows = page.locator(".list li");
    assert.equal(await rows.count(), 10);
    assert.deepEqual(asked, [], "nothing is read again");
    for (let count = 10; count < projects.length; count += 10) {
      await page.getByRole("button", { name: "More projects" }).click();
      await rows.nth(count).waitFor();
    }
    assert.deepEqual(
      await page.locator(".list .credits").allTextContents(),
      projects.map(({ issued_credits_total }) => shown(issued_credits_total)),
    );
    assert.equal(asked.length, Math.ceil(projects.length / 10) - 1);
    assert.match(asked[0], /\/registry\/projects\?first=10&after=/);
    assert.deepEqual(problems, []);
    await page.close();
  });

  test("what the server is still reading follows the page, with its kilograms", async () => {
    const [project] = projects;
    const issuances = await registry.suppliers.issuances(project.supplier.id);
    const { arrived, release } = gate.hold(/\/issuances/);
    const headers = { "accept-encoding": "identity" };
    const response = await fetch(`${server.address}/projects/${project.id}`, { headers });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    await arrived;
    let html = "";
    while (!html.includes("Loading issuances")) {
      html += (await reader.read()).value;
    }
    assert.ok(html.includes(shown(project.issued_credits_total)));
    release();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      html += part.value;
    }
    assert.ok(html.includes(shown(issuances.nodes[0].credit_batch_size_total)));

    const { page, asked, problems } = await open(`/projects/${project.id}`);
    assert.equal(await page.title(), project.name);
    assert.deepEqual(
      await page.locator(".list .credits").allTextContents(),
      issuances.nodes.map(({ credit_batch_size_total }) => shown(credit_batch_size_total)),
    );
    assert.deepEqual(asked, [], "nothing is read again");
    assert.deepEqual(problems, []);
    await page.close();
  });

  test("a project that does not exist is not found", async () => {
    assert.equal((await fetch(`${server.address}/projects/prj_AAAAAAAAAAAAAAAA`)).status, 404);
  });

  test("a page reached by a link is read on the server, too", async () => {
    const { page, asked, problems } = await open("/");
    await page.locator(`a[href="/projects/${projects[1].id}"]`).click();
    await page.getByRole("heading", { name: projects[1].name }).waitFor();
    await page.getByRole("heading", { name: "Issuances of the supplier" }).waitFor();
    assert.deepEqual(asked, []);
    assert.deepEqual(problems, []);
    await page.close();
  });
});
