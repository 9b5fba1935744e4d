import { readFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { Failure, run, say, timed } from "./run.mjs";

/**
 * Makes sure that the compiler in rust-toolchain.toml is installed. If rustup cannot install it, rustup's default is
 * used for this process and its children: Cargo rejects one that is too old.
 */
export async function selectToolchain() {
  const pinned = /^channel = "(.+)"$/m.exec(readFileSync(inRoot("rust-toolchain.toml"), "utf8"))?.[1];
  const version = (await rustcVersion()) ?? (await installed(pinned)) ?? (await defaultToolchain());
  if (version === undefined) {
    throw new Failure(
      `Rust is needed: install it with rustup (https://rustup.rs). This project is built with ${pinned}.`,
    );
  }
  if (version !== pinned) {
    say(`Rust ${version} is used instead of ${pinned}: sizes in bytes may differ.`);
  }
}

async function installed(pinned) {
  try {
    await timed(`Installing Rust ${pinned}`, () => run("rustup", ["toolchain", "install", pinned]));
    return await rustcVersion();
  } catch (error) {
    return undefinedFor(error);
  }
}

async function defaultToolchain() {
  try {
    const list = await run("rustup", ["toolchain", "list"]);
    const name = /^(\S+).*\bdefault\b/m.exec(list)?.[1];
    if (name !== undefined) {
      process.env.RUSTUP_TOOLCHAIN = name;
    }
    return await rustcVersion();
  } catch (error) {
    return undefinedFor(error);
  }
}

/** The version of the compiler in this work tree; `undefined` if there is none. */
async function rustcVersion() {
  try {
    return /^rustc (\S+)/.exec(await run("rustc", ["--version"]))?.[1];
  } catch (error) {
    return undefinedFor(error);
  }
}

function undefinedFor(error) {
  if (error instanceof Failure) {
    return undefined;
  }
  throw error;
}
