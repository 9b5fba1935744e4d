// Where the package is tested: the tests take the names of their environments from here, and docs/runtimes.md is printed from it.
import { readFileSync } from "node:fs";

const manifestOf = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));

/** The version of what a fixture installs. */
const installed = (fixture, name) =>
  manifestOf(`fixtures/${fixture}/package.json`).dependencies[name].replace(/^npm:.*@/, "");

/** The version of what the project itself installs. */
const own = (name) => manifestOf("../../package.json").devDependencies[name];

const node = manifestOf("../../pkg/package.json").engines.node;
const pages = "pages with a registry over HTTP, one in the page, and `slim`";
const programs = "`import`, `require`, a registry over HTTP and in the process, `slim`, a transaction";
const nothing = "";

/**
 * @typedef {object} Environment
 * @property {string} version What it was tested with; empty where that is the machine's.
 * @property {string} tested What is run in it.
 * @property {string} needs The configuration that it needs; empty for none.
 * @property {string} test The file of its tests, below `js-tests`.
 */

/** @type {(test: string, version: string, tested: string, needs?: string) => Environment} */
const environmentOf = (test, version, tested, needs = nothing) => ({ test, version, tested, needs });

const runtimes = "runtimes/runtimes.test.mjs";
const jest = "runtimes/jest.test.mjs";
const bundlers = "runtimes/bundlers.test.mjs";
const state = "runtimes/state.test.mjs";
const types = "types/types.test.mjs";
const commonJs = "types/commonjs.test.mjs";
const pagesTest = "runtimes/pages.test.mjs";
const workers = "runtimes/projects/service-workers.test.mjs";
const vitest = "runtimes/projects/vitest.test.mjs";
const nuxt = "runtimes/projects/nuxt.test.mjs";
const refused = "runtimes/refused-wasm.test.mjs";

const modulesFlag = "start it with `node --experimental-vm-modules`";

