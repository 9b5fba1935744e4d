// A thread that calls the registry, and posts the JSON of what its calls reject with.
import { parentPort, workerData } from "node:worker_threads";
import { RegistryClient } from "isometric-registry";

const { options, failures } = workerData;
/** @type {import("isometric-registry").CreateDeliveryRequest} */
const delivery = {
  order_id: "ord_0123456789ABCDEF",
  credit_batch_quantities: [{ credit_batch_id: "ctb_0123456789ABCDEF", credit_quantity_kg: 1n }],
};

for (const { status, body, headers, breaks, stalls, acts, id = "org_0123456789ABCDEF" } of failures) {
  const fetch = async () => {
    if (breaks) {
      throw new TypeError(breaks);
    }
    return stalls ? new Promise(() => {}) : new Response(body, { status, headers });
  };
  const registry = new RegistryClient({ ...options, fetch, maxRetries: 0, ...(stalls ? { timeoutMs: 5 } : {}) });
  const call = acts ? registry.deliveries.create(delivery) : registry.organisations.get(id);
  await call.then(
    () => parentPort.postMessage({ value: true }),
    (error) => parentPort.postMessage({ json: error.toJSON(), unposted: structuredClone(error).name }),
  );
}
