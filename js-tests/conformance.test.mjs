import assert from "node:assert/strict";
import { test } from "node:test";
import { declaredTypes } from "./contract/declared-types.mjs";
import { needsDocument, readDocument } from "./contract/document.mjs";
import { documentTypes } from "./contract/document-types.mjs";
import { declarations, operations } from "./contract/package.mjs";

test("the declarations are what the published document says", needsDocument, () => {
  const expected = documentTypes(readDocument());
  const names = (pattern) => new Set([...expected.keys()].flatMap((fact) => pattern.exec(fact)?.[1] ?? []));
  const wanted = { types: names(/^type (\w+)$/), models: names(/^(\w+)\.\w+$/) };
  const declared = declaredTypes(declarations, operations, wanted);
  const sorted = (facts) => Object.fromEntries([...facts].sort(([one], [other]) => (one < other ? -1 : 1)));
  assert.deepEqual(sorted(declared), sorted(expected));
});
