import { growRegistry } from "./lib/local-growth.mjs";
import { compareShort } from "./lib/measure.mjs";
import { printLines } from "./lib/print.mjs";

const SIZES = [10_000, 100_000, 1_000_000];

/** Pages of a local registry that holds ever more credit batches, and what a batch costs in memory. */
export async function benchLocalScale() {
  const registries = [];
  for (const size of SIZES) {
    registries.push(await growRegistry(size));
  }
  const every = registries.map(pagesOf);
  const lines = [];
  for (const subject of Object.keys(every[0])) {
    const pages = every.map((targets) => targets[subject]);
    assertAlike(
      subject,
      registries.map(({ get }, index) => get(pages[index])),
    );
    const contenders = registries.map(({ name, get }, index) => ({ name, run: () => get(pages[index]) }));
    lines.push({ subject, bytes: registries.at(-1).get(pages.at(-1)).length, rows: await compareShort(contenders) });
  }
  printLines("Pages of a local registry", lines, 1.5);
  const [small, , large] = registries;
  const each = (large.bytes - small.bytes) / (SIZES.at(-1) - SIZES[0]);
  const told = registries.map(({ name, bytes }) => `${name}: ${(bytes / 1e6).toFixed(0)} MB`);
  console.log(`  Memory: ${told.join(", ")}; ${each.toFixed(0)} bytes a batch`);
}

/** Lists that grow with the registry, by what is asked for: their pages, and those of what filters leave. */
function pagesOf({ parse, buyer, supplier, project }) {
  const batches = `/organisations/${buyer}/credit_batches`;
  const page = (list, size, query = "") => `${list}?first=${size}${query}`;
  const pages = (title, list, size) => ({
    [`${title}, first`]: page(list, size),
    [`${title}, middle`]: page(list, size, `&after=${middle(parse, list)}`),
    [`${title}, last`]: `${list}?last=${size}`,
  });
  return {
    ...pages("credit batches of a buyer", batches, 50),
    "credit batches of a project": page(batches, 50, `&status=active&project_id=${project}`),
    "credit batches that are split": page(batches, 10, "&status=split"),
    "credit batches, oldest first": page(batches, 50, "&sort_field=issued_at&sort_direction=asc"),
    ...pages("issuances", "/issuances", 10),
    ...pages("issuances of a supplier", `/suppliers/${supplier}/issuances`, 10),
    ...pages("deliveries", "/deliveries", 10),
    "deliveries to a buyer": page("/deliveries", 10, `&to_organisation_id=${buyer}`),
    "deliveries from a supplier": page("/deliveries", 10, `&from_supplier_id=${supplier}`),
    ...pages("orders of a buyer", `/organisations/${buyer}/orders`, 10),
    ...pages("retirements", "/retirements", 10),
    "retirements of a buyer": page("/retirements", 10, `&owner_org_id=${buyer}`),
  };
}

/** The cursor half-way through a list. */
function middle(parse, list) {
  let { total_count, page_info } = parse(`${list}?first=1`);
  const half = Math.floor(total_count / 2);
  for (let seen = 1; seen < half; seen += 50) {
    ({ page_info } = parse(`${list}?first=${Math.min(50, half - seen)}&after=${page_info.end_cursor}`));
  }
  return page_info.end_cursor;
}

/** Throws unless there is as much on all pages: what is compared is the same work. */
function assertAlike(subject, bodies) {
  const counts = bodies.map((body) => JSON.parse(new TextDecoder().decode(body)).nodes.length);
  if (counts[0] === 0 || counts.some((count) => count !== counts[0])) {
    throw new Error(`${subject}: pages of ${counts} nodes`);
  }
}
