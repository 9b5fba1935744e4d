import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { inRoot } from "./paths.mjs";
import { Failure, run } from "./run.mjs";
import { step } from "./step.mjs";

/** The package's exports, one file per entry point, as reviewed. */
const tracked = "pkg/api";
const fresh = "target/api-report";

/** Fails if the exports of the built types differ from the reports. */
export async function checkApi() {
  await write();
  const hint =
    "The public API differs from the reports in pkg/api. `npm run api` updates them, so that reviewers see the change.";
  await run("git", ["diff", "--no-index", "--no-color", "--", tracked, fresh], { hint });
}

/** Rewrites the reports from the built types. */
export async function renewApi() {
  await write(tracked);
}

const write = (folder = fresh) =>
  step(
    {
      name: `api-report-${path.dirname(folder)}`,
      title: "Reporting the public API",
      inputs: ["pkg/dist", "pkg/package.json", "scripts/lib/api-report.mjs", "package-lock.json"],
      outputs: [folder],
    },
    () => report(folder),
  );

function report(folder) {
  rmSync(inRoot(folder), { recursive: true, force: true });
  mkdirSync(inRoot(folder), { recursive: true });
  const configs = entries().map((entry) => configOf(entry, folder));
  const compilerState = CompilerState.create(configs[0], {
    additionalEntryPoints: configs.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
  });
  for (const config of configs) {
    const problems = [];
    const messageCallback = (message) => {
      if (message.logLevel === ExtractorLogLevel.Error) {
        problems.push(message.formatMessageWithLocation(inRoot()));
      }
      message.handled = true;
    };
    Extractor.invoke(config, { compilerState, localBuild: true, messageCallback });
    if (problems.length > 0) {
      throw new Failure(problems.join("\n"));
    }
  }
}

/** The files that hold the types of the package's entry points. */
function entries() {
  const { exports } = JSON.parse(readFileSync(inRoot("pkg/package.json"), "utf8"));
  return Object.values(exports).flatMap(({ types = "" }) => (/(?<!\.wasm)\.d\.ts$/.test(types) ? [types] : []));
}

function configOf(entry, folder) {
  const off = { logLevel: ExtractorLogLevel.None };
  return ExtractorConfig.prepare({
    packageJsonFullPath: inRoot("pkg/package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: inRoot("pkg"),
      mainEntryPointFilePath: inRoot("pkg", entry),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "es2022",
            module: "nodenext",
            lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
            types: [],
            strict: true,
          },
          files: entries().map((file) => inRoot("pkg", file)),
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: inRoot(folder),
        reportTempFolder: inRoot("target/api-report.unfinished"),
        reportFileName: path.basename(entry, ".d.ts"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: off },
        tsdocMessageReporting: { default: off },
      },
    },
  });
}
