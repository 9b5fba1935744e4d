import { inlineSources } from "../../node_modules/isometric-registry/dist/local/inline.js";
import { createGlue } from "../../node_modules/isometric-registry/dist/wasm/local/glue.js";

const NOW = Date.UTC(2026, 0, 31);

/** How many batches there are to a retirement. */
const BATCHES_A_RETIREMENT = 50;

/**
 * A local registry of the given number of credit batches: functions to read from it, and some of its parties. `bytes`
 * is the memory that they take.
 */
export async function growRegistry(size) {
  const glue = createGlue((exports) => exports);
  glue.initSync({ module: await inlineSources.ledger() });
  const { memory } = glue;
  const ledger = new glue.LocalRegistry("bench", false, NOW);
  ledger.grow(size, NOW);
  const bytes = memory.buffer.byteLength;

  const [{ clientSecret, accessToken, organisation_id: buyer }] = JSON.parse(ledger.accounts());
  const headers = JSON.stringify([
    ["x-client-secret", clientSecret],
    ["authorization", `Bearer ${accessToken}`],
  ]);
  const send = (method, target, sent = new Uint8Array()) => {
    const [status, , body] = ledger.handle(NOW, method, `/registry/v0${target}`, headers, sent);
    if (status !== 200) {
      throw new Error(new TextDecoder().decode(body));
    }
    return body;
  };
  const get = (target) => send("GET", target);
  const parse = (target) => JSON.parse(new TextDecoder().decode(get(target)));
  const balance = parse(`/organisations/${buyer}/credit_balance`);
  retire(size / BATCHES_A_RETIREMENT, buyer, balance, send);
  const { nodes } = parse("/suppliers?first=1");
  return {
    name: size.toLocaleString("en"),
    bytes,
    get,
    parse,
    buyer,
    supplier: nodes[0].id,
    project: balance.project_balances[0].project_id,
  };
}

/** Retires a tonne the given number of times, from each supplier's credits in turn. */
function retire(count, buyer, { supplier_balances }, send) {
  for (let index = 0; index < count; index += 1) {
    const request = {
      owner_organisation_id: buyer,
      beneficiary_organisation_id: buyer,
      supplier_id: supplier_balances[index % supplier_balances.length].supplier_id,
      retirement_purposes: ["other"],
      notes: null,
      credit_quantity_kg: 1000,
    };
    send("POST", "/retirements/from_oldest_credits", new TextEncoder().encode(JSON.stringify(request)));
  }
}
