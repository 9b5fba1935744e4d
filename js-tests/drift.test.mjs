import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fromJson, toJson } from "isometric-registry";
import { calls } from "./contract/calls.mjs";
import { exampleText } from "./contract/examples.mjs";
import { clientBy, rejection } from "./transport/support.mjs";

/** What may come in place of a property. */
const REPLACEMENTS = [undefined, null, 5, "text", true, [1], { a: 1 }];

const operations = [...new Map(calls.map((call) => [call.operation, call])).values()];
const acts = ({ request }) => request.startsWith("POST ");

/** The paths of all properties at or below a value, as lists of names and indexes. */
function pathsOf(value, path = []) {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.keys(value).flatMap((key) => {
    const inner = [...path, key];
    const deeper = pathsOf(value[key], inner);
    return Array.isArray(value) ? deeper : [inner, ...deeper];
  });
}

/**
 * A copy of JSON with another value at a path; `undefined` takes the property away.
 *
 * @type {(value: any, path: string[], replacement: unknown) => any}
 */
function changed(value, [key, ...rest], replacement) {
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === key ? changed(item, rest, replacement) : item));
  }
  const entries = Object.entries(value).flatMap(([name, part]) => {
    if (name !== key) {
      return [[name, part]];
    }
    if (rest.length > 0) {
      return [[name, changed(part, rest, replacement)]];
    }
    return replacement === undefined ? [] : [[name, replacement]];
  });
  return Object.fromEntries(entries);
}

const isIndex = (key) => /^\d+$/.test(key);
const place = (path) => path.reduce((text, key) => (isIndex(key) ? `${text}[]` : text ? `${text}.${key}` : key), "");

/** Whether nobody should go on with an answer in which a property has become this. */
function isVital(path, replacement) {
  const name = path.at(-1);
  const isFigure = /_kgs?$|^credits$|^total_count$/.test(name) && replacement !== undefined;
  const isNode = path.length > 2 && isIndex(path.at(-2)) && name === "id" && typeof replacement !== "string";
  return isFigure || isNode || place(path) === "nodes" || path[0] === "page_info";
}

const answering = (text, options) => clientBy(async () => new Response(text), options);

const kindOf = (value) => (Array.isArray(value) ? "list" : value === null ? "null" : typeof value);

/** Every answer with one property changed that the contract does not allow to be so. */
async function* drifted() {
  for (const call of operations) {
    const whole = await fromJson(call.answer, exampleText("full", call.answer));
    for (const path of pathsOf(whole)) {
      const original = path.reduce((value, key) => value[key], whole);
      for (const replacement of REPLACEMENTS.filter((value) => kindOf(value) !== kindOf(original))) {
        const expected = changed(whole, path, replacement);
        const body = toJson(expected);
        const refused = await fromJson(call.answer, body).then(
          () => undefined,
          (error) => error,
        );
        if (refused !== undefined) {
          yield { call, path, replacement, body, refused, expected };
        }
      }
    }
  }
}

test("each property of each response, removed and of other types, under each setting", async (t) => {
  t.mock.method(console, "warn", () => {});
  let count = 0;
  for await (const { call, path, replacement, body, refused, expected } of drifted()) {
    count += 1;
    const told = `${call.operation} ${place(path)} ${JSON.stringify(replacement)}`;
    assert.equal(refused.name, "DecodeError", told);
    const drifts = [];
    const by = (onDrift) => call.by(answering(body, { onDrift }));
    const settings = ["warn", "ignore", (drift) => drifts.push(drift)];
    if (isVital(path, replacement)) {
      for (const onDrift of [...settings, "throw"]) {
        const error = await rejection(by(onDrift));
        assert.equal(error.name, "DecodeError", told);
        assert.equal(error.path, refused.path, told);
      }
      assert.deepEqual(drifts, [], told);
      continue;
    }
    for (const onDrift of settings) {
      assert.deepEqual(toPlain(await by(onDrift)), expected, told);
    }
    assert.deepEqual(
      drifts.map(({ operation, path: where, expected: wanted }) => [operation, where, wanted]),
      [[call.operation, place(path), refused.expected]],
      told,
    );
    if (acts(call)) {
      assert.deepEqual(await by("throw"), expected, told);
    } else {
      const error = await rejection(by("throw"));
      assert.deepEqual([error.name, error.path, error.expected], ["DecodeError", refused.path, refused.expected], told);
    }
  }
  assert(count > 2000, `${count} cases`);
});

