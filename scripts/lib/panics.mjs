import { readFileSync, writeFileSync } from "node:fs";

// Functions that the standard library calls to report a panic, without effect: WebAssembly has no stderr.
const panicking = [
  /::panicking::/,
  /::(slice|str)::.*_fail\b/,
  /::(option|result)::(unwrap|expect)_failed\b/,
  /::raw_vec::(handle_error|capacity_overflow)\b/,
  /::handle_alloc_error\b/,
  /\brust_(begin_unwind|panic)\b/,
  /::panic_access_error\b/,
  /\bcell::(panic_already|lazy::panic_poisoned)/,
];

/** The paths of source files in which panics report their location. */
const places = /(?:\/rustc\/\w+|crates|src)\/[\w./-]+\.rs/g;

/**
 * Makes a panic trap at once, as it does in the end, so that the code and much of the text for its message can be left
 * out.
 *
 * The compiler's own switch for this, `-Cpanic=immediate-abort`, is unstable and needs the standard library rebuilt
 * from source, so only a nightly compiler accepts it. `panic = "abort"`, which is stable, keeps the messages: they are
 * in the precompiled standard library. A function is identified by its name, which only debug information contains: if
 * a later release renames one, it costs bytes, and the limits in `js-tests/weights.mjs` report that.
 */
export async function trapPanics(wasm) {
  // Imported late: this module is loaded before the set-up has installed binaryen.
  const { default: binaryen } = await import("binaryen");
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(readFileSync(wasm));
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  );
  for (const { name, params, results } of functions) {
    if (!panicking.some((pattern) => pattern.test(name))) {
      continue;
    }
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
  const text = Buffer.from(module.emitBinary()).toString("latin1");
  writeFileSync(
    wasm,
    text.replaceAll(places, (place) => "\0".repeat(place.length)),
    "latin1",
  );
  module.dispose();
}
