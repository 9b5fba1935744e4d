import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { creditsFromKg, InvalidRequestError, kgFromCredits, parseId } from "isometric-registry";

const refused = (path) => (error) => {
  assert.ok(error instanceof InvalidRequestError);
  assert.equal(error.outcome, "not_sent");
  assert.deepEqual(
    error.issues.map((issue) => issue.path),
    [path],
  );
  return true;
};

describe("kgFromCredits", () => {
  /** @type {[credits: string, kilograms: bigint][]} */
  const cases = [
    ["125.632", 125632n],
    ["125", 125000n],
    ["0.001", 1n],
    ["0", 0n],
    ["1.5", 1500n],
    ["-1.05", -1050n],
    ["9223372036854775.807", 2n ** 63n - 1n],
  ];
  for (const [credits, kilograms] of cases) {
    test(`makes ${kilograms} of ${credits}`, () => assert.equal(kgFromCredits(credits), kilograms));
  }

  const others = [
    "",
    "-",
    ".",
    "1.",
    "1.2345",
    "1e3",
    "1,5",
    " 1",
    "1\n",
    "0x10",
    "٣",
    "NaN",
    "Infinity",
    125.632,
    1n,
    null,
    undefined,
    ["1"],
  ];
  for (const other of others) {
    test(`refuses ${typeof other} ${JSON.stringify(String(other))}`, () => {
      // @ts-expect-error the types refuse it
      assert.throws(() => kgFromCredits(other), refused("credits"));
    });
  }
});

describe("creditsFromKg", () => {
  test("keeps the given number of places, and never rounds", () => {
    assert.equal(creditsFromKg(125_000n, { places: 3 }), "125.000");
    assert.equal(creditsFromKg(125_600n, { places: 2 }), "125.60");
    assert.equal(creditsFromKg(-1n, { places: 1 }), "-0.001");
    assert.equal(creditsFromKg(5000n, {}), "5");
    assert.deepEqual([1500n, 2000n].map(creditsFromKg), ["1.5", "2"]);
    /** @type {any[]} */
    const wrong = [{ places: 4 }, { places: -1 }, { places: "3" }, { place: 3 }, 3, null];
    for (const options of wrong) {
      assert.throws(() => creditsFromKg(1n, options), InvalidRequestError);
    }
  });

  /** @type {[kilograms: bigint, credits: string][]} */
  const cases = [
    [125632n, "125.632"],
    [125000n, "125"],
    [125600n, "125.6"],
    [10n, "0.01"],
    [0n, "0"],
    [-1n, "-0.001"],
    [-(2n ** 63n), "-9223372036854775.808"],
  ];
  for (const [kilograms, credits] of cases) {
    test(`makes ${credits} of ${kilograms}, and back`, () => {
      assert.equal(creditsFromKg(kilograms), credits);
      assert.equal(kgFromCredits(credits), kilograms);
    });
  }

  for (const other of [125, "125", null, undefined, Object(1n)]) {
    test(`refuses ${typeof other} ${other}`, () => {
      assert.throws(() => creditsFromKg(other), refused("kilograms"));
    });
  }
});

describe("parseId", () => {
  const prefixes = {
    organisation: "org_",
    supplier: "spl_",
    project: "prj_",
    issuance: "iss_",
    creditBatch: "ctb_",
    delivery: "dlv_",
    transfer: "tfr_",
    retirement: "ret_",
    order: "ord_",
    bufferPoolRefund: "bpr_",
    removal: "rmv_",
    projectDocument: "pjd_",
    supplierStripeConfiguration: "ssc_",
  };
  /** @type {[kind: any, prefix: string][]} */
  const kinds = Object.entries(prefixes);
  for (const [kind, prefix] of kinds) {
    test(`knows the id of a ${kind} from others`, () => {
      for (const id of [prefix.padEnd(20, "a0_Z"), prefix.padEnd(37, "a0_Z")]) {
        assert.equal(parseId(kind, id), id);
      }
      for (const other of Object.values(prefixes).filter((other) => other !== prefix)) {
        assert.throws(() => parseId(kind, other.padEnd(20, "0")), refused("text"));
      }
    });
  }

  const id = "org_0123456789ABCDEF";
  for (const text of [
    id.slice(0, 19),
    id.padEnd(38, "0"),
    `${id}\n`,
    `${id}-`,
    `${id}é`,
    ` ${id}`,
    id.toUpperCase(),
    "",
    5,
    null,
    undefined,
    [id],
  ]) {
    test(`refuses ${JSON.stringify(text)}`, () => {
      // @ts-expect-error the types refuse it
      assert.throws(() => parseId("organisation", text), refused("text"));
    });
  }

  for (const kind of ["organization", "Organisation", "", "constructor", "__proto__", null, undefined]) {
    test(`knows no kind ${kind}`, () => {
      // @ts-expect-error the types refuse it
      assert.throws(() => parseId(kind, id), refused("kind"));
    });
  }
});
