import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { nodeWithSqlite } from "../mirror/support.mjs";

const run = promisify(execFile);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, "target/docs-blocks");
const prelude = pathToFileURL(join(root, "js-tests/docs/prelude.mjs")).href;

const command = join(root, "node_modules/isometric-registry/dist/cli.js");
const environment = { ...process.env, NODE_TEST_CONTEXT: undefined };

/** Every block in a language of the README, the guides and what assistants read, by file and line. */
async function blocks(language) {
  const guides = (await readdir(join(root, "docs")))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  const found = new Map();
  for (const file of ["README.md", ...guides, "node_modules/isometric-registry/SKILL.md"]) {
    const text = await readFile(join(root, file), "utf8");
    for (const { 1: code, index } of text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))) {
      const line = text.slice(0, index).split("\n").length;
      // What a printed page repeats of a guide is that guide's.
      if (!found.has(code)) {
        found.set(code, { title: `${file}:${line}`, name: `${file.replace(/\W/g, "-")}-${line}`, code });
      }
    }
  }
  return [...found.values()];
}

/** Whether a line exports a copy that its block has made. */
const isExport = (line, copies) => copies.some((file) => line.startsWith(`npx isometric-registry export ${file} `));

const all = await blocks("ts");
const shell = await blocks("sh");

describe("the documentation's code", () => {
  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const { name, code } of all) {
      await writeFile(join(folder, `${name}.ts`), code);
      await writeFile(join(folder, `${name}.mjs`), (await transform(code, { loader: "ts", target: "es2022" })).code);
    }
  });

  test("there is some", () => assert.ok(all.length > 10));

  test("compiles", async () => {
    const config = join(folder, "tsconfig.json");
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      module: "nodenext",
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      moduleDetection: "force",
      noEmit: true,
    };
    await writeFile(join(folder, "package.json"), '{"type": "module"}');
    await writeFile(config, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    await run(process.execPath, [tsc, "--project", config]).catch(({ stdout }) => assert.fail(stdout));
  });

  for (const { title, name, code } of all) {
    test(`${title} runs`, async () => {
      const isCopy = code.includes("isometric-registry/mirror/node");
      const node = isCopy ? await nodeWithSqlite() : process.execPath;
      // At the pace that Isometric's own addresses are asked at, a whole copy would take minutes.
      const address = isCopy ? { ISOMETRIC_BASE_URL: "http://127.0.0.1/registry/v0" } : {};
      const env = { ...environment, ...address };
      await run(node, ["--import", prelude, join(folder, `${name}.mjs`)], { env, cwd: folder });
    });
  }

  for (const { title, code } of shell) {
    // Without `--local`, a command needs credentials, unless it only reads a copy, which an export needs the same page to have
    // made. An ellipsis stands for the reader's own id.
    const copies = [...code.matchAll(/ mirror (\S+) --local\b/g)].map(([, file]) => file);
    const isRunnable = (line) =>
      !line.includes("…") &&
      (/^npx isometric-registry (.* --local\b|(verify|statement|holdings) (?!.*--account))/.test(line) ||
        isExport(line, copies));
    const lines = code.split("\n").filter(isRunnable);
    if (lines.some((line) => line.includes("--local"))) {
      test(`the commands of ${title} run`, async () => {
        const script = lines.join("\n").replaceAll("npx isometric-registry", '"$NODE" "$COMMAND"');
        const env = { ...environment, NODE: await nodeWithSqlite(), COMMAND: command };
        await run("sh", ["-ec", script], { env, cwd: folder });
      });
    }
  }
});
