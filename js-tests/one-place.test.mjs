import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = new URL("../", import.meta.url);
const scratch = new URL("target/one-place/", root);
const copy = new URL("workspace/", scratch);

describe("an operation and a property that are declared in Rust", () => {
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

  test("give the way in which decoded records are read", () => {
    assert.match(printed.shapes, /flag_colour.*\bid\b.*\bname\b.*\bdomain\b/);
  });

  test("do not compile until the local registry answers them", async () => {
    await assert.rejects(cargo("check", "--package", "local-registry"), ({ stderr }) => {
      assert.match(stderr, /error\[E0004\]: non-exhaustive patterns: `\S*flags` not covered/);
      assert.match(stderr, /error\[E0063\]: missing field `flag_colour`/);
      assert.equal(stderr.match(/^error\[/gm).length, 2);
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
  for (const path of [
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "tests",
    "facade-printer",
    "local-registry",
    "contract",
    "mirror-core",
  ]) {
    await cp(new URL(path, root), new URL(path, copy), { recursive: true });
  }
}

async function edit(path, place, lines) {
  const file = new URL(path, copy);
  const text = await readFile(file, "utf8");
  const edited = text.replace(place, (found) => lines(found).join(""));
  assert.notEqual(edited, text, `${path} has no ${place}`);
  await writeFile(file, edited);
}
