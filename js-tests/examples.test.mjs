import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson, toJson } from "isometric-registry";
import { needsDocument, readDocument } from "./contract/document.mjs";
import { ourName } from "./contract/document-types.mjs";
import { exampleNames, exampleText } from "./contract/examples.mjs";
import { modelNames } from "./contract/package.mjs";

for (const variant of ["full", "bare"]) {
  test(`every model has a ${variant} example`, () => {
    assert.deepEqual(new Set(exampleNames(variant)), new Set(modelNames));
  });

  for (const name of /** @type {(keyof import("isometric-registry").Models)[]} */ (exampleNames(variant))) {
    test(`the ${variant} ${name} comes back as it was`, async () => {
      const text = exampleText(variant, name);
      const value = await fromJson(name, text);
      assert.equal(`${toJson(value, 2)}\n`, text);
      assert.deepEqual(await fromJson(name, toJson(value)), value);
    });
  }
}

test("the examples of the document's schemas have all that can be there, or nothing of it", needsDocument, () => {
  const isNullable = ({ anyOf = [] }) => anyOf.some(({ type }) => type === "null");
  for (const [name, { properties, required = [] }] of Object.entries(readDocument().components.schemas)) {
    if (!properties) {
      continue;
    }
    const [full, bare] = ["full", "bare"].map((variant) => JSON.parse(exampleText(variant, ourName(name))));
    assert.deepEqual(new Set(Object.keys(full)), new Set(Object.keys(properties)), name);
    assert.deepEqual(new Set(Object.keys(bare)), new Set(required), name);
    for (const [property, schema] of Object.entries(properties)) {
      assert.notEqual(full[property], null, `${name}.${property}`);
      if (required.includes(property)) {
        assert.equal(bare[property] === null, isNullable(schema), `${name}.${property}`);
      }
    }
  }
});
