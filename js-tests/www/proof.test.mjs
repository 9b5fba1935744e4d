import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./browser.mjs";
import { useSite } from "./site.mjs";

const site = useSite();

const broken = (tab) => tab.getByRole("list", { name: "Laws" }).locator("[data-broken] h3").allTextContents();
const digest = (tab) => tab.locator(".digest code").textContent();

async function proved() {
  const tab = await site.open("#/proof");
  await tab.getByRole("heading", { name: "All 12 laws hold" }).waitFor();
  return tab;
}

test("the page copies the record and proves it: every law has held, and for what", { skip }, async () => {
  const tab = await proved();
  const counts = await tab.locator(".law-count").allTextContents();
  assert.equal(counts.length, 14);
  for (const count of counts) {
    assert.match(count, /^held [\d,]+ times$/);
    assert.doesNotMatch(count, /^held 0 /);
  }
  assert.match(await digest(tab), /^[0-9a-f]{64}$/);
});

/** @type {[damage: string, law: string][]} */
const damages = [
  ["Take 1 kg from a batch", "Splitting loses nothing"],
  ["Take a batch off a retirement", "Retired once, and only once"],
  ["Give a batch to somebody else", "Every owner is explained"],
  ["Add a credit to a project’s total", "Project totals are right"],
  ["Change a column and not its JSON", "The copy is what was sent"],
];

test("each damage breaks its law, says where, and is mended", { skip }, async () => {
  const tab = await proved();
  const before = await digest(tab);
  const verdict = tab.locator(".verdict h2");
  for (const [name, law] of damages) {
    const button = tab.getByRole("button", { name });
    await button.focus();
    await tab.keyboard.press("Enter");
    await tab.locator(".laws [data-broken]", { hasText: law }).waitFor();
    assert.match(await verdict.textContent(), /broken$/);
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    assert.notEqual(await tab.locator(".damage-done a").count(), 0);
    await button.press("Enter");
    await tab.getByRole("heading", { name: "All 12 laws hold" }).waitFor();
    assert.equal(await digest(tab), before);
  }
});

test("a damage goes when another comes, and when the view is left", { skip }, async () => {
  const tab = await proved();
  const before = await digest(tab);
  await tab.getByRole("button", { name: "Change a column and not its JSON" }).click();
  await tab.locator(".laws [data-broken]", { hasText: "The copy is what was sent" }).waitFor();
  await tab.getByRole("button", { name: "Give a batch to somebody else" }).click();
  await tab.locator(".laws [data-broken]", { hasText: "Every owner is explained" }).waitFor();
  assert.deepEqual(await broken(tab), ["Every owner is explained"]);
  await tab.getByRole("link", { name: "Overview" }).click();
  await tab.getByRole("heading", { name: "Carbon removal, on the record" }).waitFor();
  await tab.goBack();
  await tab.getByRole("heading", { name: "All 12 laws hold" }).waitFor();
  assert.equal(await digest(tab), before);
});
