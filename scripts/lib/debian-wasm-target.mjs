import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { encodeFlags, remapFlags } from "./machine-paths.mjs";
import { Failure, run, timed } from "./run.mjs";

const packages = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/** Debian's compiler, for machines where rustup cannot add the wasm target. */
export const debianCompiler = {
  rustc: "/usr/bin/rustc",
  env: {
    PATH: `/usr/bin${path.delimiter}${process.env.PATH}`,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: "wasm-ld-22",
  },
};

/** Installs Debian's compiler and builds its standard library for `target` from Debian's source. */
export async function installDebianCompiler(target) {
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) {
    throw new Failure(
      `The Rust target ${target} is missing. Run "rustup target add ${target}", ` +
        `or on Debian run this as root once: it then installs ${packages.join(", ")}.`,
    );
  }
  await timed(`Installing Debian's Rust compiler (${packages.join(", ")})`, async () => {
    await run("apt-get", ["update"]);
    await run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  });
  await timed(`Building the standard library for ${target}`, () => buildStandardLibrary(target));
}

async function buildStandardLibrary(target) {
  const crate = mkdtempSync(path.join(os.tmpdir(), "wasm-std-"));
  try {
    mkdirSync(path.join(crate, "src"));
    writeFileSync(path.join(crate, "src/lib.rs"), "");
    writeFileSync(path.join(crate, "Cargo.toml"), '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n');
    const env = {
      ...process.env,
      ...debianCompiler.env,
      CARGO_TARGET_DIR: path.join(crate, "target"),
      // Without embedded bitcode, link-time optimisation with these libraries fails.
      CARGO_ENCODED_RUSTFLAGS: encodeFlags(["-Cembed-bitcode=yes", ...remapFlags()]),
      RUSTC_BOOTSTRAP: "1",
    };
    // Without `test`, wasm tests could not be built.
    const flags = ["--release", "--target", target, "-Zbuild-std=std,panic_abort,proc_macro,test"];
    await run("/usr/bin/cargo", ["build", ...flags], { cwd: crate, env });
    const sysroot = (await run(debianCompiler.rustc, ["--print", "sysroot"])).trim();
    installLibraries(path.join(crate, "target", target, "release/deps"), path.join(sysroot, "lib/rustlib", target));
  } finally {
    rmSync(crate, { recursive: true });
  }
}

/** Moves the folder into place only when it is complete: its existence means that the target is installed. */
function installLibraries(from, home) {
  const unfinished = path.join(home, "lib.unfinished");
  mkdirSync(unfinished, { recursive: true });
  for (const name of readdirSync(from).filter((name) => name.endsWith(".rlib"))) {
    cpSync(path.join(from, name), path.join(unfinished, name));
  }
  renameSync(unfinished, path.join(home, "lib"));
}
