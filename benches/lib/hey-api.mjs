import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createClient } from "@hey-api/openapi-ts";
import { build } from "esbuild";
import { openapiDocument } from "./openapi-document.mjs";

const folder = fileURLToPath(new URL("../../target/bench/hey-api/", import.meta.url));

/** The module that {@link generateClients} writes. */
export const heyApiModule = `${folder}clients.mjs`;

/**
 * Generates clients with @hey-api/openapi-ts, both with its validator of responses: `numbers`, which leaves kilograms as `JSON.parse` gives
 * them, and `bigints`, whose transformer makes them bigints. Gives the module of both.
 */
export async function generateClients() {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await generate("numbers", []);
  await generate("bigints", [{ name: "@hey-api/transformers", bigInt: true, dates: false }]);
  const entry = ["numbers", "bigints"]
    .map((name) => `import * as ${name} from "./${name}/sdk.gen";\nexport { ${name} };\n`)
    .join("");
  await writeFile(`${folder}clients.ts`, `${entry}export { createClient } from "./numbers/client";\n`);
  await build({
    entryPoints: [`${folder}clients.ts`],
    outfile: heyApiModule,
    bundle: true,
    format: "esm",
    target: "es2022",
    packages: "external",
  });
  return import(pathToFileURL(heyApiModule).href);
}

async function generate(name, transformers) {
  await createClient({
    input: openapiDocument,
    output: { path: folder + name },
    logs: { level: "silent" },
    plugins: [
      "@hey-api/client-fetch",
      "@hey-api/typescript",
      { name: "zod", dates: { offset: true } },
      ...transformers,
      { name: "@hey-api/sdk", validator: { response: "zod" }, transformer: transformers.length > 0 },
    ],
  });
}
