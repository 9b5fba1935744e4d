import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { limits, parts } from "./weights.mjs";

const wasm = readFileSync(fileURLToPath(import.meta.resolve("isometric-registry/core.wasm")));
const brotli = (bytes) => brotliCompressSync(bytes).length;

async function bundle(source) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    metafile: true,
    minify: true,
    outdir: "unused",
    splitting: true,
    write: false,
  });
  return {
    metafile,
    outputFiles,
    weight: outputFiles.reduce((sum, { contents }) => sum + brotli(contents), 0),
  };
}

test("RegistryClient of ./slim, with the wasm", async (t) => {
  const slim = await bundle('export { RegistryClient, useCore } from "isometric-registry/slim";');
  assertLight(t.name, slim.weight + brotli(wasm), growth(slim.metafile));
});

test("RegistryClient", async (t) => {
  const { weight } = await bundle('export { RegistryClient } from "isometric-registry";');
  assertLight(t.name, weight, "as the wasm, in base64, is heavier, or what ./slim weighs is");
});

test("createQueries, beside RegistryClient", async (t) => {
  const client = 'export { RegistryClient } from "isometric-registry";';
  const [without, both] = [await bundle(client), await bundle(`${client} export * from "isometric-registry/query";`)];
  assertLight(t.name, both.weight - without.weight, "as queries do more than they need");
});

test("kgFromCredits", async (t) => {
  const { outputFiles } = await bundle('export { kgFromCredits } from "isometric-registry";');
  const { contents } = outputFiles.find(({ path }) => path.endsWith("stdin.js"));
  assertLight(t.name, brotli(contents), "as something is kept that a helper does not need");
});

function assertLight(name, weight, why) {
  assert(weight <= limits[name], `${name}: ${weight} bytes, ${weight - limits[name]} above the limit, ${why}`);
}

/** By how much the parts of a bundle have grown, the most first. */
function growth({ outputs }) {
  const sizes = { "wasm/core/core.wasm": wasm.length };
  for (const [file, { bytesInOutput }] of Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    const module = file.split("/dist/").at(-1);
    const part = Object.keys(parts).find((part) => module.startsWith(part)) ?? path.basename(module);
    sizes[part] = (sizes[part] ?? 0) + bytesInOutput;
  }
  /** @type {[part: string, more: number][]} */
  const grown = Object.entries(sizes).map(([part, size]) => [part, size - (parts[part] ?? 0)]);
  const told = grown.filter(([, more]) => more > 0).sort(([, a], [, b]) => b - a);
  return `since ${told.map(([part, more]) => `${part} grew by ${more}`).join(", ")} bytes before compression`;
}
