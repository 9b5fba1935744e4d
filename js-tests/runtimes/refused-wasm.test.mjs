import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { environment } from "./environments.mjs";

/** What the first call says in a process where `code` has run before; the process ends by itself. */
async function toldAfter(code) {
  // Node's own `fetch` is WebAssembly too, and is loaded with `Request`.
  const program = `
    globalThis.Request = class {};
    ${code}
    const { RegistryClient, RegistryError } = await import("isometric-registry");
    const fetch = () => { throw new Error("nothing is to be sent"); };
    const registry = new RegistryClient({ baseUrl: "https://registry.example/v0", fetch });
    const error = await registry.projects.list().then(() => undefined, (error) => error);
    console.log(error instanceof RegistryError, error.message);`;
  const args = ["--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  return stdout;
}

test("a runtime without WebAssembly is told from one with a policy", async () => {
  assert.match(
    await toldAfter("delete globalThis.WebAssembly;"),
    /^true isometric-registry: this runtime has no WebAssembly/,
  );
});

test(`${environment("no WebAssembly")}: Node says so, and its process lives on`, async () => {
  const program = `
    import { RegistryClient } from "isometric-registry";
    const registry = new RegistryClient({ baseUrl: "https://registry.example/v0" });
    await registry.projects.list().catch((error) => console.log(error.name, error.message));`;
  const args = ["--jitless", "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  assert.match(stdout, /^RegistryError isometric-registry: this runtime has no WebAssembly.*--jitless/);
});

test(`${environment("Next.js on Cloudflare")}: a runtime that compiles nothing is told from one with a policy`, async () => {
  const refusal = 'new WebAssembly.CompileError("WebAssembly.compile(): Wasm code generation disallowed by embedder")';
  const told = await toldAfter(`WebAssembly.compile = async () => { throw ${refusal}; };`);
  assert.match(told, /^true isometric-registry: .*condition workerd.*serverExternalPackages: \["isometric-registry"\]/);
  assert.doesNotMatch(told, /policy/);
});

test("a policy is blamed where the runtime blames it", async () => {
  const refusal = 'new WebAssembly.CompileError("Refused to compile by the Content Security Policy directive")';
  const told = await toldAfter(`WebAssembly.compile = async () => { throw ${refusal}; };`);
  assert.match(told, /^true isometric-registry: .*add 'wasm-unsafe-eval' to its script-src/);
});
