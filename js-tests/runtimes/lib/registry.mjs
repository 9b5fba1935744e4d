import assert from "node:assert/strict";
import * as library from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";
import { useRegistry } from "../shared/six-lines.mjs";

const now = () => Date.UTC(2026, 0, 31);

/** A new local registry with a fixed clock, behind HTTP on loopback, for a client with these `options`. */
async function serveRegistry() {
  const registry = await createLocalRegistry({ now });
  const { baseUrl, close } = await serve(registry);
  const { clientSecret, accessToken } = registry.accounts.find(({ role }) => role === "buyer");
  return { options: { baseUrl, clientSecret, accessToken }, close };
}

/** Does something with the options of a client of a registry of its own, and gives what that printed. */
export async function withRegistry(work) {
  const { options, close } = await serveRegistry();
  try {
    // The port is another each time.
    return ((await work(options)) ?? "").trim().replaceAll(/(http:\/\/127\.0\.0\.1)(:\d+)?/g, "$1");
  } finally {
    await close();
  }
}

let expected;

/** Asserts that what `work` does with a client's options prints what the six lines print here. */
export async function assertSixLines(work) {
  expected ??= withRegistry((options) => useRegistry(library, options));
  assert.equal(await withRegistry(work), await expected);
}
