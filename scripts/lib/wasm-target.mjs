import { existsSync } from "node:fs";
import path from "node:path";
import { debianCompiler, installDebianCompiler } from "./debian-wasm-target.mjs";
import { Failure, run, say, timed } from "./run.mjs";

export const wasmTarget = "wasm32-unknown-unknown";

/** Makes sure that there is a compiler for the wasm target, and returns the environment variables that select it. */
export async function installWasmTarget() {
  if (await hasWasmTarget("rustc")) {
    return {};
  }
  if (await hasWasmTarget(debianCompiler.rustc)) {
    return debianCompiler.env;
  }
  if (await addWithRustup()) {
    return {};
  }
  await installDebianCompiler(wasmTarget);
  return debianCompiler.env;
}

async function addWithRustup() {
  try {
    await timed(`Adding the Rust target ${wasmTarget}`, () => run("rustup", ["target", "add", wasmTarget]));
    return await hasWasmTarget("rustc");
  } catch (error) {
    if (!(error instanceof Failure)) {
      throw error;
    }
    say(`rustup cannot add it; trying Debian's compiler instead:\n${error.message}`);
    return false;
  }
}

/** Whether this compiler has the standard library for the wasm target. */
export async function hasWasmTarget(rustc) {
  if (path.isAbsolute(rustc) && !existsSync(rustc)) {
    return false;
  }
  const sysroot = (await run(rustc, ["--print", "sysroot"])).trim();
  return existsSync(path.join(sysroot, "lib/rustlib", wasmTarget, "lib"));
}
