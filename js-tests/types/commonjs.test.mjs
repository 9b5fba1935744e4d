import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { environment } from "../runtimes/environments.mjs";
import { installTools } from "../runtimes/lib/fixture.mjs";
import { run } from "../runtimes/lib/run.mjs";

const programs = {
  imported: `
    import { kgFromCredits, RegistryClient, type Project } from "isometric-registry";
    export const registry = new RegistryClient({ baseUrl: "https://example.com/v0" });
    export const projects = (): Promise<Project[]> => registry.projects.list().toArray();
    console.log(String(kgFromCredits("1.5")));`,
  later: `
    import type { RegistryClient } from "isometric-registry" with { "resolution-mode": "import" };
    async function connect(): Promise<RegistryClient> {
      const { RegistryClient } = await import("isometric-registry");
      return new RegistryClient({ baseUrl: "https://example.com/v0" });
    }
    void connect().then((registry) => console.log(registry.baseUrl));`,
};

describe(environment("TypeScript, CommonJS"), { timeout: 480_000 }, () => {
  let folder;
  let tools;

  before(async () => {
    tools = await installTools("typescript");
    folder = await mkdtemp(fileURLToPath(new URL("../../target/commonjs-", import.meta.url)));
    await writeFile(path.join(folder, "package.json"), '{"type":"commonjs"}');
    const compilerOptions = { strict: true, target: "es2022", lib: ["es2022", "dom"], types: ["node"] };
    for (const [name, program] of Object.entries(programs)) {
      const settings = { compilerOptions, files: [`${name}.ts`] };
      await writeFile(path.join(folder, `${name}.json`), JSON.stringify(settings));
      await writeFile(path.join(folder, `${name}.ts`), program);
    }
  });

  after(() => rm(folder, { recursive: true }));

  const compile = (version, module, program) => {
    const tsc = path.join(tools, `node_modules/typescript-${version}/bin/tsc`);
    const out = path.join(folder, module);
    const args = [tsc, "--project", `${program}.json`, "--module", module, "--rootDir", folder, "--outDir", out];
    return run(process.execPath, args, { cwd: folder }).then(() => path.join(out, `${program}.js`));
  };

  const printedBy = async (file) => (await run(process.execPath, ["--no-warnings", file], { cwd: folder })).trim();

  // The newest compiler does them all; the older ones are slow.
  for (const [version, module] of [
    ["5.9", "nodenext"],
    ["7.0", "nodenext"],
    ["7.0", "node20"],
  ]) {
    test(`TypeScript ${version}, ${module}: compiles to require, which runs`, async () => {
      assert.equal(await printedBy(await compile(version, module, "imported")), "1500");
    });
  }

  for (const module of ["node16", "node18"]) {
    test(`TypeScript 7.0, ${module}: refuses require, and takes what is imported later`, async () => {
      await assert.rejects(compile("7.0", module, "imported"), /error TS1479: /);
      assert.equal(await printedBy(await compile("7.0", module, "later")), "https://example.com/v0");
    });
  }

  test("TypeScript 7.0, preserve: compiles", () => compile("7.0", "preserve", "imported"));
});
