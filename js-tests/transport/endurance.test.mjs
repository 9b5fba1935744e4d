import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { registryOf } from "../paging/registry.mjs";
import { coreBytes } from "./core.mjs";
import { clientBy, clientOf, countingSignal, json, organisationText, posts, rejection, serve } from "./support.mjs";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

function heapBytes() {
  gc();
  return process.memoryUsage().heapUsed;
}

test("ten thousand calls with one signal leave no listener and no memory behind", async () => {
  const counting = countingSignal();
  const answers = [
    () => new Response(organisationText),
    () => new Response("{}", { status: 404 }),
    () => Promise.reject(new Error("net")),
    () => new Response('{"id":'),
  ];
  let count = 0;
  const answer = () => {
    count += 1;
    return answers[count % answers.length]();
  };
  const registry = clientBy(answer, { maxRetries: 0 });
  const call = () => registry.organisations.current({ signal: counting.signal }).catch(() => {});
  for (let round = 0; round < 1_000; round += 1) {
    await call();
  }
  const [core, heap] = [coreBytes(), heapBytes()];
  for (let round = 0; round < 5_000; round += 1) {
    await call();
  }
  for (let round = 0; round < 100; round += 1) {
    await Promise.all(Array.from({ length: 40 }, call));
  }
  assert.equal(count, 10_000);
  assert.ok(counting.added >= 6_000);
  assert.equal(counting.left(), 0);
  assert.ok(coreBytes() - core <= 2 * 65_536, `the core has grown by ${coreBytes() - core} bytes`);
  assert.ok(heapBytes() - heap < 2_000_000, `the heap has grown by ${heapBytes() - heap} bytes`);
});

test("a walk of 100,000 nodes takes no more memory than a short one", async () => {
  const { registry } = registryOf(100_000);
  const sizes = [];
  let seen = 0;
  for await (const node of registry.transferees.list()) {
    void node;
    seen += 1;
    if (seen % 25_000 === 0) {
      sizes.push([coreBytes(), heapBytes()]);
    }
  }
  assert.equal(seen, 100_000);
  const [[core, heap], , , [coreAtEnd, heapAtEnd]] = sizes;
  assert.equal(coreAtEnd, core);
  // The requests that the test keeps are a part of it.
  assert.ok(heapAtEnd - heap < 6_000_000, `the heap has grown by ${heapAtEnd - heap} bytes`);
});

test("a process ends as soon as its last call does", async (t) => {
  const server = await serve(t, ({ url }, response) => {
    if (url.includes("hang")) {
      return;
    }
    json(response, url.includes("missing") ? 404 : 200, organisationText, { connection: "close" });
  });
  const script = `
    import { RegistryClient } from "isometric-registry";
    const registry = new RegistryClient({ baseUrl: ${JSON.stringify(server.baseUrl)}, clientSecret: "s" });
    const controller = new AbortController();
    const { signal } = controller;
    await registry.organisations.current({ signal });
    await registry.request({ method: "GET", path: "/missing" }, { signal }).catch(() => {});
    await registry.request({ method: "GET", path: "/hang" }, { timeoutMs: 20, maxRetries: 0 }).catch(() => {});
    setTimeout(() => controller.abort(), 20);
    await registry.request({ method: "POST", path: "/hang" }, { signal }).catch(() => {});
    const begun = performance.now();
    process.on("exit", () => console.log(performance.now() - begun));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    timeout: 20_000,
  });
  // Anything that was left would have held the process for the 30 s of a deadline.
  assert.ok(Number(stdout) < 10_000, `it took ${stdout} ms`);
});

test("nothing rejects unseen", async () => {
  const unseen = [];
  const note = (reason) => unseen.push(reason);
  process.on("unhandledRejection", note);
  const registry = clientBy(
    (_, { signal }) => new Promise((__, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    { timeoutMs: 10, maxRetries: 0 },
  );
  await Promise.all(posts.map(({ by }) => rejection(by(registry))));
  const list = registry.transferees.list();
  const nodes = list[Symbol.asyncIterator]();
  nodes.next().catch(() => {});
  await nodes.return();
  await new Promise((after) => setTimeout(after, 30));
  process.off("unhandledRejection", note);
  assert.deepEqual(unseen, []);
});

test("many calls at once put one listener on their signal", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, organisationText));
  const warnings = [];
  process.on("warning", (warning) => warnings.push(warning.name));
  const registry = clientOf(server);
  const counting = countingSignal();
  const { signal } = counting;
  await Promise.all(Array.from({ length: 50 }, () => registry.organisations.current({ signal })));
  assert.deepEqual([counting.added, counting.left()], [1, 0]);
  await new Promise(setImmediate);
  assert.deepEqual(
    warnings.filter((name) => name === "MaxListenersExceededWarning"),
    [],
  );
});
