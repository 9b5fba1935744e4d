import path from "node:path";
import { Failure } from "./run.mjs";

/**
 * The same as the runtime's own function, which takes several times as long: Node, for example, creates an asynchronous
 * resource for each call.
 */
const queueMicrotask = "const now = Promise.resolve(), queueMicrotask = (work) => void now.then(work);";

/**
 * Turns wasm-bindgen's web glue, one module with one instance, into the source of a module that exports
 * `createGlue(guard)`: each call returns a fresh copy of the glue with its own state. `names` are the short names of
 * the wasm's imports and exports.
 */
export async function glueFactory(glue, names) {
  // Imported late: this module is loaded before the set-up has installed esbuild.
  const { build } = await import("esbuild");
  const folder = path.dirname(glue);
  const result = await build({
    // Drops the glue's default export, which would fetch a file next to the module.
    stdin: { contents: `export * from "./${path.basename(glue)}";`, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logOverride: { "empty-import-meta": "silent" },
  });
  const body = shortened(guarded(result.outputFiles[0].text), names);
  const [, memory] = names.exports.find(([name]) => name === "memory");
  const exported = once(body, "export {", `return {\n  get memory() { return wasm.${memory}; },`);
  return `export function createGlue(guard) {\n${queueMicrotask}\n${exported}}\n`;
}

const guarded = (source) => once(source, "wasm = instance.exports;", "wasm = guard(instance.exports);");

/** Renames imports and exports like the wasm. */
function shortened(source, { imports, exports }) {
  const short = new Map(exports);
  const [[module]] = imports;
  const named = imports.reduce((text, [, name, to]) => once(text, `${name}: `, `${to}: `), source);
  const modules = once(named, `"${module}": import0`, "a: import0");
  return modules.replaceAll(/\bwasm\.(\w+)\b/g, (_, name) => `wasm.${short.get(name)}`);
}

/** Replaces a part of the glue that occurs once. */
function once(source, part, by) {
  const parts = source.split(part);
  if (parts.length !== 2) {
    throw new Failure(`wasm-bindgen's glue has changed: it has "${part}" ${parts.length - 1} times.`);
  }
  return parts.join(by);
}
