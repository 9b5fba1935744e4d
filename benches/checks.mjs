import { RegistryClient } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { createProxy } from "isometric-registry/proxy";
import { compareBy } from "./lib/measure.mjs";
import { print } from "./lib/print.mjs";

const LENGTH = 2 ** 18;
const LONGEST_MS = 20;
const LONGEST_ANSWER = 16_384;
/** What others do on the machine does not count. */
const clocks = {
  processor: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};
const origin = "https://app.example";
const organisation = "org_0123456789ABCDEF";

/** So many of a unit as fill the body. */
const many = (unit) => Array.from({ length: Math.floor(LENGTH / (JSON.stringify(unit).length + 1)) }, () => unit);

const quantity = { credit_batch_id: "ctb_0123456789ABCDEF", credit_quantity_kg: 1 };
const body = (more) => ({
  owner_organisation_id: organisation,
  beneficiary_organisation_id: organisation,
  retirement_purposes: ["corporate_targets"],
  notes: null,
  credit_batch_quantities: [quantity],
  ...more,
});

/** Bodies of 256 KiB, each of which is refused. */
const bodies = {
  "the same batch again and again": body({ credit_batch_quantities: many(quantity) }),
  "different batches, and one twice": body({
    credit_batch_quantities: [
      quantity,
      ...many(quantity).map((one, at) => ({ ...one, credit_batch_id: `ctb_${String(at).padStart(16, "0")}` })),
      quantity,
    ],
  }),
  "purposes that nobody knows": body({ retirement_purposes: many("fun12345").map((_, at) => `fun${10_000 + at}`) }),
  "wrong items": body({ credit_batch_quantities: many(5) }),
  "items with unknown properties": body({ credit_batch_quantities: many({ a: 1, b: 2 }) }),
  "unknown properties": body(Object.fromEntries(many("unknown1234567").map((_, at) => [`unknown${10_000 + at}`, 1]))),
  "notes of one letter": body({ notes: "n".repeat(LENGTH) }),
  "one long name": body({ ["n".repeat(LENGTH)]: 1 }),
};

const headers = { "content-type": "application/json" };

/** The parts that reject a body: each returns its answer. */
async function refusers() {
  const local = await createLocalRegistry();
  const { clientSecret, accessToken } = local.accounts[0];
  const options = { baseUrl: local.baseUrl, clientSecret, accessToken, fetch: local.fetch };
  const registry = new RegistryClient(options);
  const allow = { allow: /** @type {const} */ (["retirements.create"]), authorize: () => true, maxBodyBytes: 2 ** 20 };
  const proxy = createProxy({ ...options, ...allow, origin });
  const credentials = { "x-client-secret": clientSecret, authorization: `Bearer ${accessToken}` };
  const textOf = async (response) => {
    if (response.status < 400) {
      throw new Error(`not refused, but ${response.status}`);
    }
    return response.text();
  };
  const post = (body, more) => ({ method: "POST", headers: { ...headers, ...more }, body });
  return {
    "the client": async (given) => {
      const error = await registry.retirements.create(given).then(
        () => new Error("not refused"),
        (thrown) => thrown,
      );
      return error.message;
    },
    "the proxy": async (_, text) =>
      textOf(await proxy(new Request(`${origin}/registry/retirements`, post(text, { origin })))),
    "the local registry": async (_, text) =>
      textOf(await local.fetch(`${local.baseUrl}/retirements`, post(text, credentials))),
  };
}

/** What a request of 256 KiB costs until it is refused, by the client, the proxy and the local registry. */
export async function benchChecks() {
  const all = Object.entries(await refusers());
  let longest = 0;
  let slowest = 0;
  for (const [title, given] of Object.entries(bodies)) {
    const text = JSON.stringify(given);
    const contenders = all.map(([name, refuse]) => ({
      name,
      run: async () => {
        longest = Math.max(longest, Buffer.byteLength(await refuse(given, text)));
      },
    }));
    const { processor: rows } = await compareBy(
      clocks,
      [{ name: "JSON.parse", run: () => JSON.parse(text) }, ...contenders],
      {
        rounds: 15,
        warmUp: 2,
      },
    );
    print(`${title}, by processor time, ${(text.length / 1024).toFixed(0)} KiB`, rows);
    slowest = Math.max(slowest, ...rows.map(({ ms }) => ms));
  }
  const told = (isMet) => (isMet ? "met" : "missed");
  console.log(`  The slowest took ${slowest.toFixed(1)} ms (target ${LONGEST_MS}: ${told(slowest < LONGEST_MS)}).`);
  console.log(
    `  The longest answer has ${longest} bytes (target ${LONGEST_ANSWER}: ${told(longest < LONGEST_ANSWER)}).`,
  );
}
