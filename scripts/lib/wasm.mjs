import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { glueFactory } from "./glue.mjs";
import { compiledCrates } from "./licences.mjs";
import { encodeFlags, refuseMachinePaths, remapFlags } from "./machine-paths.mjs";
import { trapPanics } from "./panics.mjs";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

// The features that rustc and wasm-bindgen use, which every supported runtime has; wasm-opt must not introduce newer
// ones.
const features = [
  "bulk-memory",
  "bulk-memory-opt",
  "call-indirect-overlong",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
  "simd",
].map((feature) => `--enable-${feature}`);

// SIMD for the decoder. Less inlining than usual is as fast, and one per cent smaller after compression.
const codegenFlags = ["-Ctarget-feature=+simd128", "-Cllvm-args=--inline-threshold=40"];

/**
 * Builds a crate with wasm-pack into `output` and turns the result into the modules that the façade imports,
 * in `pkg/src/wasm/<name>`.
 */
export async function buildWasm({ name, crate, output, sources, optimisation }, env) {
  const modules = `pkg/src/wasm/${name}`;
  const plan = {
    name: `wasm-${name}`,
    title: `Building the ${name} wasm (a minute or two)`,
    inputs: ["Cargo.toml", "Cargo.lock", "package-lock.json", "scripts/lib", ...sources],
    outputs: [output, modules],
    facts: [await run("rustc", ["-vV"], { env })],
  };
  await step(plan, async () => {
    const compiling = { ...env, CARGO_ENCODED_RUSTFLAGS: encodeFlags([...remapFlags(), ...codegenFlags]) };
    await wasmPack(name, inRoot(crate), inRoot(output), compiling);
    writeFileSync(
      path.join(inRoot(output), "crates.json"),
      JSON.stringify(await compiledCrates(crate, compiling), null, 2),
    );
    const wasm = path.join(inRoot(output), `${name}_bg.wasm`);
    await trapPanics(wasm);
    const names = await optimise(wasm, optimisation);
    refuseMachinePaths(wasm);
    await writeModules(name, inRoot(output), inRoot(modules), wasm, names);
  });
}

async function wasmPack(name, crate, output, env) {
  rmSync(output, { recursive: true, force: true });
  const flags = "--target web --release --mode no-install --no-pack --no-gitignore --no-opt".split(" ");
  const out = ["--out-name", name, "--out-dir", path.relative(crate, output)];
  await run("wasm-pack", ["build", ...flags, ...out, crate, "--", "--locked"], { env });
}

/** Makes the wasm small and fast. Returns the short names of its imports and exports. */
async function optimise(wasm, optimisation) {
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  const shorten = "--minify-imports-and-exports-and-modules";
  const wasmOpt = inRoot("node_modules/binaryen/bin/wasm-opt");
  const flags = [optimisation, "--mvp-features", ...features, ...strip, shorten];
  return JSON.parse(await run(process.execPath, [wasmOpt, wasm, "-o", wasm, ...flags]));
}

async function writeModules(name, output, modules, wasm, names) {
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  const write = (file, text) => writeFileSync(path.join(modules, file), text);
  copyFileSync(wasm, path.join(modules, `${name}.wasm`));
  write(
    `${name}.d.wasm.ts`,
    'import type { WasmModule } from "../../platform/wasm.js";\n\ndeclare const module: WasmModule;\nexport default module;\n',
  );
  write("inline.js", `export const base64 = "${readFileSync(wasm, "base64")}";\n`);
  write("inline.d.ts", "/** The wasm module, as base64. */\nexport declare const base64: string;\n");
  const bindings = readFileSync(path.join(output, `${name}.d.ts`), "utf8");
  // Declarations that are not in the `lib` with which users compile.
  const [own] = bindings.replaceAll(/^ *\[Symbol\.dispose\].*\n/gm, "").split("export type InitInput", 1);
  write("bindings.d.ts", `${own}${start}`);
  write("glue.js", await glueFactory(path.join(output, `${name}.js`), names));
  write("glue.d.ts", glueTypes);
}

const start = `/** Instantiates a compiled module. */
export function initSync(given: { readonly module: WasmModule }): unknown;

import type { WasmModule } from "../../platform/wasm.js";
`;

const glueTypes = `import type { WasmExports, WasmMemory } from "../../platform/wasm.js";
import type * as bindings from "./bindings.js";

/**
 * wasm-bindgen's glue with state of its own, and the wasm's memory: start it with \`initSync({ module })\`.
 * Every call into wasm goes through what \`guard\` makes of the instance's exports.
 */
export declare function createGlue(guard: (exports: WasmExports) => WasmExports): typeof bindings & { readonly memory: WasmMemory };
`;
