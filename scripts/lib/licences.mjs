import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "./paths.mjs";
import { Failure, run } from "./run.mjs";
import { wasmTarget } from "./wasm-target.mjs";

const MIT = readFileSync(inRoot("LICENSE-MIT"), "utf8");

/** The licence of code that does not include its text: the terms of MIT, with the authors. */
export const mitOf = (authors) =>
  `${[`Copyright (c) ${authors}`, MIT.slice(MIT.indexOf("Permission is")).trim()].join("\n\n")}\n`;

/**
 * The third-party crates that are compiled into a crate's wasm, with the texts of their licences. Crates that only run
 * during compilation (procedural macros, build scripts) are not included.
 */
export async function compiledCrates(crate, env) {
  const flags = ["--lib", "--release", "--locked", "--target", wasmTarget, "--message-format", "json"];
  const built = (await run("cargo", ["build", "--quiet", ...flags], { env, cwd: inRoot(crate) }))
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const metadata = JSON.parse(
    await run("cargo", ["metadata", "--format-version", "1", "--locked"], { env, cwd: root }),
  );
  const packages = new Map(metadata.packages.map((known) => [known.id, known]));
  return built
    .filter(({ reason, filenames = [] }) => reason === "compiler-artifact" && filenames.some(isForWasm))
    .map(({ package_id }) => packages.get(package_id))
    .filter(({ source }) => source !== null)
    .map(({ name, version, license, authors, repository, manifest_path }) => ({
      name: `${name} ${version}`,
      license,
      repository,
      text: textOf(path.dirname(manifest_path), license, authors),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

const isForWasm = (file) => file.includes(`${path.sep}${wasmTarget}${path.sep}`);

/** The text of the licence chosen from several: MIT, the shortest, which names the authors. */
function textOf(folder, license, authors) {
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|unlicense)/i.test(file));
  const hasMit = /\bMIT\b/.test(license);
  const chosen = hasMit
    ? (texts.find((file) => /mit/i.test(file)) ?? texts.find((file) => /^licen[cs]e(\.\w+)?$/i.test(file)))
    : undefined;
  if (chosen !== undefined) {
    return readFileSync(path.join(folder, chosen), "utf8");
  }
  if (hasMit && texts.length === 0) {
    return mitOf(authors.join(", ").replaceAll(/ ?<[^>]*>/g, ""));
  }
  if (texts.length === 0) {
    throw new Failure(`${folder} does not include the text of its licence, ${license}.`);
  }
  return texts.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
}

/** The content of THIRD-PARTY-LICENSES about the crates in each wasm and the packages in each bundle: their names, and each text once. */
export function thirdPartyLicenses(crates, bundles) {
  const standard = {
    name: "the Rust standard library",
    license: "MIT OR Apache-2.0",
    repository: "https://github.com/rust-lang/rust",
    text: mitOf("The Rust Project contributors"),
  };
  const compiled = Object.entries(crates).map(([wasm, list]) => [wasm, [...list, standard]]);
  const lists = [...compiled, ...Object.entries(bundles)].map(
    ([file, list]) => `${file}: ${list.map(({ name }) => name).join(", ")}`,
  );
  const holders = new Map();
  for (const known of [...Object.values(crates), ...Object.values(bundles)].flat().concat(standard)) {
    const text = known.text.replaceAll("\r\n", "\n").trim();
    const line = `${known.name} (${known.license}) ${known.repository ?? ""}`.trim();
    holders.set(text, (holders.get(text) ?? new Set()).add(line));
  }
  const parts = [...holders].map(([text, lines]) => `${[...lines].sort().join("\n")}\n\n${text}`);
  return `${[
    "The WebAssembly of this package is compiled from code of its own and from these crates, and its JavaScript holds these packages. Where a choice of licences is offered, it is MIT.",
    ...lists,
    ...parts.sort(),
  ].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}
