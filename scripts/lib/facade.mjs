import { rmSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

const generated = "pkg/src/generated";

/** Prints the façade's methods and types from the Rust tables. */
export async function printFacade() {
  const plan = {
    name: "facade",
    title: "Printing the façade's TypeScript from the Rust tables",
    inputs: ["Cargo.toml", "Cargo.lock", "src", "facade-printer"],
    outputs: [generated],
  };
  await step(plan, async () => {
    rmSync(inRoot(generated), { recursive: true, force: true });
    await run("cargo", ["run", "--quiet", "--package", "facade-printer", "--", generated]);
  });
}
