import { mkdirSync, renameSync } from "node:fs";
import { contents } from "./contents.mjs";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { step } from "./step.mjs";

export const tarball = "target/package/isometric-registry.tgz";

/** Installs the package that was built elsewhere. */
export async function installTarball() {
  await run("npm", ["install", "--no-save", "--offline", inRoot(tarball)], {
    hint: `Does ${tarball} exist? \`npm run build\` creates it.`,
  });
}

/** Packs `pkg` and installs the tarball here, so that tests and examples import what users import. */
export async function installPackage() {
  const plan = {
    name: "package",
    title: "Packing and installing the npm package",
    inputs: [...contents, "pkg/package.json"],
    outputs: [tarball, "node_modules/isometric-registry"],
  };
  await step(plan, async () => {
    await pack();
    await installTarball();
  });
}

async function pack() {
  const folder = inRoot("target/package");
  mkdirSync(folder, { recursive: true });
  const flags = ["--json", "--ignore-scripts", "--pack-destination", folder];
  const [packed] = JSON.parse(await run("npm", ["pack", ...flags], { cwd: inRoot("pkg") }));
  renameSync(inRoot("target/package", packed.filename), inRoot(tarball));
}
