import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { limits } from "../js-tests/weights.mjs";

const ENTRIES = {
  slim: 'export { RegistryClient, useCore } from "isometric-registry/slim";',
  default: 'export { RegistryClient } from "isometric-registry";',
};

/**
 * What a page loads: the bundle that esbuild makes of an entry, and for slim the wasm as well. Sizes in bytes.
 *
 * @returns {Promise<Record<string, { javascript?: number, raw: number, gzip?: number, brotli: number }>>}
 */
export async function weigh() {
  const wasm = await readFile(new URL("../node_modules/isometric-registry/dist/wasm/core/core.wasm", import.meta.url));
  const weights = {};
  for (const [name, contents] of Object.entries(ENTRIES)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      write: false,
    });
    const files = [...outputFiles.map(({ contents: bytes }) => Buffer.from(bytes)), ...(name === "slim" ? [wasm] : [])];
    weights[name] = {
      javascript: outputFiles[0].contents.length,
      raw: sum(files.map((file) => file.length)),
      gzip: sum(files.map((file) => gzipSync(file, { level: 9 }).length)),
      brotli: sum(files.map(brotli)),
    };
  }
  return { ...weights, wasm: { raw: wasm.length, brotli: brotli(wasm) } };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function brotli(file) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: file.length };
  return brotliCompressSync(file, { params }).length;
}

export async function benchWeight() {
  const { slim, default: inlined, wasm } = await weigh();
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const limit = limits["RegistryClient of ./slim, with the wasm"];
  const verdict = `limit ${kilobytes(limit)} brotli: ${slim.brotli <= limit ? "met" : "missed"}`;
  console.log("\nWhat a page loads");
  console.log(
    `  slim, JavaScript and wasm   ${kilobytes(slim.brotli)} brotli, ${kilobytes(slim.gzip)} gzip (${verdict})`,
  );
  console.log(`  of which the wasm           ${kilobytes(wasm.brotli)} brotli, ${kilobytes(wasm.raw)} raw`);
  const ratio = inlined.brotli / slim.brotli;
  console.log(
    `  default, wasm inlined       ${kilobytes(inlined.brotli)} brotli, ${ratio.toFixed(2)} × slim (target 1.3: ${ratio <= 1.3 ? "met" : "missed"})`,
  );
}
