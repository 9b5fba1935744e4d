import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { skip } from "./browser.mjs";
import { useSite } from "./site.mjs";
import { views } from "./views.mjs";

const site = useSite();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const [name, reach] of Object.entries(views)) {
  test(`${name}: nothing serious for axe, in both themes; nothing wider than a phone`, { skip }, async () => {
    const tab = await site.open();
    await reach(tab, async (_, address, shown) => {
      await tab.goto("about:blank");
      await tab.goto(site.address + address);
      await tab.locator(shown).first().waitFor();
    });
    for (const colorScheme of ["light", "dark"]) {
      await tab.emulateMedia({ colorScheme });
      assert.deepEqual(await seriousFindings(tab), []);
    }
    await tab.setViewportSize({ width: 390, height: 844 });
    assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth), 390);
  });
}

async function seriousFindings(tab) {
  if (!(await tab.evaluate(() => "axe" in globalThis))) {
    await tab.evaluate(axe);
  }
  const { violations } = await tab.evaluate(() => globalThis.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

test("the first figures need no ledger, and are those that it has", { skip }, async () => {
  const tab = await site.open();
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await tab.route(/inline-.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await tab.goto("about:blank");
  await tab.goto(site.address);
  const figures = () => tab.locator(".headlines").textContent();
  await tab.locator(".overview[aria-busy] .headlines").waitFor();
  const first = await figures();
  assert.match(first, /Issued165,\d{3} credits26 projects, 12 suppliers/);
  release();
  await tab.locator(".overview:not([aria-busy]) .headlines").waitFor();
  assert.equal(await figures(), first);
});

test("every chart has its table, and they add up to the headlines", { skip }, async () => {
  const tab = await site.open("#/");
  const figures = tab.locator("figure.figure");
  await tab.locator(".plot svg").nth(4).waitFor();
  assert.equal(await figures.count(), 5);
  for (const figure of await figures.all()) {
    await figure.getByRole("button", { name: /^Table of/ }).click();
    assert.notEqual(await figure.locator("tbody tr").count(), 0);
  }
  const kg = (text) => Math.round(Number(text.replaceAll(/[^\d.]/g, "")) * 1000);
  const headline = async (name) => {
    const term = tab.getByText(name, { exact: true });
    return kg(await tab.locator(".headlines div").filter({ has: term }).locator("b").getAttribute("title"));
  };
  const sum = async (title) => {
    const cells = tab.getByRole("figure", { name: title }).locator("td.numeric");
    return (await cells.allTextContents()).map(kg).reduce((one, other) => one + other);
  };
  assert.equal(await sum("Credits issued, by pathway"), await headline("Issued"));
  assert.equal(await sum("Credits delivered and retired"), (await headline("Delivered")) + (await headline("Retired")));
});

test("a project's credits are with those who hold them and those who retired them, all of them", { skip }, async () => {
  const tab = await site.open("#/explore/projects");
  await tab.locator("tbody a").first().click();
  const kg = (text) => Math.round(Number(text.replaceAll(/[^\d.]/g, "")) * 1000);
  const sum = async (title) => {
    const cells = tab.getByRole("region", { name: title }).locator("td.numeric");
    await cells.first().waitFor();
    return (await cells.allTextContents()).map(kg).reduce((one, other) => one + other);
  };
  const fact = async (label) => {
    const text = await tab
      .locator("dl.facts div", { hasText: new RegExp(`^${label}`) })
      .first()
      .textContent();
    return kg(/([\d,.]+) credits/.exec(text)[1]);
  };
  const held = await sum("Who holds its credits");
  assert.equal(held + (await sum("Who retired its credits")), await fact("Issued"));
  await tab.getByRole("region", { name: "Issued over time" }).locator("svg").waitFor();
});

test("a project is on the globe, and in words", { skip }, async () => {
  const tab = await site.open("#/explore/projects");
  await tab.locator("tbody a[href*=prj_]").first().click();
  const where = tab.getByRole("region", { name: "Where" });
  await where.locator("svg circle").waitFor();
  await where.getByText(/^\d+\.\d\d° [NS], \d+\.\d\d° [EW]$/).waitFor();
});

test("a supplier’s figures are the sums of what it did", { skip }, async () => {
  const tab = await site.open("#/explore/suppliers");
  await tab.locator("tbody a").first().click();
  assert.equal(await columnSum(tab, "Issuances", "Credits"), await headline(tab, "Issued"));
  assert.equal(await columnSum(tab, "Deliveries", "Credits"), await headline(tab, "Delivered"));
  assert.equal(await columnSum(tab, "Who it delivered to", "Credits"), await headline(tab, "Delivered"));
  assert.equal(await columnSum(tab, "Projects", "Retired"), await headline(tab, "Retired"));
});

test("an organisation’s retirements by project and vintage are all of them, and its holdings add up", {
  skip,
}, async () => {
  const tab = await site.open("#/explore/transfers");
  await tab.locator("td:nth-child(2) a").first().click();
  const retired = await headline(tab, "Retired in its name");
  assert.equal(await columnSum(tab, "Retired in its name, by project and vintage", "Credits"), retired);
  assert.equal(await columnSum(tab, "Retirements in its name", "Credits"), retired);
  await tab.getByRole("button", { name: "Work out its holdings" }).click();
  const sentence = await tab.getByText(/^It holds/).textContent();
  const [holds, came, passedOn, ended] = sentence.match(/\d[\d,]*(\.\d+)?/g).map(kgOf);
  assert.equal(holds, came - passedOn - ended);
  assert.equal(await columnSum(tab, "Holdings", "Holds"), holds);
});

const kgOf = (text) => Math.round(Number(text.replaceAll(/[^\d.]/g, "")) * 1000);

async function headline(tab, label) {
  const term = tab.getByText(label, { exact: true });
  return kgOf(await tab.locator(".headlines div").filter({ has: term }).locator("b").getAttribute("title"));
}

/** The sum of a column of a section's table, all of its rows. */
async function columnSum(tab, title, label) {
  const section = tab.getByRole("region", { name: title, exact: true });
  await section.locator("tbody tr").first().waitFor();
  const all = section.getByRole("button", { name: /^All \d+ of/ });
  if (await all.isVisible()) {
    await all.click();
  }
  const cells = await section.locator(`td[data-label="${label}"]`).allTextContents();
  return cells.map(kgOf).reduce((one, other) => one + other, 0);
}

test("a project on the map is a link to its page", { skip }, async () => {
  const tab = await site.open("#/");
  const project = tab.locator(".map a").first();
  const id = (await project.evaluate((link) => link.href.baseVal)).split("/").at(-1);
  await project.focus();
  await tab.keyboard.press("Enter");
  await tab.getByText(id).waitFor();
});

test("the newest retirement leads to its certificate", { skip }, async () => {
  const tab = await site.open("#/");
  await tab.getByRole("region", { name: "Newest retirements" }).locator("td[data-label=Id] a").first().click();
  await tab.getByText("Certificate of retirement").waitFor();
  await tab.getByText("Sample – nothing real was retired").waitFor();
});

test("a batch's tree conserves its credits and leads to each of its entities", { skip }, async () => {
  const tab = await site.open("#/explore/batches?status=retired");
  await tab.locator("tbody a[href*=ctb_]").first().click();
  await tab.locator(".tree [aria-current]").waitFor();
  const family = await tab.locator(".tree > li > ul > li").evaluateAll((roots) => {
    const kg = (item) => BigInt(item.querySelector(":scope > article h2").title.replace(/ kg.*|,/g, ""));
    const children = (item) => [...item.querySelectorAll(":scope > ul > li")];
    const walk = (item) => [
      { kg: String(kg(item)), parts: children(item).map((child) => String(kg(child))) },
      ...children(item).flatMap(walk),
    ];
    return roots.flatMap(walk);
  });
  const split = family.filter(({ parts }) => parts.length > 0);
  assert.notEqual(split.length, 0);
  for (const { kg, parts } of split) {
    assert.equal(
      BigInt(kg),
      parts.reduce((sum, part) => sum + BigInt(part), 0n),
    );
  }
  for (const kind of ["issuances/iss_", "deliveries/dlv_", "retirements/ret_"]) {
    assert.notEqual(await tab.locator(`.tree a[href*="${kind}"]`).count(), 0, kind);
  }
});

test("an id that is none is refused in words", { skip }, async () => {
  const tab = await site.open("#/batches");
  await tab.getByLabel("Credit batch", { exact: true }).fill("prj_9FC8PDJKDA1SS7JM");
  await tab.getByRole("button", { name: "Follow it" }).click();
  await tab.getByRole("alert").filter({ hasText: "not the id of a credit batch" }).waitFor();
});

test("unknown ids are answered in words", { skip }, async () => {
  const tab = await site.open("#/projects/prj_AAAAAAAAAAAAAAAA");
  await tab.getByRole("heading", { name: "No such project" }).waitFor();
  await tab.goto(`${site.address}#/retirements/ret_AAAAAAAAAAAAAAAA`);
  await tab.getByRole("heading", { name: "Nothing here" }).waitFor();
});

test("the code is the module that ran, and the exchanges hold no secret", { skip }, async () => {
  const tab = await site.open("#/explore/projects");
  await tab.getByRole("button", { name: "Show me the code" }).click();
  const code = await tab.locator(".code pre").textContent();
  assert.equal(code, readFileSync(inRoot("www/src/queries/projects.ts"), "utf8"));
  await tab.getByRole("button", { name: "HTTP", exact: true }).click();
  await tab.locator(".wire summary").first().click();
  const exchange = await tab.locator(".wire details[open] pre").textContent();
  assert.match(exchange, /projects\.list, attempt 1/);
  assert.match(exchange, /x-client-secret: (?!ey)\W*redacted/i);
});

test("the theme can be chosen, and is remembered", { skip }, async () => {
  const tab = await site.open("#/");
  const ground = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await tab.getByLabel("Theme").selectOption("dark");
  const dark = await ground();
  assert.notEqual(dark, light);
  await tab.reload();
  assert.equal(await ground(), dark);
  await tab.getByLabel("Theme").selectOption("auto");
});

test("by keyboard alone: past the header, into a list, sorted, to an entity", { skip }, async () => {
  const tab = await site.open("#/");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  assert.equal(await tab.evaluate(() => document.activeElement.id), "main");
  await tabTo(tab, (text) => text === "All issuances");
  await tab.keyboard.press("Enter");
  await tab.getByRole("heading", { level: 1, name: "Issuances" }).waitFor();
  await tab.locator("tbody tr").first().waitFor();
  await tabTo(tab, (text) => text === "Credits");
  await tab.keyboard.press("Enter");
  await tab.locator("th[aria-sort=ascending]").waitFor();
  await tabTo(tab, (text) => text.startsWith("iss_"));
  await tab.keyboard.press("Enter");
  await tab.locator("dl.facts").waitFor();
});

async function tabTo(tab, isThere) {
  for (let presses = 0; presses < 200; presses += 1) {
    await tab.keyboard.press("Tab");
    if (isThere(await tab.evaluate(() => document.activeElement.textContent.trim()))) {
      return;
    }
  }
  assert.fail("the keyboard does not get there");
}