/** @type {Record<string, Record<string, Environment>>} */
export const groups = {
  Runtimes: {
    Node: environmentOf(runtimes, node, programs),
    "Node 22": environmentOf(runtimes, installed("node22", "node"), programs),
    "Node 24": environmentOf(runtimes, installed("node24", "node"), programs),
    Bun: environmentOf(runtimes, installed("bun", "bun"), programs),
    Deno: environmentOf(
      runtimes,
      installed("deno", "deno"),
      "the same but `slim`, permitted nothing but the registry's host",
    ),
    "Cloudflare Workers": environmentOf(
      runtimes,
      `wrangler ${installed("workers", "wrangler")}`,
      "a registry over HTTP and in the Worker, `slim`, a transaction",
    ),
    "threads of Node": environmentOf("errors/from-json.test.mjs", node, "errors that a worker posts as JSON"),
    "workerd, one client for all visitors": environmentOf(
      "workers/concurrency.test.mjs",
      `miniflare ${installed("workerd", "miniflare")}`,
      "sixty visitors at once, at three compatibility dates",
    ),
    "no WebAssembly": environmentOf(
      refused,
      "`node --jitless`",
      "the first call says that there is none",
      "the package cannot run there ([below](#without-webassembly))",
    ),
  },
  Browsers: {
    "a page without a bundler": environmentOf(pagesTest, "Chromium", `an import map; ${pages}`),
    "a content security policy": environmentOf(
      pagesTest,
      "Chromium",
      pages,
      "`'wasm-unsafe-eval'` ([below](#content-security-policy))",
    ),
    "a service worker": environmentOf(
      workers,
      "Chromium",
      "plain modules, esbuild with splitting, webpack; a mirror",
      "an entry of its own ([below](#service-workers-and-extensions))",
    ),
    "an extension, Manifest V3": environmentOf(
      workers,
      "Chromium",
      "a background worker",
      "the same entry, and `'wasm-unsafe-eval'` for `extension_pages`",
    ),
  },
  Bundlers: {
    "Vite 7": environmentOf(
      bundlers,
      installed("vite", "vite-7"),
      `build and development; ${pages}; a web worker`,
      'web workers: `worker: { format: "es" }`, because its default cannot load modules later',
    ),
    "Vite 8": environmentOf(bundlers, installed("vite", "vite-8"), "the same"),
    webpack: environmentOf(bundlers, installed("webpack", "webpack"), `${pages}; a bundle for Node`),
    esbuild: environmentOf(bundlers, installed("esbuild", "esbuild"), "the same"),
    Rollup: environmentOf(bundlers, installed("rollup", "rollup"), "the same"),
    Parcel: environmentOf(
      "runtimes/projects/parcel.test.mjs",
      installed("parcel", "parcel"),
      "pages with a registry over HTTP and one in the page",
      'entries below the package: `"@parcel/resolver-default": { "packageExports": true }` in your package.json',
    ),
    "an import of core.wasm": environmentOf(
      "runtimes/core-input.test.mjs",
      `esbuild ${own("esbuild")}`,
      "the loaders `binary`, `base64` and `dataurl`",
    ),
  },
  Frameworks: {
    "Next.js": environmentOf(
      "runtimes/next.test.mjs",
      installed("next", "next"),
      "a route handler, client components, a client at module level",
      "the Edge runtime is not supported, use `nodejs`",
    ),
    "Next.js on Cloudflare": environmentOf(
      refused,
      "OpenNext",
      "only the message where its entry for Workers is not taken",
      '`serverExternalPackages: ["isometric-registry"]` in `next.config`',
    ),
    "Nuxt on Node": environmentOf(
      nuxt,
      installed("nuxt", "nuxt"),
      "server routes, a page with a client at module level",
    ),
    "Nuxt on Cloudflare": environmentOf(
      nuxt,
      installed("nuxt", "nuxt"),
      "the same, in workerd",
      "`nitro: { experimental: { wasm: true } }` in `nuxt.config`",
    ),
    Express: environmentOf("proxy/node.test.mjs", own("express"), "the proxy"),
    "the React app": environmentOf(
      "runtimes/projects/react-app.test.mjs",
      "Vite and Express",
      "[an app to copy](../examples/react-app/README.md), in Chromium",
    ),
  },
  Databases: {
    SQLite: environmentOf(
      "mirror/sqlite.test.mjs",
      `\`node:sqlite\` of Node ${installed("node22", "node")}`,
      "mirrors that are killed and go on",
    ),
    PostgreSQL: environmentOf("mirror/postgres.test.mjs", `pg ${own("pg")}`, "the same"),
  },
  State: {
    "Vue, MobX, Svelte and immer": environmentOf(
      state,
      ["vue", "mobx", "svelte", "immer"].map((name) => installed("state", name)).join(", "),
      "pages, lists and clients in their state",
    ),
    React: environmentOf(state, installed("state", "react"), "the same"),
    serialisers: environmentOf(state, nothing, "pages through devalue, seroval and superjson"),
    RxJS: environmentOf(
      state,
      installed("state", "rxjs"),
      "lists as observables",
      "`from(list[Symbol.asyncIterator]())` gives every node; `from(list)` takes a list for a promise, and gives its first page",
    ),
    "TanStack Query": environmentOf("query/query.test.mjs", own("@tanstack/query-core"), "every operation"),
  },
  "Test runners": {
    "Jest, require": environmentOf(
      jest,
      installed("jest", "jest"),
      "the package transformed by Babel",
      '`transformIgnorePatterns: ["/node_modules/(?!isometric-registry/)"]`',
    ),
    "Jest on Node 24, require": environmentOf(jest, installed("jest", "jest"), "the package as it is", modulesFlag),
    "Jest, import": environmentOf(jest, installed("jest", "jest"), "ES modules", modulesFlag),
    "Jest with jsdom": environmentOf(
      jest,
      installed("jest", "jest-environment-jsdom"),
      "ES modules",
      `${modulesFlag}, and an environment with \`fetch\` ([below](#jest-with-jsdom))`,
    ),
    "Vitest with jsdom": environmentOf(
      vitest,
      `${installed("vitest", "vitest")}, jsdom ${installed("vitest", "jsdom")}`,
      "a client at module level",
    ),
    "Vitest with happy-dom": environmentOf(
      vitest,
      `${installed("vitest", "vitest")}, happy-dom ${installed("vitest", "happy-dom")}`,
      "the same",
    ),
    "Vitest in Node": environmentOf(vitest, installed("vitest", "vitest"), "a client at module level"),
  },
  TypeScript: {
    "TypeScript, ES modules": environmentOf(
      types,
      ["5.9", "6.0", "7.0"].map((version) => installed("typescript", `typescript-${version}`)).join(", "),
      "`nodenext`, `node16` and `bundler`, strictly",
      "`lib` with `es2020` and `dom` or `webworker`, or with `es2022` and `@types/node`",
    ),
    "TypeScript, CommonJS": environmentOf(
      commonJs,
      ["5.9", "7.0"].map((version) => installed("typescript", `typescript-${version}`)).join(", "),
      "what is compiled to `require`",
      "`module` `nodenext`, `node20` or `preserve`; `node16` and `node18` give TS1479 ([below](#typescript-that-compiles-to-commonjs))",
    ),
  },
};

const all = Object.assign({}, ...Object.values(groups));

/** The name of an environment for a test in it; throws for one that is not in the table. */
export function environment(name) {
  if (!Object.hasOwn(all, name)) {
    throw new Error(`"${name}" is not in js-tests/runtimes/environments.mjs`);
  }
  return name;
}

/** What docs/runtimes.md says of them all. */
export function printed() {
  return Object.entries(groups)
    .map(([title, environments]) => {
      const rows = Object.entries(environments).map(([name, { version, tested, needs }]) => [
        name,
        version,
        tested,
        needs,
      ]);
      return `### ${title}\n\n${table([["where", "tested with", "what", "needs"], ...rows])}`;
    })
    .join("\n");
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const [head, ...body] = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])));
  const lines = [head, widths.map((width) => "-".repeat(width)), ...body];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
