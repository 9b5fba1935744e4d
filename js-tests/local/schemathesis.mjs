import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Failure, run, timed } from "../../scripts/lib/run.mjs";

const version = "4.32.5";
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "isometric-registry/tools");
const home = path.join(cache, `schemathesis-${version}`);
const program = path.join(home, process.platform === "win32" ? "Scripts/st.exe" : "bin/st");

/** Installs schemathesis where every clone on this machine finds it; gives the reason where that cannot be. */
export async function installSchemathesis() {
  if (existsSync(program)) {
    return undefined;
  }
  try {
    await run("python3", ["-c", "import venv, ensurepip"]);
  } catch (error) {
    if (!(error instanceof Failure)) {
      throw error;
    }
    return "python3 with venv and pip is not here";
  }
  await timed(`Installing schemathesis ${version} for all clones on this machine (half a minute)`, async () => {
    await run("python3", ["-m", "venv", "--clear", home]);
    try {
      await run(path.join(path.dirname(program), "python3"), [
        "-m",
        "pip",
        "install",
        "--quiet",
        `schemathesis==${version}`,
      ]);
    } catch (error) {
      await rm(home, { recursive: true });
      throw error;
    }
  });
  return undefined;
}

const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "negative_data_rejection",
  "missing_required_header",
  "allow_header_conformance",
];

/** Asks every operation of a document what its schemas allow and what they do not. Throws with all that was found. */
export async function runSchemathesis(document, baseUrl, headers) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "registry-schemathesis-"));
  const file = path.join(folder, "document.json");
  await writeFile(file, JSON.stringify(document));
  const given = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const bounds = ["--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--generation-deterministic"];
  const print = ["--no-color", "--warnings", "off", "--no-shrink", "--continue-on-failure"];
  try {
    return await run(
      program,
      ["run", file, "--url", baseUrl, "--checks", checks.join(), ...given, ...bounds, ...print],
      { cwd: folder },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
