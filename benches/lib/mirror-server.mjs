// Serves a large local registry over HTTP, counts the requests, and keeps their addresses.
import { createServer } from "node:http";
import { inlineSources } from "../../node_modules/isometric-registry/dist/local/inline.js";
import { createGlue } from "../../node_modules/isometric-registry/dist/wasm/local/glue.js";

const size = Number(process.argv[2]);
const NOW = Date.UTC(2026, 0, 31);
const glue = createGlue((exports) => exports);
glue.initSync({ module: await inlineSources.ledger() });
const ledger = new glue.LocalRegistry("bench", false, NOW);
// One batch in eight is split: a retirement of a part splits one and adds two.
ledger.grow(Math.round((size * 8) / 10), NOW);
/** What others do comes after this, and not all at once. */
let now = NOW + 365 * 86_400_000;
const accounts = JSON.parse(ledger.accounts());
const [{ clientSecret, accessToken, organisation_id: buyer }] = accounts;
const headers = JSON.stringify([
  ["x-client-secret", clientSecret],
  ["authorization", `Bearer ${accessToken}`],
]);
const text = new TextDecoder();
const send = (method, target, body = "") => {
  const sent = new TextEncoder().encode(body);
  const [status, , bytes] = ledger.handle(now, method, `/registry/v0${target}`, headers, sent);
  if (status !== 200) {
    throw new Error(text.decode(bytes));
  }
  return JSON.parse(text.decode(bytes));
};

/** Active batches of the buyer, up to this number. */
function activeBatches(most) {
  const found = [];
  for (let page = "", more = true; more && found.length < most; ) {
    const { nodes, page_info } = send("GET", `/organisations/${buyer}/credit_batches?status=active&first=50${page}`);
    found.push(...nodes);
    page = `&after=${page_info.end_cursor}`;
    more = page_info.has_next_page;
  }
  return found.slice(0, most);
}

/** Retires a kilogram each of that many active batches, which splits them. */
function retireParts(count) {
  for (const { id, supplier_id } of activeBatches(count)) {
    const retirement = {
      owner_organisation_id: buyer,
      beneficiary_organisation_id: buyer,
      supplier_id,
      retirement_purposes: ["other"],
      notes: null,
      credit_batch_quantities: [{ credit_batch_id: id, credit_quantity_kg: 1 }],
    };
    now += 30_000;
    send("POST", "/retirements", JSON.stringify(retirement));
  }
}
retireParts(Math.round(size / 10));

/** Refunds a kilogram from the first buffer pool that has one. */
function refund() {
  const suppliers = accounts.filter(({ role }) => role === "supplier");
  for (const { supplier_id } of suppliers) {
    try {
      ledger.admin(now, "refund", JSON.stringify({ supplier_id, credit_quantity_kg: 1, notes: "bench" }));
      return;
    } catch {
      // Its pool is empty.
    }
  }
  throw new Error("no buffer pool has anything to refund");
}

let log = [];
const server = createServer((request, response) => {
  if (request.url === "/log") {
    response.end(JSON.stringify(log));
    log = [];
    return;
  }
  if (request.url === "/event" || request.url === "/refund") {
    if (request.url === "/event") {
      retireParts(1);
    } else {
      refund();
    }
    response.end();
    return;
  }
  log.push(request.url);
  const given = JSON.stringify(Object.entries(request.headers));
  const [status, told, body] = ledger.handle(now, "GET", request.url, given, new Uint8Array());
  response.writeHead(status, { ...JSON.parse(told), "content-length": body.length });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  console.log(JSON.stringify({ origin, baseUrl: `${origin}/registry/v0`, clientSecret }));
});
