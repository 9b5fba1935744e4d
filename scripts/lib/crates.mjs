import { Failure, run } from "./run.mjs";

/** Allowed licences of crates: they only require that their text is included. */
const allowed = [
  "MIT",
  "Apache-2.0",
  "Unlicense",
  "Unicode-3.0",
  "Zlib",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "CC0-1.0",
];

const cratesIo = "registry+https://github.com/rust-lang/crates.io-index";

/** Crates that are compiled into wasm and those used only to build or test must meet the same rules. */
export async function checkCrates() {
  const { packages } = JSON.parse(await run("cargo", ["metadata", "--format-version", "1", "--locked"]));
  const faults = packages.filter(({ source }) => source !== null).flatMap(faultsOf);
  // A native library would have to be installed wherever the package is built, and is not part of it.
  const native = packages.filter(({ links }) => links && !harmlessLinks.includes(links));
  faults.push(...native.map(({ name, links }) => `${name} links the native library ${links}`));
  if (faults.length > 0) {
    throw new Failure(faults.join("\n"));
  }
}

/** Names that crates reserve without linking anything. */
const harmlessLinks = ["wasm_bindgen"];

function faultsOf({ name, version, license, source }) {
  const faults = [];
  if (source !== cratesIo) {
    faults.push(`${name} ${version} is not from crates.io but from ${source}`);
  }
  if (!isAllowed(license ?? "")) {
    faults.push(
      `${name} ${version} is under ${license ?? "no licence that it names"}, which is not among ${allowed.join(", ")}`,
    );
  }
  return faults;
}

/** Whether the allowed licences satisfy an SPDX expression: `MIT OR GPL-3.0`, `(MIT OR Apache-2.0) AND Unicode-3.0`. */
export function isAllowed(expression) {
  const tokens = expression.replaceAll("/", " OR ").match(/[()]|[\w.+-]+/g) ?? [];
  const either = () => {
    let holds = both();
    while (tokens[0] === "OR") {
      tokens.shift();
      holds = both() || holds;
    }
    return holds;
  };
  const both = () => {
    let holds = one();
    while (tokens[0] === "AND") {
      tokens.shift();
      holds = one() && holds;
    }
    return holds;
  };
  const one = () => {
    const token = tokens.shift();
    if (token !== "(") {
      // An expression that ends early is invalid.
      tokens.push(...(token === undefined ? ["?"] : []));
      return allowed.includes(token);
    }
    const holds = either();
    return tokens.shift() === ")" && holds;
  };
  return either() && tokens.length === 0;
}
