import { build } from "./build.mjs";
import { writeSite } from "./docs.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { checkCrates } from "./lib/crates.mjs";
import { installTarball } from "./lib/package.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, run, seconds } from "./lib/run.mjs";
import { files } from "./lib/step.mjs";
import { selectToolchain } from "./lib/toolchain.mjs";
import { hasWasmTarget, wasmTarget } from "./lib/wasm-target.mjs";
import { prepare, setUp } from "./setup.mjs";

const crates = ["isometric-registry", "local-registry", "mirror-core", "transaction-core"].flatMap((name) => [
  "--package",
  name,
]);
const denyWarnings = ["--", "--deny", "warnings"];

/** Build outputs of the crate for testing its transport by `fetch`. */
const fetchTransport = ["--no-default-features", "--features", "fetch", "--test", "fetch"];

const groups = {
  style: [
    [
      "Formatting and lints of TypeScript, JavaScript, CSS and JSON",
      () => node("@biomejs/biome/bin/biome", "ci", "--error-on-warnings"),
    ],
    ["Circles of folders", checkFolders],
    ["Forgotten promises, by the types that were built last", lintPromises],
    ["Rust formatting", () => cargo("fmt", "--all", "--check")],
  ],
  types: [
    ["Building the package", () => build()],
    ["Forgotten promises", lintPromises],
    ["Types of our own JavaScript", () => node("typescript/bin/tsc", "--project", inRoot())],
    ["Public API", checkApi],
  ],
  rust: [
    ["Licences and sources of the crates", checkCrates],
    ["Rust lints", () => cargo("clippy", "--locked", "--quiet", "--workspace", "--all-targets", ...denyWarnings)],
    ["Rust lints for wasm", lintWasm],
    ["Fuzz targets", checkFuzzTargets],
    ["Rust tests", () => cargo("test", "--locked", "--quiet", "--workspace")],
    ["Rust tests in WebAssembly", testFetch],
  ],
  js: [
    ["Building the package", () => build()],
    ["JavaScript tests against the packed package", () => testJavaScript((file) => !isProject(file))],
    ["Guides and API reference", writeSite],
  ],
};

/** Tests that only run when they are named. */
const others = {
  package: [
    ["Installing the package as it was built elsewhere", installTarball],
    ["JavaScript tests that need nothing but Node", () => testJavaScript(isPortable)],
  ],
  killed: [
    ["Building the package", () => build()],
    ["Processes that are killed while they retire 200 orders", testKilled],
  ],
  "mirror-kills": [
    ["Building the package", () => build()],
    ["Mirrors that are killed at random moments, over SQLite and over PostgreSQL", testMirrorKills],
  ],
  runtimes: [
    ["Building the package", () => build()],
    ["Service workers, extensions and tools that are large to install", () => testJavaScript(isProject)],
  ],
};

/** Whether a test installs and runs large projects, and so only runs when it is named. */
const isProject = (file) => file.startsWith("js-tests/runtimes/projects/");

const isPortable = (file) =>
  /^js-tests\/(errors|inputs|local|paging|transport)\/|^js-tests\/(copies|decode|helpers|json|programs|raw-request|requests)\./.test(
    file,
  ) && !file.includes("schemathesis");

const cargo = (...args) => run("cargo", args, { stdio: "inherit" });

const node = (file, ...args) => run(process.execPath, [inRoot("node_modules", file), ...args], { stdio: "inherit" });

// Imported late: on a new clone the packages that it needs must be installed first.
async function checkFolders() {
  const { checkFolders: check } = await import("./lib/folder-circles.mjs");
  check();
}

async function checkApi() {
  const { checkApi: check } = await import("./lib/api-report.mjs");
  await check();
}

/** Checks that need the types of everything, which Biome does not have. */
async function lintPromises() {
  await node("oxlint/bin/oxlint", "--type-aware");
}

async function lintWasm() {
  await setUp();
  if (await hasWasmTarget("rustc")) {
    const clippy = ["clippy", "--locked", "--quiet", "--target", wasmTarget];
    await cargo(...clippy, "--lib", ...crates, ...denyWarnings);
    await cargo(...clippy, ...fetchTransport, ...denyWarnings);
  } else {
    console.log("Skipped: Debian's compiler builds the wasm here, and it brings no clippy.");
  }
}

/** Checks that the fuzz targets, a separate workspace, compile. Nothing is linked, so the fuzzer's C++ is not needed. */
async function checkFuzzTargets() {
  const env = { ...process.env, CUSTOM_LIBFUZZER_PATH: inRoot("target/none/libnone.a") };
  const check = [
    "check",
    "--locked",
    "--quiet",
    "--manifest-path",
    inRoot("fuzz/Cargo.toml"),
    "--target-dir",
    inRoot("target"),
  ];
  await run("cargo", check, { env, stdio: "inherit" });
}

async function testFetch() {
  // wasm-pack would build every test for WebAssembly, including the native ones.
  const env = { ...(await setUp()), CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner" };
  const test = ["test", "--locked", "--target", wasmTarget, ...fetchTransport];
  await run("cargo", test, { env, stdio: "inherit" });
}

async function testJavaScript(isWanted) {
  const chromium = findChromium();
  if (chromium) {
    process.env.CHROMIUM_PATH = chromium;
  } else {
    console.log("No Chromium was found (set CHROMIUM_PATH): the browser tests are skipped.");
  }
  const tests = files("js-tests").filter((file) => /^(?!.*(node_modules|fixtures)).*\.test\.mjs$/.test(file));
  await run(process.execPath, ["--test", "--test-reporter=spec", ...tests.filter(isWanted)], { stdio: "inherit" });
}

/** Runs the JavaScript tests that use a few orders with many of them. */
async function testKilled() {
  process.env.TRANSACTION_ORDERS ??= "200";
  await testJavaScript((file) => file === "js-tests/transactions/killed.test.mjs");
}

async function testMirrorKills() {
  process.env.MIRROR_KILLS ??= "200";
  await testJavaScript((file) => /^js-tests\/mirror\/(sqlite|postgres)\.test\.mjs$/.test(file));
}

/**
 * `npm test` runs everything that can be run in a work tree, `npm test -- style` what takes seconds. `npm test -- package`
 * tries a package that was built on another machine, and `npm test -- killed` takes the minutes that the others save.
 */
await main(async () => {
  const known = { ...groups, ...others };
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length) {
    throw new Failure(`No tests "${unknown}"; there are ${Object.keys(known).join(", ")}.`);
  }
  const start = performance.now();
  await prepare();
  if (names.length === 0 || names.some((name) => Object.hasOwn(groups, name))) {
    await selectToolchain();
  }
  for (const [title, check] of (names.length ? names : Object.keys(groups)).flatMap((name) => known[name])) {
    await headed(title, check);
  }
  console.log(`\nAll passed in ${seconds(start)}.`);
});

async function headed(title, check) {
  const start = performance.now();
  console.log(`\n== ${title}`);
  try {
    await check();
  } catch (error) {
    console.log(`== ${title}: FAILED after ${seconds(start)}`);
    throw error;
  }
  console.log(`== ${title}: ${seconds(start)}`);
}