/** A page is a plain object with methods that do not show. */
const toPlain = (value) => ({ ...value });

describe("reports", () => {
  const issuance = exampleText("full", "Issuance");
  const body = JSON.stringify(changed(JSON.parse(issuance), ["reporting_period_start_at"], undefined));
  const get = (registry, options) => registry.issuances.get("iss_0123456789ABCDEF", options);
  const drift = {
    operation: "issuances.get",
    path: "reporting_period_start_at",
    expected: "a date such as 2024-01-31",
    found: "nothing",
  };

  test("a call's own setting comes before the client's", async () => {
    const [own, client] = [[], []];
    await get(answering(body, { onDrift: (told) => client.push(told) }), { onDrift: (told) => own.push(told) });
    assert.deepEqual([own, client], [[drift], []]);
    assert.equal((await rejection(get(answering(body), { onDrift: "throw" }))).path, drift.path);
    assert.equal((await rejection(get(answering(body, { onDrift: "throw" })))).path, drift.path);
  });

  test("a failing handler cannot break a call", async () => {
    for (const onDrift of [
      () => {
        throw new Error("mine");
      },
      async () => {
        throw new Error("mine");
      },
    ]) {
      assert.equal((await get(answering(body, { onDrift }))).project_id, "prj_0123456789ABCDEF");
    }
  });

  test("a warning comes once for each place, and for at most twenty", async (t) => {
    globalThis[Symbol.for("isometric-registry.drift")]?.clear();
    const warnings = [];
    t.mock.method(console, "warn", (text) => warnings.push(text));
    await get(answering(body));
    await get(answering(body));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /issuances\.get reporting_period_start_at: expected a date .*, found nothing\..*onDrift/);
    for (const { operation, answer, by } of operations.filter((call) => !acts(call))) {
      const json = JSON.parse(exampleText("full", answer));
      const whole = Object.hasOwn(json, "nodes") ? json.nodes[0] : json;
      const without = Object.fromEntries(Object.entries(whole).filter(([name]) => /^(id|credits|.*_kgs?)$/.test(name)));
      const text = JSON.stringify(whole === json ? without : { ...json, nodes: [without] });
      await by(answering(text)).catch((error) => assert.equal(error.name, "DecodeError", operation));
    }
    assert.equal(warnings.length, 20);
    assert.match(warnings.at(-1), /Further places are not reported\.$/);
  });

  test("fromJson rejects drift by default, and toJson writes values as received", async () => {
    assert.equal((await rejection(fromJson("Issuance", body))).path, drift.path);
    const told = [];
    const read = await fromJson("Issuance", body, { onDrift: (found) => told.push(found) });
    assert.deepEqual(told, [{ ...drift, operation: 'fromJson("Issuance")' }]);
    assert.equal(read.credit_batch_size_total.credit_kgs, 125632n);
    assert.deepEqual(JSON.parse(toJson(read)), JSON.parse(body));
    told.length = 0;
    const list = await fromJson("Issuance[]", `[${body},${body}]`, { onDrift: (found) => told.push(found) });
    assert.deepEqual(told, [{ ...drift, path: `[].${drift.path}`, operation: 'fromJson("Issuance[]")' }]);
    assert.deepEqual(list, [read, read]);
    assert.equal((await rejection(fromJson("Issuance[]", `[${body}]`))).path, `[0].${drift.path}`);
    // @ts-expect-error the types refuse it
    assert.equal((await rejection(fromJson("Issuance", body, { onDrft: "warn" }))).name, "InvalidRequestError");
  });

  test("an unknown setting is refused", async () => {
    for (const onDrift of ["log", 5, null, {}]) {
      assert.throws(() => answering(body, { onDrift }), { name: "InvalidRequestError", message: /onDrift/ });
      const error = await rejection(get(answering(body), { onDrift }));
      assert.deepEqual([error.name, error.issues[0].path], ["InvalidRequestError", "onDrift"]);
    }
  });
});
