import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { InvalidRequestError } from "isometric-registry";
import { useCore } from "isometric-registry/slim";
import { untyped } from "../untyped.mjs";
import { environment } from "./environments.mjs";
import { assertSixLines } from "./lib/registry.mjs";
import { run } from "./lib/run.mjs";

const program = `
  import core from "isometric-registry/core.wasm";
  import * as library from "isometric-registry/slim";
  import { useRegistry } from "./shared/six-lines.mjs";
  library.useCore(core);
  console.log(await useRegistry(library, JSON.parse(process.argv[2])));`;

describe(`useCore takes ${environment("an import of core.wasm")} as a bundler gives it`, () => {
  let folder;

  before(async () => {
    folder = await mkdtemp(fileURLToPath(new URL("../../target/core-input-", import.meta.url)));
    await writeFile(path.join(folder, "package.json"), '{"type":"module"}');
  });

  after(() => rm(folder, { recursive: true }));

  for (const [loader, given] of /** @type {const} */ ([
    ["binary", "bytes"],
    ["base64", "base64"],
    ["dataurl", "a data: address"],
  ])) {
    test(`${given}, by esbuild's loader ${loader}`, async () => {
      const outfile = path.join(folder, `${loader}.js`);
      await build({
        stdin: { contents: program, resolveDir: import.meta.dirname },
        bundle: true,
        format: "esm",
        platform: "node",
        target: "node20",
        loader: { ".wasm": loader },
        outfile,
      });
      await assertSixLines((options) => run(process.execPath, [outfile, JSON.stringify(options)], { cwd: folder }));
    });
  }
});

test("a relative address is refused at once, with what to write", () => {
  for (const given of ["./core.wasm", "core.wasm", "", "../a/core.wasm"]) {
    assert.throws(
      () => useCore(given),
      (error) => error instanceof InvalidRequestError && /new URL\(address, import\.meta\.url\)/.test(error.message),
    );
  }
  assert.throws(() => untyped(useCore)(5), /a WebAssembly\.Module, got 5/);
});

/** What the first call says in a process of its own after `useCore` was given something, and what it prints before. */
const toldAfter = (given, before = "") =>
  run(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `${before}
      const { RegistryClient, useCore } = await import("isometric-registry/slim");
      useCore(${given});
      const registry = new RegistryClient({ baseUrl: "http://127.0.0.1:9/v0" });
      await registry.projects.list().catch((error) => console.log(error.name, error.message));`,
    ],
    { cwd: import.meta.dirname },
  );

for (const address of ["/assets/core.wasm", "https://example.com/core.wasm", "chrome-extension://abc/core.wasm"]) {
  test(`the address ${address} is fetched as it is`, async () => {
    const before = "globalThis.fetch = (url) => { console.log(url); throw new Error(`seen`); };";
    const told = await toldAfter(JSON.stringify(address), before);
    assert.deepEqual(told.trim().split("\n"), [
      address,
      "RegistryError projects.list: the WebAssembly core could not be loaded: seen",
    ]);
  });
}

test("a page in place of the wasm is told from a policy", async () => {
  const before = "globalThis.fetch = async () => new Response(`<!doctype html>`);";
  const told = await toldAfter('"/assets/core.wasm"', before);
  assert.match(told, /^RegistryError isometric-registry: what useCore was given is not WebAssembly\. .*magic/);
  assert.doesNotMatch(told, /policy/);
});

test("an address below a host is taken where there is no page, and told at the first call", async () => {
  assert.match(
    await toldAfter('"/assets/core.wasm"'),
    /^RegistryError projects\.list: the WebAssembly core could not be loaded: .*URL/,
  );
});
