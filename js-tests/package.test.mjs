import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { brokenLinks, linksOf } from "./docs/markdown.mjs";
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
  const wanted =
    /^(dist\/.*\.(js|d\.ts|d\.wasm\.ts|wasm)|docs\/[\w-]+\.md|examples\/[\w/-]+\.(m?js|md|html)|LICENSE-\w+|\w+\.md|THIRD-PARTY-LICENSES|llms\.txt|package\.json)$/;
  assert.deepEqual(
    packed().filter((file) => !wanted.test(file)),
    [],
  );
  for (const file of ["LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES", "README.md", "SECURITY.md"]) {
    assert(packed().includes(file), file);
  }
});

test("every link of the packed pages leads somewhere", () => {
  const pages = packed().filter((file) => file.endsWith(".md") || file === "llms.txt");
  assert.ok(pages.length > 10);
  const { url } = manifest.repository;
  const repository = `${url.replace(/^git\+|\.git$/g, "")}/`;
  for (const page of pages) {
    assert.deepEqual(brokenLinks(root, page), []);
    assert.doesNotMatch(readFileSync(path.join(root, page), "utf8"), /\]\([^):]*\/\//, "a link as it would be typed");
    for (const target of linksOf(path.join(root, page)).filter((link) => link.startsWith(repository))) {
      const named = target.slice(repository.length).replace(/^(blob|raw)\/HEAD\//, "");
      assert.ok(existsSync(new URL(`../${named}`, import.meta.url)), `${page}: ${target}`);
    }
  }
});

test("the package says where its sources are and where to report bugs", () => {
  assert.match(manifest.repository.url, /^git\+https:\/\/.*\.git$/);
  const address = manifest.repository.url.replace(/^git\+|\.git$/g, "");
  assert.ok(manifest.homepage.startsWith(address));
  assert.ok(manifest.bugs.startsWith(address));
});

test("the licences of all that is compiled into each wasm are there", () => {
  const text = readFileSync(path.join(root, "THIRD-PARTY-LICENSES"), "utf8");
  const crates = {
    core: "isometric-registry",
    local: "local-registry",
    mirror: "mirror-core",
    transactions: "transaction-core",
  };
  assert.deepEqual(readdirSync(path.join(root, "dist/wasm")).sort(), Object.keys(crates));
  for (const [name, crate] of Object.entries(crates)) {
    const wasm = `${name}.wasm`;
    const listed = new RegExp(`^${wasm.replace(".", "\\.")}: (.*)$`, "m").exec(text)[1].split(", ");
    assert.deepEqual(listed.at(-1), "the Rust standard library");
    assert.deepEqual(listed.slice(0, -1).sort(), compiledInto(crate));
    for (const name of listed) {
      assert.ok(text.includes(`${name} (`), `${name} has no text`);
    }
  }
  const [, bundled] = /^vendor\/parquet-writer\.js: (.*)$/m.exec(text);
  assert.match(bundled, /^hyparquet [\d.]+, hyparquet-writer [\d.]+, snappyjs$/);
  for (const name of bundled.split(", ")) {
    assert.ok(text.includes(`${name} (MIT)`), `${name} has no text`);
  }
  assert.ok(text.split("Permission is hereby granted").length > 5);
});

/** The crates that Cargo says a crate's wasm needs, but those that only run while compiling. */
function compiledInto(crate) {
  const flags = ["--locked", "--offline", "--target", "wasm32-unknown-unknown", "--edges", "normal", "--no-dedupe"];
  const tree = execFileSync("cargo", ["tree", "--package", crate, ...flags, "--prefix", "depth", "--format", "{p}"], {
    cwd: new URL("../", import.meta.url),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const found = new Set();
  let macro = Number.POSITIVE_INFINITY;
  for (const [, depth, name, version, note] of tree.matchAll(/^(\d+)(\S+) v(\S+)(.*)$/gm)) {
    if (Number(depth) <= macro) {
      macro = note.includes("(proc-macro)") ? Number(depth) : Number.POSITIVE_INFINITY;
    }
    if (macro === Number.POSITIVE_INFINITY && !note.includes("(")) {
      found.add(`${name} ${version}`);
    }
  }
  return [...found].sort();
}

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
  assert.deepEqual(entries, [".", "./slim", "./local", "./proxy", "./mirror", "./transactions", "./query"]);
  for (const target of entries.flatMap((entry) => Object.entries(exports[entry]))) {
    if (target[0] !== "types") {
      assert.deepEqual(await nodeModules(target[1]), [], target[1]);
    }
  }
  for (const program of [exports["./serve"].default, exports["./transactions/node"].default, ...Object.values(bin)]) {
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
