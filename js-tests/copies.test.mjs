import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InvalidRequestError } from "isometric-registry";
import { calls, ids } from "./contract/calls.mjs";
import { exampleText } from "./contract/examples.mjs";
import { operations } from "./contract/package.mjs";
import { recording } from "./contract/recorder.mjs";

const delivery = () => ({
  order_id: ids.order,
  notes: "as called",
  credit_batch_quantities: [{ credit_batch_id: ids.creditBatch, credit_quantity_kg: 5n }],
});

describe("what a caller says is what is sent", () => {
  test("a body that is changed after the call", async () => {
    const { registry, requests } = recording(exampleText("full", "Delivery"));
    const body = delivery();
    const call = registry.deliveries.create(body);
    body.notes = "changed";
    body.credit_batch_quantities[0].credit_quantity_kg = 6n;
    // @ts-expect-error the types refuse it
    body.credit_batch_quantities.push({});
    body.extra = true;
    await call;
    assert.equal(
      requests[0].body,
      `{"credit_batch_quantities":[{"credit_batch_id":"${ids.creditBatch}","credit_quantity_kg":5}],` +
        `"order_id":"${ids.order}","notes":"as called"}`,
    );
  });

  test("the body of client.request that is changed after the call", async () => {
    const { registry, requests } = recording("{}");
    const body = { list: [1] };
    const call = registry.request({ method: "POST", path: "/new", body });
    body.list.push(2);
    await call;
    assert.equal(requests[0].body, '{"list":[1]}');
  });

  test("filters that are changed after the list is made", async () => {
    const { registry, requests } = recording(exampleText("bare", "Page<CreditBatch>"));
    const filters = { status: ["active"], issued_after: new Date(0), first: 5 };
    const list = registry.organisations.creditBatches(ids.organisation, filters);
    filters.status.push("retired");
    filters.issued_after.setTime(1);
    filters.first = 6;
    filters.misspelt = true;
    await list;
    await list;
    assert.equal(new URL(requests[0].url).search, "?status=active&issued_after=1970-01-01T00%3A00%3A00.000Z&first=5");
    assert.equal(requests[1].url, requests[0].url);
  });

  test("a direction that is changed after the list is made", async () => {
    const { registry, requests } = recording(exampleText("bare", "Page<Project>"));
    const page = { last: 5, before: "b" };
    const list = registry.projects.list(page);
    delete page.last;
    delete page.before;
    await list.toArray();
    assert.equal(new URL(requests[0].url).search, "?last=5&before=b");
  });

  test("options that are changed after the call", async () => {
    const { registry, requests } = recording(exampleText("full", "Organisation"));
    const options = { headers: { "x-trace": "as-called" }, accessToken: "first-token-value" };
    const call = registry.organisations.current(options);
    options.accessToken = "other-token-value";
    options.headers = { "x-trace": "changed" };
    await call;
    const headers = new Headers(requests[0].headers);
    assert.equal(headers.get("x-trace"), "as-called");
    assert.equal(headers.get("authorization"), "Bearer first-token-value");
  });
});

describe("absent, undefined and null", () => {
  test("notes that are left out, undefined or null are sent as null", async () => {
    const { notes, ...rest } = delivery();
    assert.equal(notes, "as called");
    for (const body of [rest, { ...rest, notes: undefined }, { ...rest, notes: null }]) {
      const { registry, requests } = recording(exampleText("full", "Delivery"));
      await registry.deliveries.create(body);
      assert.equal(JSON.parse(requests[0].body).notes, null);
    }
  });

  test("optional parts that are undefined are left out, and those that are null are sent", async () => {
    const { registry, requests } = recording(exampleText("full", "Retirement"));
    const body = {
      owner_organisation_id: ids.organisation,
      beneficiary_organisation_id: ids.organisation,
      supplier_id: ids.supplier,
      retirement_purposes: Object.freeze(["other"]),
      credit_quantity_kg: 1n,
    };
    await registry.retirements.createFromOldestCredits(Object.freeze({ ...body, vintage: undefined, order_id: null }));
    const { vintage, order_id: order } = JSON.parse(requests[0].body);
    assert.equal(vintage, undefined);
    assert.equal(order, null);
  });

  test("filters that are undefined or null are left out", async () => {
    const { registry, requests } = recording(exampleText("bare", "Page<Delivery>"));
    await registry.deliveries.list({
      from_supplier_id: undefined,
      to_organisation_id: null,
      first: undefined,
      after: null,
    });
    assert.equal(new URL(requests[0].url).search, "?first=50");
  });

  test("an object without a prototype is an object", async () => {
    const { registry, requests } = recording(exampleText("full", "Delivery"));
    await registry.deliveries.create(Object.assign(Object.create(null), delivery()));
    assert.equal(requests.length, 1);
  });
});

describe("arguments that cannot be read", () => {
  const throwing = {
    get before() {
      throw new Error("the caller's own");
    },
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const circular = delivery();
  // @ts-expect-error the types refuse it
  circular.notes = circular;

  const unreadable = {
    "a getter that throws": throwing,
    "a revoked proxy": revoked.proxy,
    "a body that holds itself": circular,
  };
  for (const [what, body] of Object.entries(unreadable)) {
    test(`${what} makes a call reject, not throw`, async () => {
      const { registry, requests } = recording("{}");
      // @ts-expect-error the types refuse it
      const call = registry.deliveries.create(body);
      await assert.rejects(call);
      assert.deepEqual(requests, []);
    });

    test(`${what} makes a list reject when it is used, not throw`, async () => {
      const { registry, requests } = recording("{}");
      // @ts-expect-error the types refuse it
      const list = registry.deliveries.list(body);
      await assert.rejects(list.first());
      assert.deepEqual(requests, []);
    });
  }

  test("options that are no options make a call reject, not throw", async () => {
    const { registry, requests } = recording("{}");
    for (const options of [5, "text"]) {
      // @ts-expect-error the types refuse it
      const call = registry.organisations.current(options);
      await assert.rejects(call, InvalidRequestError);
      // @ts-expect-error the types refuse it
      const list = registry.projects.list({}, options);
      await assert.rejects(list.first(), InvalidRequestError);
    }
    assert.deepEqual(requests, []);
  });
});

describe("a client that only reads", () => {
  for (const { operation, by, answer, request } of calls) {
    const acts = operations[operation].method !== "GET";
    test(`${acts ? "refuses" : "sends"} ${operation}: ${request.split("?")[0]}`, async () => {
      const { registry, requests } = recording(exampleText("full", answer), { readOnly: true });
      const call = by(registry);
      if (acts) {
        await assert.rejects(
          call,
          (error) =>
            error instanceof InvalidRequestError && error.outcome === (error.method === "GET" ? null : "not_sent"),
        );
      } else {
        await call;
      }
      assert.equal(requests.length, acts ? 0 : 1);
    });
  }
});
