import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { RegistryClient, ServerError, ValidationError } from "isometric-registry";
import { untyped } from "../untyped.mjs";
import { calls, ids } from "./calls.mjs";
import { documentPath, needsDocument } from "./document.mjs";
import { startPrism } from "./prism.mjs";

describe("a server that holds requests to the published document", needsDocument, () => {
  let prism;
  let registry;

  before(async () => {
    prism = await startPrism(documentPath);
    registry = new RegistryClient({
      baseUrl: prism.address,
      clientSecret: "client-secret-value",
      accessToken: "access-token-value",
      maxRetries: 0,
    });
  });
  after(() => prism?.stop());

  for (const { operation, request, body, by } of calls.filter(
    ({ operation }) => operation !== "stripe.configuration",
  )) {
    test(`accepts ${operation}: ${request.split("?")[0]} ${body?.slice(0, 45) ?? ""}`, async () => {
      assert.equal(typeof (await by(registry)), "object");
    });
  }

  test("accepts the request of stripe.configuration, and fails at an answer of its own", async () => {
    await assert.rejects(registry.stripe.configuration(), (error) => {
      assert.ok(error instanceof ServerError);
      assert.deepEqual(
        untyped(error.body).validation.filter(({ location: [side] }) => side !== "response"),
        [],
      );
      return true;
    });
  });

  test("refuses what breaks the document", async () => {
    const body = { credit_batch_quantities: [], order_id: ids.order, notes: null };
    await assert.rejects(registry.request({ method: "POST", path: "/deliveries", body }), ValidationError);
    const query = { status: "active", first: 51 };
    const path = `/organisations/${ids.organisation}/credit_batches`;
    await assert.rejects(registry.request({ method: "GET", path, query }), ValidationError);
  });
});
