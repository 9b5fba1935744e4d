import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { skip } from "./browser.mjs";
import { sentBy, useSite } from "./site.mjs";

const site = useSite();

const rowCount = (tab) => tab.locator("tbody tr").count();
const progress = (tab) => tab.locator(".toolbar output").textContent();

const complete = (tab) => tab.getByRole("status").filter({ hasText: "complete" }).waitFor({ state: "attached" });

/** Scrolls until the list has come to its end, and all of its rows are drawn. */
async function scrollToEnd(tab) {
  await tab.locator("tbody tr").first().waitFor();
  const isAll = async () => {
    const [, , total] = /^(\d+) of (\d+)$/.exec(await progress(tab)) ?? [];
    return (await rowCount(tab)) === Number(total);
  };
  while (!(await isAll())) {
    await tab.locator("tbody tr").last().scrollIntoViewIfNeeded();
    await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }
}

test("rows that nobody has come to are not asked for", { skip }, async () => {
  const tab = await site.open("#/explore/issuances");
  await tab.locator("tbody tr").first().waitFor();
  await tab.getByRole("button", { name: "Read all" }).waitFor();
  assert.equal((await sentBy(tab)).filter((line) => line.includes("/issuances")).length, 1);
});

test("on a phone a row has two lines, and the rest on demand", { skip }, async () => {
  const tab = await site.open("#/explore/issuances");
  await tab.setViewportSize({ width: 390, height: 844 });
  const row = tab.locator("tbody tr").first();
  await row.waitFor();
  const { height } = await row.boundingBox();
  assert.ok(height < 70, `${height} px`);
  const id = row.locator("td[data-label=Id] a");
  assert.equal(await id.isVisible(), false);
  await row.getByRole("button", { name: "All of this row" }).click();
  assert.equal(await id.isVisible(), true);
});

for (const list of [
  "suppliers",
  "projects",
  "issuances",
  "deliveries",
  "transfers",
  "retirements",
  "batches",
  "orders",
]) {
  test(`${list}: the table fills to its total as it is seen`, { skip }, async () => {
    const tab = await site.open(`#/explore/${list}`);
    await scrollToEnd(tab);
    const [, done, total] = /^(\d+) of (\d+)$/.exec(await progress(tab));
    assert.equal(done, total);
    assert.equal(await rowCount(tab), Number(total));
  });
}

test("a long walk is cancelled: no request follows, the rows stay, and it can go on", { skip }, async () => {
  const tab = await site.open("?latencyMs=100#/explore/issuances?first=5");
  await tab.getByRole("button", { name: "Read all" }).click();
  await tab.locator("tbody tr").nth(14).waitFor();
  await tab.getByRole("button", { name: "Cancel" }).click();
  await tab.getByRole("button", { name: "Go on" }).waitFor();
  const rows = await rowCount(tab);
  const sent = (await sentBy(tab)).length;
  await tab.waitForTimeout(500);
  assert.equal(await rowCount(tab), rows);
  assert.equal((await sentBy(tab)).length, sent);
  const [, total] = (await progress(tab)).split(" of ");
  assert.ok(rows < Number(total));
  await tab.getByRole("button", { name: "Go on" }).click();
  await complete(tab);
  assert.equal(await progress(tab), `${total} of ${total}`);
});

test("filters use the API's parameters and make an address to share", { skip }, async () => {
  const tab = await site.open("#/explore/batches");
  await tab.getByLabel("Status").selectOption("active");
  await tab.getByLabel("Supplier").selectOption({ index: 1 });
  await tab.getByLabel("Issued before").fill("2025-01-01");
  await found(tab);
  const [latest] = (await sentBy(tab)).filter((line) => line.includes("credit_batches"));
  assert.match(latest, /status=active/);
  assert.match(latest, /supplier_id=spl_/);
  assert.match(latest, /issued_before=2025-01-01T/);
  const count = await progress(tab);
  const other = await site.open(new URL(tab.url()).hash);
  await found(other);
  assert.equal(await progress(other), count);
  assert.equal(await other.getByLabel("Status").inputValue(), "active");
});

test("a filter that is no id is refused in words, before anything is sent", { skip }, async () => {
  const tab = await site.open("#/explore/transfers");
  await tab.getByLabel("From organisation").fill("nonsense");
  await tab.getByLabel("From organisation").press("Enter");
  await tab.getByRole("heading", { name: "This was not sent" }).waitFor();
});

/** Waits until the first page of what is filtered has come. */
const found = (tab) =>
  tab
    .getByRole("status")
    .filter({ hasText: /complete|more to come/ })
    .waitFor({ state: "attached" });

test("all that there is is sorted by exact kilograms", { skip }, async () => {
  const tab = await site.open("#/explore/retirements");
  await tab.getByRole("button", { name: "Credits", exact: true }).click();
  await complete(tab);
  await tab.getByRole("button", { name: "Credits", exact: true }).click();
  const shown = await tab.locator("td.numeric").allTextContents();
  const numbers = shown.map((text) => Number(text.replaceAll(",", "")));
  assert.deepEqual(
    numbers,
    numbers.toSorted((one, other) => other - one),
  );
});

test("CSV and JSON hold the kilograms as they are, and say that they are samples", { skip }, async () => {
  const tab = await site.open("#/explore/issuances");
  const csv = await downloaded(tab, "CSV");
  const json = await downloaded(tab, "JSON");
  assert.equal(csv.name, "sample-issuances.csv");
  const [header, ...lines] = csv.text.trim().split("\r\n");
  const rows = JSON.parse(json.text);
  assert.equal(lines.length, rows.length);
  const column = header.split(",").indexOf("credit_batch_size_total.credit_kgs");
  assert.notEqual(column, -1);
  assert.match(json.text, new RegExp(`"credit_kgs": ${rows[0].credit_batch_size_total.credit_kgs}\\b`));
  assert.ok(lines[0].includes(`,${rows[0].credit_batch_size_total.credit_kgs}`));
});

async function downloaded(tab, button) {
  const [file] = await Promise.all([
    tab.waitForEvent("download"),
    tab.getByRole("button", { name: button, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

test("a failed walk says so, and tries again when asked", { skip }, async () => {
  const tab = await site.open("?before=1#/explore/projects");
  await tab.getByRole("heading", { name: "No connection" }).waitFor();
  await tab.getByRole("button", { name: "Sample data" }).click();
  await tab.getByLabel("Connection breaks before").selectOption("Never");
  await tab.getByRole("button", { name: "Apply" }).click();
  await tab.locator("tbody tr").first().waitFor();
});

test("nothing found is said", { skip }, async () => {
  const tab = await site.open("#/explore/transfers?from_organisation_id=org_AAAAAAAAAAAAAAAA");
  await tab.getByText("Nothing in the registry matches.").waitFor();
});
