import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = new URL("../", import.meta.url);
const scratch = new URL("target/one-place/", root);
const copy = new URL("workspace/", scratch);

const pin = `//! Pins.

use super::id::ProjectId;
use super::scalar::Optional;
use super::table::model;

model! {
    /// A note that somebody has pinned to a project.
    pub struct Pin {
        /// The project.
        pub project_id: ProjectId,
        /// What it says; missing for a bare pin.
        pub text: Optional<Option<String>>,
    }
}
`;

const pins = `//! Pins.

use super::operations;
use crate::model::page::Page;
use crate::model::pin::Pin;

operations! {
    /// What is pinned to projects.
    pins {
        /// All pins, the newest first.
        list: Public Get "/pins" (page) -> Page<Pin>;
    }
}
`;

describe("what is declared in Rust, a property, an operation, and a model with a resource of its own,", () => {
  const printed = {};

  before(async () => {
    await copySources();
    await edit("src/operation/orders.rs", "    orders {\n", (start) => [
      start,
      "        /// Who has flown a flag over an order.\n",
      '        flags: Public Get "/orders/{id}/flags" (id: OrderId, page) -> Page<crate::model::organisation::Organisation>;\n\n',
    ]);
    await edit("src/model/organisation.rs", "    pub struct Organisation {\n", (start) => [
      start,
      "        /// The colour of its flag.\n",
      "        pub flag_colour: Option<String>,\n",
    ]);
    await add("src/model/pin.rs", pin);
    await edit("src/model/mod.rs", "pub mod project;\n", (mod) => ["pub mod pin;\n", mod]);
    await edit("src/model/mod.rs", "    project::Project,\n", (model) => ["    pin::Pin,\n", model]);
    await add("src/operation/pins.rs", pins);
    await edit("src/operation/mod.rs", "mod projects;\n", (mod) => ["mod pins;\n", mod]);
    await edit("src/operation/mod.rs", "    projects = projects;\n", (resource) => ["    pins = pins;\n", resource]);
    await printFacade();
  });

  test("give a method", () => {
    assert.ok(
      printed.resources.includes(
        "  /**\n   * Who has flown a flag over an order.\n   *\n   * `GET /orders/{id}/flags`\n   */\n" +
          "  flags(id: OrderId, page?: PageParams, options?: ListOptions): PagedList<Organisation> {\n",
      ),
    );
    assert.ok(
      printed.operations.includes(
        '  "orders.flags": { method: "GET", path: "/orders/{id}/flags", isPrivate: false },\n',
      ),
    );
  });

  test("give a type", () => {
    const [organisation] = /export interface Organisation \{[^}]*\}/.exec(printed.models);
    assert.match(organisation, /\* The colour of its flag\.\s+\*\/\s+flag_colour: string \| null;/);
  });

  test("give a resource and its model", () => {
    assert.match(printed.models, /export interface Pin \{[^}]*\btext\?: Optional<string \| null>;\n\}/);
    assert.match(printed.resources, /readonly pins: \w*Pins;/);
    assert.match(printed.resources, /list\(page\?: PageParams, options\?: ListOptions\): PagedList<Pin> \{/);
    assert.match(printed.shapes, /project_id.*\btext\b/);
  });

  test("give the way in which decoded records are read", () => {
    assert.match(printed.shapes, /flag_colour.*\bid\b.*\bname\b.*\bdomain\b/);
  });

  test("do not compile until the local registry answers them", async () => {
    await assert.rejects(cargo("check", "--package", "local-registry"), ({ stderr }) => {
      assert.match(stderr, /error\[E0004\]: non-exhaustive patterns: `\S*flags` not covered/);
      assert.match(stderr, /error\[E0004\]: non-exhaustive patterns: `\S*pins\(_\)` not covered/);
      assert.match(stderr, /error\[E0063\]: missing field `flag_colour`/);
      assert.equal(stderr.match(/^error\[/gm).length, 3);
      return true;
    });
  });

  async function printFacade() {
    const folder = fileURLToPath(new URL("printed/", scratch));
    await cargo("run", "--package", "facade-printer", "--", folder);
    for (const name of ["models", "operations", "resources", "shapes"]) {
      printed[name] = await readFile(new URL(`printed/${name}.ts`, scratch), "utf8");
    }
  }
});

/** Runs cargo in the copy. */
function cargo(command, ...args) {
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: fileURLToPath(new URL("build/", scratch)),
    CARGO_PROFILE_DEV_DEBUG: "0",
  };
  return promisify(execFile)("cargo", [command, "--quiet", "--locked", "--offline", ...args], {
    cwd: fileURLToPath(copy),
    env,
  });
}

async function copySources() {
  await rm(copy, { recursive: true, force: true });
  const [, members] = /members = \[([^\]]*)\]/.exec(await readFile(new URL("Cargo.toml", root), "utf8"));
  const crates = members.match(/(?<=")[^"]+(?=")/g).filter((name) => /^[\w-]+$/.test(name));
  for (const path of ["Cargo.toml", "Cargo.lock", "src", "tests", ...crates]) {
    await cp(new URL(path, root), new URL(path, copy), { recursive: true });
  }
}

const add = (path, text) => writeFile(new URL(path, copy), text);

async function edit(path, place, lines) {
  const file = new URL(path, copy);
  const text = await readFile(file, "utf8");
  const edited = text.replace(place, (found) => lines(found).join(""));
  assert.notEqual(edited, text, `${path} has no ${place}`);
  await writeFile(file, edited);
}
