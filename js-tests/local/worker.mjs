import { parentPort } from "node:worker_threads";
import { createLocalRegistry } from "isometric-registry/local";
import { clientOf } from "./command.mjs";

const local = await createLocalRegistry();
const registry = clientOf(local, "buyer", { fetch: local.fetch });
const { id, name } = await registry.organisations.current();
const { total } = await registry.organisations.creditBalance(id);
parentPort.postMessage({ name, kilograms: total.active_credits_total.credit_kgs });
