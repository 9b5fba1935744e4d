import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installTool, tarball } from "./runtimes/lib/fixture.mjs";
import { run } from "./runtimes/lib/run.mjs";

const timeout = 480_000;
const root = path.dirname(fileURLToPath(import.meta.resolve("isometric-registry/package.json")));
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

const packed = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));

const check = async (program, ...args) => run(await installTool("checkers", program), args, { cwd: os.tmpdir() });

test("publint finds nothing", { timeout }, () => check("publint", "run", tarball, "--strict"));

test("are-the-types-wrong finds nothing", { timeout }, () =>
  check("attw", tarball, "--profile", "esm-only", "--no-definitely-typed"),
);

test("nothing is needed at run time", () => {
  const kinds = [
    "dependencies",
    "peerDependencies",
    "optionalDependencies",
    "bundleDependencies",
    "bundledDependencies",
  ];
  assert.deepEqual(
    Object.keys(manifest).filter((key) => kinds.includes(key)),
    [],
  );
  assert.equal(manifest.sideEffects, false);
});

test("an entry's types come first, and the default last", () => {
  const targets = Object.values(manifest.exports).filter((target) => typeof target === "object");
  for (const conditions of targets.map(Object.keys)) {
    assert.equal(conditions[0], "types");
    assert.equal(conditions.at(-1), "default");
  }
});

test("only what is needed is packed", () => {
  const wanted = /^(dist\/.*\.(js|d\.ts|d\.wasm\.ts|wasm)|LICENSE-\w+|\w+\.md|package\.json)$/;
  assert.deepEqual(
    packed().filter((file) => !wanted.test(file)),
    [],
  );
  for (const file of ["LICENSE-APACHE", "LICENSE-MIT", "README.md"]) {
    assert(packed().includes(file), file);
  }
});

test("no file holds a path of a machine", () => {
  const homes = [os.homedir(), fileURLToPath(new URL("../", import.meta.url)), process.env.CARGO_HOME, os.tmpdir()];
  const folders = homes.filter(Boolean).map((folder) => path.join(folder, "/"));
  for (const file of packed()) {
    const text = readFileSync(path.join(root, file), "latin1");
    const found = folders.filter((folder) => text.includes(folder));
    assert.deepEqual([...found, ...(text.match(/(?<![\w.])\/(?:home|root|Users)\/\w+/g) ?? [])], [], file);
  }
});

test("only the server and the command import modules of Node", async () => {
  const { bin, exports } = manifest;
  const entries = Object.keys(exports).filter((entry) => /^\.(\/\w+)?$/.test(entry) && entry !== "./serve");
  assert.deepEqual(entries, [".", "./slim", "./local", "./proxy"]);
  for (const target of entries.flatMap((entry) => Object.entries(exports[entry]))) {
    if (target[0] !== "types") {
      assert.deepEqual(await nodeModules(target[1]), [], target[1]);
    }
  }
  for (const program of [exports["./serve"].default, ...Object.values(bin)]) {
    assert.notDeepEqual(await nodeModules(program), [], program);
  }
});

/** The modules of Node that a file of the package imports, itself or through others. */
async function nodeModules(file) {
  const { metafile } = await build({
    entryPoints: [path.join(root, file)],
    bundle: true,
    external: ["node:*"],
    format: "esm",
    loader: { ".wasm": "empty" },
    metafile: true,
    outdir: "unused",
    write: false,
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return imports.filter(({ external }) => external).map(({ path }) => path);
}
