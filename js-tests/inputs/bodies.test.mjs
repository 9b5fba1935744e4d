import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ids } from "../contract/calls.mjs";
import { accepts, attempt, quantity, refuses } from "./attempt.mjs";

describe("kilograms", () => {
  for (const kilograms of [1, 1n, Number.MAX_SAFE_INTEGER, 2n ** 63n - 1n]) {
    accepts("retireOldest", `${typeof kilograms} ${kilograms}`, { credit_quantity_kg: kilograms });
  }
  for (const kilograms of [
    0,
    0n,
    -0,
    -1,
    -1n,
    1.5,
    0.1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    2n ** 63n,
    "1",
    true,
    null,
    undefined,
    [1n],
    Object(1n),
  ]) {
    refuses(
      "retireOldest",
      `${typeof kilograms} ${kilograms}`,
      { credit_quantity_kg: kilograms },
      "credit_quantity_kg",
    );
  }
  refuses(
    "deliver",
    "0 kg of a batch",
    { credit_batch_quantities: [quantity(), quantity({ credit_quantity_kg: 0 })] },
    "credit_batch_quantities[1].credit_quantity_kg",
  );
  refuses("buy", "a purchase of nothing", { quantity_kg: 0 }, "quantity_kg");
  refuses("buy", "a purchase of less", { quantity_kg: -1n }, "quantity_kg");
});

describe("lists of a body", () => {
  for (const name of ["deliver", "transfer", "retire"]) {
    refuses(name, "an empty list", { credit_batch_quantities: [] }, "credit_batch_quantities");
    refuses(name, "null for a list", { credit_batch_quantities: null }, "credit_batch_quantities");
    refuses(name, "an object for a list", { credit_batch_quantities: quantity() }, "credit_batch_quantities");
    refuses(name, "null as an item", { credit_batch_quantities: [null] }, "credit_batch_quantities[0]");
    refuses(name, "undefined as an item", { credit_batch_quantities: [undefined] }, "credit_batch_quantities[0]");
  }
  accepts("retire", "the same batch twice", { credit_batch_quantities: [quantity(), quantity()] });
  accepts("retire", "a purpose newer than the package", { retirement_purposes: ["other", "newer_purpose"] });
  refuses("retire", "no purpose", { retirement_purposes: [] }, "retirement_purposes");
  refuses(
    "retire",
    "a purpose twice",
    { retirement_purposes: ["other", "insetting", "other"] },
    "retirement_purposes[2]",
  );
  refuses("retire", "a number as a purpose", { retirement_purposes: ["other", 5] }, "retirement_purposes[1]");
  refuses("retire", "text for a list", { retirement_purposes: "other" }, "retirement_purposes");
});

describe("text", () => {
  const beneficiary = (name, domain = "a.example") => ({
    beneficiary_name: name,
    beneficiary_domain: domain,
  });
  const longest = "🌲".repeat(256);
  accepts("deliver", "notes of 256 code points", { notes: longest });
  refuses("deliver", "notes of 257 code points", { notes: `${longest}a` }, "notes");
  accepts("addBeneficiary", "a name and a domain of 256 code points", beneficiary(longest, longest));
  refuses("addBeneficiary", "a name of 257 code points", beneficiary(`${longest}🌲`), "beneficiary_name");
  refuses("addBeneficiary", "a domain of 257 code points", beneficiary("a", `${longest}a`), "beneficiary_domain");
  refuses("deliver", "a lone surrogate", { notes: "a\ud83d" }, "notes");
  refuses("addBeneficiary", "a lone surrogate", beneficiary("\ude00"), "beneficiary_name");
  refuses("list", "a lone surrogate", { after: "\ud800a" }, "after");
  refuses("deliver", "a number as notes", { notes: 5 }, "notes");
  accepts("buy", "any text as the buyer's address", { customer_email: "not checked" });
});

describe("ids", () => {
  for (const id of [
    "ord_0123456789ABCDE",
    "ord_".padEnd(38, "0"),
    "ord_0123456789ABCDE-",
    "ord_0123456789ABCDEé",
    "ord_0123456789/ABCDE",
    ids.supplier,
    "",
    5,
    null,
    undefined,
    {},
  ]) {
    refuses("get", `the order ${JSON.stringify(id)}`, id, "id");
  }
  accepts("get", "the longest id", "ord_".padEnd(37, "0"));
  refuses("deliver", "the id of another kind in a body", { order_id: ids.delivery }, "order_id");
  refuses(
    "deliver",
    "the id of another kind in a list",
    { credit_batch_quantities: [quantity({ credit_batch_id: ids.order })] },
    "credit_batch_quantities[0].credit_batch_id",
  );
  refuses("batches", "the id of another kind in a filter", { supplier_id: ids.organisation }, "supplier_id");
  test("say which kind was expected and which came", async () => {
    const { issues } = await attempt("get", ids.supplier);
    assert.match(issues.id, /an order.*ord_.*a supplier/);
  });
});

describe("lists", () => {
  const items = (count) => ({ credit_batch_quantities: Array.from({ length: count }, () => quantity()) });
  accepts("deliver", "a list of 10,000 items", items(10_000));
  test("that are longer are rejected by their length", async () => {
    const { issues } = await attempt("deliver", items(10_001));
    assert.deepEqual(issues, {
      credit_batch_quantities: "expected a list, got a list of 10001 items (the most in a request are 10,000)",
    });
  });
});

describe("beneficiaries", () => {
  const organisation = { beneficiary_name: "Nord", beneficiary_domain: "nord.example" };
  const person = { beneficiary_name: "Ada", beneficiary_email: "ada@nord.example" };
  accepts("addBeneficiary", "its type's name", {
    __typename: "CreateOrganizationBeneficiary",
    ...organisation,
  });
  accepts("addBeneficiary", "its type's name for a person", {
    __typename: "CreateIndividualBeneficiary",
    ...person,
  });
  refuses(
    "addBeneficiary",
    "the name of the other type",
    { __typename: "CreateIndividualBeneficiary", ...organisation },
    "__typename",
  );
  test("addBeneficiary rejects a domain together with an e-mail address", async () => {
    const { issues } = await attempt("addBeneficiary", { ...organisation, ...person });
    assert.ok("beneficiary_domain" in issues || "beneficiary_email" in issues);
  });
  refuses(
    "addBeneficiary",
    "a person without an e-mail address, by their type's name",
    { __typename: "CreateIndividualBeneficiary", beneficiary_name: "Ada" },
    "beneficiary_email",
  );
  refuses("addBeneficiary", "nobody's domain", { beneficiary_domain: "nord.example" }, "beneficiary_name");
  for (const beneficiary_email of [
    "nobody",
    "a@",
    "@nord.example",
    "a b@nord.example",
    "a@b@nord.example",
    "a@nord..example",
    "a@nord",
    "",
  ]) {
    refuses(
      "addBeneficiary",
      `the e-mail address ${beneficiary_email}`,
      { ...person, beneficiary_email },
      "beneficiary_email",
    );
  }
});

describe("terms", () => {
  for (const terms of ["isometric_terms_and_conditions_accepted", "supplier_terms_and_conditions_accepted"]) {
    for (const answer of [false, "true", 1, null, undefined]) {
      refuses("buy", `${JSON.stringify(answer)} to ${terms}`, { [terms]: answer }, terms);
    }
  }
});
