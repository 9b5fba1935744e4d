import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "./paths.mjs";
import { Failure } from "./run.mjs";

const home = os.homedir();
const cargoHome = process.env.CARGO_HOME || path.join(home, ".cargo");

/** Panic messages contain paths of source files: these compiler flags keep this machine's folders out of them. */
export function remapFlags() {
  const registries = path.join(cargoHome, "registry/src");
  const names = existsSync(registries) ? readdirSync(registries) : [];
  // If several match, rustc uses the last.
  const remaps = [
    [home, "~"],
    [cargoHome, "cargo"],
    ...names.map((name) => [path.join(registries, name), "crates"]),
    ["/usr/lib/rustlib/src/rust", "rustc"],
    [root, ""],
  ];
  return remaps.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

export function refuseMachinePaths(wasm) {
  const bytes = readFileSync(wasm);
  for (const folder of [home, cargoHome, root]) {
    if (bytes.includes(path.join(folder, "/"))) {
      throw new Failure(`${wasm} contains a path of this machine, below ${folder}.`);
    }
  }
}

/** The value of CARGO_ENCODED_RUSTFLAGS, which unlike RUSTFLAGS can contain paths with spaces. */
export const encodeFlags = (flags) => flags.join("\x1f");
