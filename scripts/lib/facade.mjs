import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

const generated = "pkg/src/generated";
const manifest = "pkg/package.json";

/**
 * Prints the façade's methods and types from the Rust tables, the inputs of `admin`, and the version that requests
 * carry.
 */
export async function printFacade() {
  const plan = {
    name: "facade",
    title: "Printing the façade's TypeScript from the Rust tables",
    inputs: ["Cargo.toml", "Cargo.lock", "src", "facade-printer", "local-registry", manifest, "scripts/lib/facade.mjs"],
    outputs: [generated],
  };
  await step(plan, async () => {
    rmSync(inRoot(generated), { recursive: true, force: true });
    const cargo = (name, output) => run("cargo", ["run", "--locked", "--quiet", "--package", ...name, "--", output]);
    await cargo(["facade-printer"], generated);
    await cargo(["local-registry", "--bin", "print-admin"], `${generated}/admin.ts`);
    const { version } = JSON.parse(readFileSync(inRoot(manifest), "utf8"));
    writeFileSync(
      inRoot(generated, "version.ts"),
      `/** The version of this package. */\nexport const VERSION = ${JSON.stringify(version)};\n`,
    );
  });
}
