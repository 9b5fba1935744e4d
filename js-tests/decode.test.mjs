import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { fromJson, RegistryClient } from "isometric-registry";

const ROUNDS = 3000;

/** Whole numbers from 0 up to a bound that follow from the seed. */
function generator(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * bound);
  };
}

/** Text of JSON that holds whatever JSON can, with white space and escapes where they may stand. */
function randomJson(below, depth = 0) {
  const pick = (list) => list[below(list.length)];
  const space = () => pick(["", "", "", " ", "\n", "\t "]);
  const text = () => {
    const parts = [
      "a",
      "id",
      "ß",
      "日本",
      "😀",
      "\\n",
      '\\"',
      "\\\\",
      "\\/",
      "\\u0041",
      "\\ud83d\\ude00",
      "\\ud800",
      "\\udc00x",
      "__proto__",
      "7",
      "\u007f",
      "\\u0000",
    ];
    return `"${Array.from({ length: below(5) }, () => pick(parts)).join("")}"`;
  };
  const number = () =>
    pick([
      "0",
      "-0",
      "1",
      "-17",
      "2147483648",
      "9007199254740991",
      "-9007199254740991",
      "0.1",
      "-1.5e3",
      "1E-7",
      "1e308",
      "1e400",
      "-1e400",
      "5e-324",
      "123456789.123456789",
      "0.30000000000000004",
      "1e22",
      "1e23",
      "179769313486231570000.5",
      "4.35",
      "2.2250738585072014e-308",
    ]);
  const kinds = depth > 4 ? 4 : 6;
  switch (below(kinds)) {
    case 0:
      return pick(["null", "true", "false"]);
    case 1:
    case 2:
      return number();
    case 3:
      return text();
    case 4:
      return `[${space()}${Array.from({ length: below(5) }, () => randomJson(below, depth + 1)).join(`${space()},${space()}`)}${space()}]`;
    default:
      return `{${space()}${Array.from({ length: below(5) }, () => `${text()}${space()}:${space()}${randomJson(below, depth + 1)}`).join(`,${space()}`)}${space()}}`;
  }
}

/** Reads text as the body of an answer that the package has no model for. */
async function readUntyped(text) {
  const registry = new RegistryClient({
    baseUrl: "http://127.0.0.1/registry/v0",
    fetch: async () => new Response(text),
  });
  return registry.request({ method: "GET", path: "/anything" });
}

describe("decoding agrees with JSON.parse", () => {
  test("for whole bodies", async () => {
    const below = generator(1);
    for (let round = 0; round < ROUNDS; round += 1) {
      const text = randomJson(below);
      assert.deepStrictEqual(await readUntyped(text), JSON.parse(text), text);
    }
  });

  test("for properties that a model does not know", async () => {
    const below = generator(2);
    for (let round = 0; round < ROUNDS; round += 1) {
      const text = `{"id":"org_1GB56M1ST1S0GVNA","more":${randomJson(below)},"name":"A","__proto__":${randomJson(below)},"domain":null}`;
      const decoded = await fromJson("Organisation", text);
      assert.deepStrictEqual(
        Object.fromEntries(Object.entries(decoded).sort()),
        Object.fromEntries(Object.entries(JSON.parse(text)).sort()),
        text,
      );
      assert.ok(Object.hasOwn(decoded, "__proto__"));
    }
  });

  test("and what JSON.parse refuses is refused", async () => {
    const below = generator(3);
    for (let round = 0; round < ROUNDS; round += 1) {
      const whole = randomJson(below);
      const at = below(whole.length + 1);
      const text =
        below(2) === 0 ? whole.slice(0, at) : whole.slice(0, at) + '{}[]:,"\\x0-.\u0001'[below(13)] + whole.slice(at);
      // A cut through a pair of surrogates is nothing that UTF-8 can carry.
      if (text.trim() === "" || /\p{Surrogate}/u.test(text)) {
        continue;
      }
      let parsed;
      try {
        parsed = { value: JSON.parse(text) };
      } catch {
        parsed = undefined;
      }
      if (parsed === undefined) {
        await assert.rejects(readUntyped(text), { name: "DecodeError" }, text);
      } else if (!/\d{17}/.test(text)) {
        assert.deepStrictEqual(await readUntyped(text), parsed.value, text);
      }
    }
  });

  test("but for integers that a number does not hold, which are bigints", async () => {
    assert.deepStrictEqual(await readUntyped("[9007199254740992,-9007199254740993,123456789012345678901234567890]"), [
      9007199254740992n,
      -9007199254740993n,
      123456789012345678901234567890n,
    ]);
  });
});

test("what is kept of a body does not hold the rest of its text", async () => {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  const organisation = (index) => ({
    id: `org_${String(index).padStart(16, "0")}`,
    name: `${index} `.repeat(100),
    domain: `${index} is ö`.repeat(20),
  });
  const page = JSON.stringify({
    nodes: Array.from({ length: 50 }, (_, index) => organisation(index)),
    total_count: 50,
    page_info: { has_previous_page: false, start_cursor: null, has_next_page: false, end_cursor: null },
  });
  const heldBy = async (read, part) => {
    gc();
    const before = process.memoryUsage().heapUsed;
    const kept = [];
    for (let round = 0; round < 200; round += 1) {
      kept.push((await read(page)).nodes.map(part));
    }
    gc();
    const held = process.memoryUsage().heapUsed - before;
    assert.equal(kept.length, 200);
    return held;
  };
  const decode = (text) => fromJson("Page<Organisation>", text);
  const parse = async (text) => JSON.parse(text);
  // What is needed once, such as compiled code, is not counted.
  for (const read of [parse, decode, parse, decode]) {
    await heldBy(read, ({ id }) => id);
  }
  for (const name of ["id", "domain"]) {
    const part = (node) => node[name];
    const [parsed, decoded] = [await heldBy(parse, part), await heldBy(decode, part)];
    // Compiled code comes and goes, too; the rest of the text would be more than 4 MB.
    assert(decoded < 1.3 * parsed + 2 ** 20, `${name}: ${decoded} bytes, where JSON.parse holds ${parsed}`);
  }
});
