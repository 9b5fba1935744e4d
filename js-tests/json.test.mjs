import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DecodeError, fromJson, InvalidRequestError, toJson } from "isometric-registry";
import { exampleText } from "./contract/examples.mjs";
import { untyped } from "./untyped.mjs";

const organisation = (parts) => `{"id":"org_0123456789ABCDEF","name":"Nord","domain":null${parts}}`;

describe("fromJson", () => {
  test("reads kilograms as bigints and counts as numbers", async () => {
    const page = await fromJson("Page<CreditBatch>", exampleText("full", "Page<CreditBatch>"));
    assert.equal(page.total_count, 51);
    assert.equal(page.nodes[0].carbon_removal_data.gross_carbon_removed_kg, 2n ** 63n - 1n);
    assert.equal(page.nodes[0].size.credits, 125.632);
  });

  test("keeps properties and enum values that are newer than the package", async () => {
    const text = exampleText("full", "Order")
      .replace('"completed"', '"paused"')
      .replace('"name":', '"rank": 7,\n"name":');
    const order = await fromJson("Order", text);
    assert.equal(order.status, "paused");
    assert.equal(untyped(order).buyer_organisation.rank, 7);
  });

  test("reads untyped integers as numbers if they are safe", async () => {
    const numbers = "[9007199254740991,-9007199254740991,9007199254740992,9223372036854775808,1.0,1e3,-0.5]";
    const { extra } = untyped(await fromJson("Organisation", organisation(`,"extra":${numbers}`)));
    assert.deepEqual(extra, [
      9007199254740991,
      -9007199254740991,
      9007199254740992n,
      9223372036854775808n,
      1,
      1000,
      -0.5,
    ]);
  });

  test("takes 1.0 and 1e3 for integers", async () => {
    assert.deepEqual(await fromJson("CreditQuantity", '{"credits":1,"credit_kgs":1.0}'), {
      credits: 1,
      credit_kgs: 1n,
    });
    assert.deepEqual(await fromJson("CreditQuantity", '{"credits":1,"credit_kgs":1e3}'), {
      credits: 1,
      credit_kgs: 1000n,
    });
  });

  test("lets the last of duplicate keys win and makes __proto__ an own property", async () => {
    const value = await fromJson("Organisation", organisation(',"name":"Süd","__proto__":{"polluted":true}'));
    assert.equal(value.name, "Süd");
    assert.equal(untyped(value).polluted, undefined);
    assert.deepEqual(Object.getOwnPropertyDescriptor(value, "__proto__")?.value, { polluted: true });
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  test("reads lone surrogates as JSON.parse does, and writes them back", async () => {
    const value = await fromJson("Organisation", organisation("").replace("Nord", "\\ud83d-\\ude00-\\ud83d\\ude00"));
    assert.equal(value.name, "\ud83d-\ude00-😀");
    assert.deepEqual(await fromJson("Organisation", toJson(value)), value);
  });

  test("skips a byte-order mark", async () => {
    assert.equal((await fromJson("Organisation", `\ufeff${organisation("")}`)).name, "Nord");
  });

  test("keeps a property that is there and null apart from one that is not", async () => {
    const location = JSON.parse(exampleText("bare", "Location"));
    assert.equal("description" in (await fromJson("Location", toJson(location))), false);
    assert.equal((await fromJson("Location", toJson({ ...location, description: null }))).description, null);
  });

  /** @type {any[][]} */
  const wrong = [
    ["nothing at a required place", "Page<CreditBatch>", (it) => delete it.nodes[0].owner.name, "nodes[0].owner.name"],
    [
      "null where it does not belong",
      "Page<Order>",
      (it) => (it.nodes[0].supplier.organisation.name = null),
      "nodes[0].supplier.organisation.name",
    ],
    ["another type", "Retirement", (it) => (it.purposes[1] = 5), "purposes[1]"],
    ["an id with other characters", "Order", (it) => (it.id = "ord_0123456789ABCDE-"), "id"],
    ["an id that is too short", "Order", (it) => (it.supplier.id = "spl_0123456789ABCDE"), "supplier.id"],
    [
      "a day that no calendar has",
      "Order",
      (it) => (it.effective_contract_date = "2023-02-29"),
      "effective_contract_date",
    ],
    [
      "a timestamp without an offset",
      "Transfer",
      (it) => (it.transferred_at = "2024-03-01T12:00:00"),
      "transferred_at",
    ],
    ["a latitude beyond the poles", "Location", (it) => (it.latitude = 90.001), "latitude"],
    ["a longitude beyond the antimeridian", "Location", (it) => (it.longitude = -180.5), "longitude"],
    ["kilograms beyond 64 bits", "CreditQuantity", (it) => (it.credit_kgs = 2n ** 63n), "credit_kgs"],
    ["a part of a kilogram", "CreditQuantity", (it) => (it.credit_kgs = 1.5), "credit_kgs"],
    ["kilograms in quotes", "CreditQuantity", (it) => (it.credit_kgs = "1"), "credit_kgs"],
  ];
  for (const [what, name, change, path] of wrong) {
    test(`refuses ${what}`, async () => {
      const value = JSON.parse(exampleText("full", name));
      change(value);
      await assert.rejects(fromJson(name, toJson(value)), (error) => {
        assert.ok(error instanceof DecodeError);
        assert.equal(error.path, path);
        assert.ok(error.message.includes(path));
        return true;
      });
    });
  }

  test("says what is wrong without a request that there was not", async () => {
    await assert.rejects(fromJson("Organisation", "{}"), (/** @type {Error} */ error) => {
      assert.match(error.message, /^fromJson.*Organisation.*id: expected an id/);
      assert.doesNotMatch(error.message, / : |nothing was sent/);
      return true;
    });
  });

  for (const text of ["", " ", "{", "nope", "null", "[]", `${organisation("")}x`, organisation(",")]) {
    test(`refuses the text ${text}`, () => assert.rejects(fromJson("Organisation", text), DecodeError));
  }

  for (const name of ["Organization", "Page", "Page<Nothing>", "", "constructor", "__proto__", null, undefined, 5]) {
    // @ts-expect-error the types refuse it
    test(`knows no model ${name}`, () => assert.rejects(fromJson(name, "{}"), InvalidRequestError));
  }

  test("refuses what is not text", async () => {
    for (const text of [{}, null, undefined, 5, new Uint8Array(2)]) {
      // @ts-expect-error the types refuse it
      await assert.rejects(fromJson("Organisation", text), InvalidRequestError);
    }
  });
});

describe("toJson", () => {
  const shared = { a: 1 };
  const sparse = [1];
  sparse[3] = 2;
  const values = [
    null,
    true,
    -0,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '\u0000\u2028 “ü” 😀 \ud800 \\ "',
    [],
    {},
    [[], [{}]],
    { b: undefined, a: [undefined, () => 1, Symbol("s")], f() {}, 2: "two", 1: "one", "": 0 },
    [shared, shared],
    sparse,
    new Date(0),
    new Date(Number.NaN),
    { at: { toJSON: (key) => [key] } },
    [{ toJSON: (key) => key }],
    [Object("text"), Object(5), Object(false)],
    new Map([[1, 2]]),
    Object.assign(Object.create({ inherited: 1 }), { own: 1 }),
    JSON.parse('{"__proto__":1}'),
  ];
  for (const space of [undefined, 0, 1, 2.9, 4, 11, -1, "\t", "", "longer than ten"]) {
    test(`writes what JSON.stringify writes, with the space ${JSON.stringify(space)}`, () => {
      for (const value of values) {
        assert.equal(toJson(value, space), JSON.stringify(value, null, space));
      }
    });
  }

  test("writes bigints as integers", () => {
    const value = { a: 9007199254740993n, b: [-(2n ** 70n), Object(5n)], c: { toJSON: () => 7n } };
    assert.equal(toJson(value), '{"a":9007199254740993,"b":[-1180591620717411303424,5],"c":7}');
    assert.equal(toJson(1n), "1");
  });

  test("refuses a value that refers to itself", () => {
    const value = { list: [] };
    value.list.push(value);
    assert.throws(() => toJson(value), TypeError);
  });
});

describe("fromJson of a list", () => {
  const one = exampleText("full", "CreditBatch");

  test("reads back what toArray gave and toJson wrote", async () => {
    for (const count of [0, 1, 3]) {
      const batches = Array.from({ length: count }, () => one);
      const list = await fromJson("CreditBatch[]", `[${batches.join()}]`);
      assert.equal(list.length, count);
      assert.ok(list.every((batch) => typeof batch.size.credit_kgs === "bigint"));
      for (const space of [undefined, 2]) {
        assert.deepEqual(await fromJson("CreditBatch[]", toJson(list, space)), list);
      }
    }
    const odd = [{ id: "org_0123456789ABCDEF", name: 'a "],[" \\ [', domain: null, extra: [[], {}, "]", [","]] }];
    assert.deepEqual(await fromJson("Organisation[]", `\n ${toJson(odd)} \n`), odd);
  });

  test("says which item is not what it should be", async () => {
    const bad = toJson([JSON.parse(exampleText("full", "Organisation")), { id: 5 }]);
    await assert.rejects(fromJson("Organisation[]", bad), (error) => {
      assert.ok(error instanceof DecodeError);
      assert.match(error.path, /^\[1\]\./);
      return true;
    });
    for (const text of [
      "{}",
      "null",
      "",
      "[",
      "]",
      "[]]",
      "[],[]",
      "[[]",
      `[${one},]`,
      `[,${one}]`,
      `[${one} ${one}]`,
      "[}",
      '["]',
    ]) {
      await assert.rejects(fromJson("CreditBatch[]", text), DecodeError, text);
    }
  });

  test("a similar name is answered with the right one", async () => {
    /** @type {[name: any, near: RegExp][]} */
    const names = [
      ["Projects", /"Project", or "Project\[\]" for a list/],
      ["project", /"Project"/],
      ["credit_batches", /did you mean/],
      ["Deliveries[]", /"Delivery"/],
    ];
    for (const [name, near] of names) {
      await assert.rejects(fromJson(name, "{}"), (error) => {
        assert.ok(error instanceof InvalidRequestError);
        assert.match(error.message, near, name);
        return true;
      });
    }
    await assert.rejects(fromJson(/** @type {any} */ ("Nonsense"), "{}"), /expected the name of a model, got/);
  });
});
