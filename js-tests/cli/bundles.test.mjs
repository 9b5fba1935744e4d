import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const manifest = new URL("../../node_modules/isometric-registry/package.json", import.meta.url);
const { exports, bin } = JSON.parse(readFileSync(manifest, "utf8"));
const ofCommandLine = /\/dist\/(cli\/|generated\/commands\.js)/;

async function inputsOf(file) {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(file, manifest))],
    bundle: true,
    external: ["node:*"],
    format: "esm",
    loader: { ".wasm": "empty" },
    metafile: true,
    outdir: "unused",
    write: false,
  });
  return Object.keys(metafile.inputs);
}

test("nothing of the command line is in what others import", async () => {
  const files = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [] : Object.values(target).filter((file) => file.endsWith(".js")),
  );
  assert.ok(files.length >= 5);
  for (const file of files) {
    assert.deepEqual(
      (await inputsOf(file)).filter((input) => ofCommandLine.test(input)),
      [],
      file,
    );
  }
  assert.ok((await inputsOf(bin["isometric-registry"])).some((input) => ofCommandLine.test(input)));
});
