import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";

/** A clock that stands still. */
export const now = () => Date.UTC(2026, 0, 31);

/** A local registry behind HTTP in this process until the test ends; `log` holds a line for each request. */
export async function serveLocal(t, options = {}) {
  const local = await createLocalRegistry({ now, ...options });
  const log = [];
  const served = await serve(local, { log: (line) => log.push(line) });
  t.after(() => served.close());
  return { local, log, baseUrl: served.baseUrl, accounts: local.accounts };
}

/** Numbers from 0 up to `bound` that follow from the seed. */
export function generator(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * bound);
  };
}

/** The sum of kilograms of a list of batches. */
export const kilograms = (batches) => batches.reduce((sum, { size }) => sum + size.credit_kgs, 0n);
