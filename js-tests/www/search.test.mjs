import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./browser.mjs";
import { useSite } from "./site.mjs";

const site = useSite();

const search = (tab) => tab.getByRole("searchbox", { name: "Search" });

test("a part of a name finds projects, suppliers and organisations, by keyboard alone", { skip }, async () => {
  const tab = await site.open("#/");
  await search(tab).fill("beton");
  await tab.getByRole("link", { name: /Sample Béton Carboné Supplier/ }).waitFor();
  await search(tab).fill("harbour");
  await tab.getByRole("link", { name: /“Harbour” Blocks Project/ }).waitFor();
  await search(tab).press("Enter");
  await tab.getByRole("heading", { level: 1, name: /Harbour/ }).waitFor();
  assert.equal(await search(tab).inputValue(), "");
});

test("an id of any kind leads to what it names", { skip }, async () => {
  const tab = await site.open("#/explore/retirements");
  const id = (await tab.locator("td[data-label=Id] a").first().textContent()).trim();
  await search(tab).fill(` ${id} `);
  await search(tab).press("Enter");
  await tab.getByText("Certificate of retirement").waitFor();
});

test("a serial number leads to its batch, whole or split", { skip }, async () => {
  for (const status of ["retired", "split"]) {
    const tab = await site.open(`#/explore/batches?status=${status}`);
    const link = tab.locator("td[data-label='Serial number'] a").first();
    const serialNumber = (await link.textContent()).trim();
    const id = (await link.getAttribute("href")).split("/").at(-1);
    await search(tab).fill(serialNumber.toLowerCase());
    await search(tab).press("Enter");
    await tab.waitForURL((url) => url.hash.endsWith(id));
    await tab.getByRole("heading", { name: serialNumber }).waitFor();
  }
});

test("what is nowhere is told, and Escape ends it", { skip }, async () => {
  const tab = await site.open("#/");
  await search(tab).fill("nobody of this name");
  await search(tab).press("Enter");
  await tab.getByText("Nothing by this id, serial number or name.").waitFor();
  await search(tab).press("Escape");
  assert.equal(await search(tab).inputValue(), "");
});
