import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { Failure, run, timed } from "./run.mjs";

const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "isometric-registry/tools");

/** Installs the pinned tools where all clones on this machine find them, and returns their `bin` folders. */
export async function installCargoTools() {
  const bins = [];
  for (const { crate, version, binary, flags } of tools()) {
    const home = path.join(cache, `${crate}-${version}`);
    if (!existsSync(path.join(home, "bin", binary))) {
      await timed(`Installing ${crate} ${version} for all clones on this machine (about two minutes)`, () =>
        run("cargo", ["install", crate, "--version", `=${version}`, "--root", home, ...flags], {
          cwd: os.tmpdir(),
          env: { ...process.env, CARGO_TARGET_DIR: path.join(cache, "build") },
          hint: `Is the registry of Rust packages reachable? ${crate} is installed into ${home}.`,
        }),
      );
    }
    bins.push(path.join(home, "bin"));
  }
  return bins;
}

// wasm-bindgen-cli must have exactly the crate's version; its own lock file names a crate that is no longer available.
const tools = () => [
  { crate: "wasm-pack", version: "0.15.1", binary: "wasm-pack", flags: ["--locked"] },
  { crate: "wasm-bindgen-cli", version: wasmBindgenVersion(), binary: "wasm-bindgen", flags: [] },
];

function wasmBindgenVersion() {
  const version = /^wasm-bindgen = .*"=([\d.]+)"/m.exec(readFileSync(inRoot("Cargo.toml"), "utf8"))?.[1];
  if (!version) {
    throw new Failure('Cargo.toml does not pin wasm-bindgen to one version ("=x.y.z").');
  }
  return version;
}
