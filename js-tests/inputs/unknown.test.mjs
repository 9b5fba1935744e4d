import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidRequestError } from "isometric-registry";
import { ids } from "../contract/calls.mjs";
import { recording } from "../contract/recorder.mjs";
import { attempt, quantity, refuses } from "./attempt.mjs";

describe("properties that are not known", () => {
  /** @type {any[][]} */
  const nearest = [
    ["retireOldest", { vintag: 2023 }, "vintag", "vintage"],
    ["retireOldest", { Vintage: 2023 }, "Vintage", "vintage"],
    ["retireOldest", { creditQuantityKg: 5 }, "creditQuantityKg", "credit_quantity_kg"],
    [
      "deliver",
      { credit_batch_quantities: [quantity({ credit_quantity_kgs: 1 })] },
      "credit_batch_quantities[0].credit_quantity_kgs",
      "credit_quantity_kg",
    ],
    ["batches", { statuses: [] }, "statuses", "status"],
    ["list", { frist: 5 }, "frist", "first"],
  ];
  for (const [name, argument, path, known] of nearest) {
    test(`${name} refuses ${path} and names ${known}`, async () => {
      const { issues } = await attempt(name, argument);
      assert.deepEqual(Object.keys(issues), [path]);
      assert.match(issues[path], new RegExp(`\`${known}\``));
    });
  }
  refuses("deliver", "__proto__", JSON.parse('{"__proto__":1}'), "__proto__");
  refuses("deliver", "constructor", { constructor: 1 }, "constructor");
  test("an own property __proto__ is refused", async () => {
    const body = JSON.parse(
      `{"order_id":"${ids.order}","credit_batch_quantities":[{"credit_batch_id":"${ids.creditBatch}","credit_quantity_kg":1}],"__proto__":{"notes":"x"}}`,
    );
    const { registry } = recording("{}");
    await assert.rejects(registry.deliveries.create(body), InvalidRequestError);
  });

  for (const option of ["signal", "timeoutMs", "maxRetries", "accessToken", "headers", "prefetch"]) {
    test(`list refuses the option ${option} among the filters and says where it belongs`, async () => {
      const { issues } = await attempt("list", { [option]: 5 });
      assert.deepEqual(Object.keys(issues), [option]);
      assert.match(issues[option], /option/);
    });
  }

  test("filters among the options are refused by name", async () => {
    const { registry, requests } = recording("{}");
    const isRefused = (path) => (error) =>
      error instanceof InvalidRequestError && error.issues.some((issue) => issue.path === path);
    // @ts-expect-error the types refuse it
    await assert.rejects(registry.projects.list({}, { first: 5 }).first(), isRefused("first"));
    await assert.rejects(
      // @ts-expect-error the types refuse it
      registry.deliveries.list({}, { from_supplier_id: ids.supplier }).first(),
      isRefused("from_supplier_id"),
    );
    // @ts-expect-error the types refuse it
    await assert.rejects(registry.orders.get(ids.order, { prefetch: 1 }), isRefused("prefetch"));
    assert.deepEqual(requests, []);
  });
});

describe("arguments as a whole", () => {
  class Body {
    order_id = ids.order;
    credit_batch_quantities = [quantity()];
  }
  for (const [title, body] of Object.entries({
    nothing: undefined,
    null: null,
    text: "{}",
    "a list": [],
    "a Map": new Map(),
    "a function": () => {},
    "an instance of a class": new Body(),
  })) {
    refuses("addBeneficiary", title, body, "body");
  }
  for (const [title, page] of Object.entries({ text: "5", "a list": [], "a number": 5 })) {
    refuses("list", title, page, "filters");
  }

  test("all problems are reported at once", async () => {
    const { issues } = await attempt("retireOldest", {
      owner_organisation_id: ids.supplier,
      beneficiary_organisation_id: undefined,
      supplier_id: 5,
      retirement_purposes: ["other", "other", 1],
      notes: "a".repeat(257),
      credit_quantity_kg: 1.5,
      vintage: 1899,
      order_id: "ord_",
      vintages: 2023,
    });
    assert.deepEqual(Object.keys(issues).sort(), [
      "beneficiary_organisation_id",
      "credit_quantity_kg",
      "notes",
      "order_id",
      "owner_organisation_id",
      "retirement_purposes[1]",
      "retirement_purposes[2]",
      "supplier_id",
      "vintage",
      "vintages",
    ]);
  });

  test("the id in the path and the filters are checked together", async () => {
    const { registry } = recording("{}");
    await assert.rejects(
      // @ts-expect-error the types refuse it
      registry.organisations.creditBatches("nope", { first: 0, state: [] }).first(),
      (/** @type {InvalidRequestError} */ error) => {
        assert.deepEqual(error.issues.map(({ path }) => path).sort(), ["first", "id", "state"]);
        return true;
      },
    );
  });
});
