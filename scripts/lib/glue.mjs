import path from "node:path";
import { Failure } from "./run.mjs";

/** The same as the runtime's own, which takes several times as long: Node, say, makes an asynchronous resource for each call. */
const queueMicrotask = "const now = Promise.resolve(), queueMicrotask = (work) => void now.then(work);";

/**
 * Turns wasm-bindgen's web glue, one module with one instance, into the source of a module that exports
 * `createGlue(guard)`: each call gives a fresh copy of the glue, whose state is its own.
 */
export async function glueFactory(glue) {
  // Imported late: this module is loaded before the set-up has installed esbuild.
  const { build } = await import("esbuild");
  const folder = path.dirname(glue);
  const result = await build({
    // Leaves the glue's default export behind, which would fetch a file beside the module.
    stdin: { contents: `export * from "./${path.basename(glue)}";`, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    format: "iife",
    globalName: "glue",
    banner: { js: `export function createGlue(guard) {${queueMicrotask}` },
    footer: { js: "return glue;\n}" },
    target: "es2022",
    logOverride: { "empty-import-meta": "silent" },
  });
  return guarded(result.outputFiles[0].text);
}

function guarded(source) {
  const parts = source.split("wasm = instance.exports;");
  if (parts.length !== 2)
    throw new Failure("wasm-bindgen's glue has changed: where it takes the instance's exports is not clear.");
  return parts.join("wasm = guard(instance.exports);");
}
