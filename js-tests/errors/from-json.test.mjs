import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import * as errors from "isometric-registry";
import { CreditsTakenError, TransactionError } from "isometric-registry/transactions";
import { environment } from "../runtimes/environments.mjs";

const { errorFromJson, isOutcomeUnknown } = errors;
const secrets = { clientSecret: "client-secret-of-a-thread", accessToken: "access-token-of-a-thread" };

/** @type {Record<string, any>} */
const failures = {
  InvalidRequestError: { id: "not an id" },
  AuthenticationError: { status: 401, body: `{"detail":"no ${secrets.accessToken}"}` },
  PermissionDeniedError: { status: 403, body: "{}" },
  NotFoundError: { status: 404, body: '{"detail":"none"}', headers: { "x-request-id": "req-7" } },
  ConflictError: { status: 409, acts: true, body: '{"detail":"taken"}' },
  ValidationError: { status: 422, acts: true, body: '{"detail":[{"loc":["body",0],"msg":"is wrong","type":"t"}]}' },
  RateLimitError: { status: 429, body: "{}", headers: { "retry-after": "99" } },
  ServerError: { status: 500, acts: true, body: "oops" },
  ApiError: { status: 418, body: '{"big":9007199254740993}' },
  NetworkError: { breaks: `reset by ${secrets.clientSecret}`, acts: true },
  TimeoutError: { stalls: true, acts: true },
  DecodeError: { status: 201, acts: true, body: "[" },
};

/** What a thread posts of its failures, one after the other. */
async function posted() {
  const options = { baseUrl: "http://127.0.0.1:9/v0", ...secrets };
  const worker = new Worker(new URL("thread.mjs", import.meta.url), {
    workerData: { options, failures: Object.values(failures) },
  });
  const messages = [];
  worker.on("message", (message) => messages.push(message));
  await new Promise((resolve, reject) => worker.once("error", reject).once("exit", resolve));
  return messages;
}

const plain = { name: "RegistryError", message: "m", operation: "o", method: null, url: null, outcome: "not_sent" };

test(`errors that ${environment("threads of Node")} post as JSON have their class and their fields again`, async () => {
  const messages = await posted();
  assert.equal(messages.length, Object.keys(failures).length);
  for (const [index, [name, failure]] of Object.entries(failures).entries()) {
    const { json, unposted } = messages[index];
    assert.equal(unposted, "Error", "what the platform makes of an error itself");
    const error = errorFromJson(json);
    for (const type of [errors[name], errors.RegistryError, Error]) {
      assert.ok(error instanceof type, `${name} is no ${type.name}`);
    }
    assert.equal(error instanceof errors.ApiError, failure.status !== undefined && name !== "DecodeError");
    assert.deepEqual([error.name, error.constructor], [name, errors[name]]);
    assert.deepEqual(JSON.parse(JSON.stringify(error)), JSON.parse(JSON.stringify(json)));
    assert.deepEqual(JSON.stringify(errorFromJson(JSON.stringify(error))), JSON.stringify(error));
    assert.equal(isOutcomeUnknown(error), ["ServerError", "NetworkError", "TimeoutError"].includes(name), name);
    assert.equal(Object.prototype.toString.call(error), "[object Error]");
    assert.ok(!Object.keys(error).some((key) => ["name", "message", "cause"].includes(key)));
    for (const secret of Object.values(secrets)) {
      assert.ok(!inspect([json, error], { depth: 9, showHidden: true }).includes(secret), name);
    }
  }
});

test("what each class adds is there", async () => {
  const messages = await posted();
  const [invalid, , , missing, , refused, limited, , other, , late, undecoded] = messages.map(
    ({ json }) => /** @type {any} */ (errorFromJson(json)),
  );
  assert.equal(invalid.issues[0].path, "id");
  assert.ok(missing.headers instanceof Headers);
  assert.deepEqual([missing.headers.get("X-Request-Id"), missing.requestId, missing.status], ["req-7", "req-7", 404]);
  assert.deepEqual(refused.issues, [{ loc: ["body", 0], msg: "is wrong", type: "t" }]);
  assert.equal(limited.retryAfterMs, 99_000);
  assert.deepEqual(other.body, { big: "9007199254740993" });
  assert.deepEqual([late.timeoutMs, late.outcome, late.method], [5, "unknown", "POST"]);
  assert.deepEqual([undecoded.outcome, undecoded.status, undecoded.body], ["applied", 201, "["]);
});

test("an error keeps a name that is no class's, as that of an abort", () => {
  const error = errorFromJson({ ...plain, name: "AbortError", outcome: "unknown", method: "POST" });
  assert.deepEqual([error.name, error.constructor], ["AbortError", errors.RegistryError]);
  assert.ok(isOutcomeUnknown(error));
});

test("issues that were too long for JSON are empty, not text", () => {
  const issues = [{ path: "p", message: "m".repeat(5000) }];
  const error = new errors.InvalidRequestError(issues, { operation: "o" });
  const read = /** @type {any} */ (errorFromJson(error.toJSON()));
  assert.deepEqual([read.issues, read.message], [[], error.message]);
});

test("errors of transactions have their receipt in kilograms", () => {
  const receipt = { reference: "7", attempt: 1, parts: [{ credit_batch_id: "ctb_1", credit_quantity_kg: 2n ** 60n }] };
  const details = { operation: "execute", reference: "7", receipt: /** @type {any} */ (receipt) };
  const error = new CreditsTakenError("taken", details, "ctb_1", null);
  const read = /** @type {any} */ (errorFromJson(structuredClone(error.toJSON())));
  assert.ok(read instanceof CreditsTakenError && read instanceof TransactionError);
  assert.deepEqual([read.receipt, read.batch, read.takenBy], [receipt, "ctb_1", null]);
});

describe("what is not the JSON of an error is refused", () => {
  for (const [title, json, path] of /** @type {[string, unknown, string][]} */ ([
    ["text that is no JSON", "oops", "json"],
    ["nothing", undefined, "json"],
    ["a list", [], "json"],
    ["an error of others", { name: "TypeError", message: "m" }, "json.operation"],
    ["an unknown outcome", { ...plain, outcome: "maybe" }, "json.outcome"],
    ["a class without its fields", { ...plain, name: "NotFoundError" }, "json.status"],
    ["headers that are none", { ...plain, name: "ApiError", status: 1, body: "", headers: { a: 1 } }, "json.headers"],
  ])) {
    test(title, () =>
      assert.throws(
        () => errorFromJson(json),
        (/** @type {any} */ error) => error instanceof errors.InvalidRequestError && error.issues[0].path === path,
      ),
    );
  }

  test("and changes no prototype", () => {
    const error = errorFromJson(`{"__proto__":{"polluted":1},"constructor":5,${JSON.stringify(plain).slice(1)}`);
    assert.equal(Object(error).polluted, undefined);
    assert.equal(error.constructor, errors.RegistryError);
  });
});
