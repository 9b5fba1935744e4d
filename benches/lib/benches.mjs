/** All benches, by their names. A process loads only what its own bench needs. */
export const benches = {
  weight: async () => (await import("../weight.mjs")).benchWeight(),
  decode: async () => (await import("../decode.mjs")).benchDecode(),
  before: async () => (await import("../before.mjs")).benchBefore(),
  "decode-memory": async () => (await import("../decode-memory.mjs")).benchDecodeMemory(),
  calls: async () => (await import("../calls.mjs")).benchCalls(),
  walk: async () => {
    const { generateClients } = await import("./hey-api.mjs");
    return (await import("../walk.mjs")).benchWalk(await generateClients());
  },
  "walk-apart": async () => (await import("../walk-apart.mjs")).benchWalkApart(),
  http: async () => (await import("../http.mjs")).benchHttp(),
  checks: async () => (await import("../checks.mjs")).benchChecks(),
  browser: async () => (await import("../browser.mjs")).benchBrowser(),
  startup: async () => (await import("../startup.mjs")).benchStartup(),
  cli: async () => (await import("../cli.mjs")).benchCli(),
  "long-walk": async () => (await import("../long-walk.mjs")).benchLongWalk(),
  mirror: async () => (await import("../mirror.mjs")).benchMirror(),
  export: async () => (await import("../export.mjs")).benchExport(),
  watch: async () => (await import("../watch.mjs")).benchWatch(),
  "local-scale": async () => (await import("../local-scale.mjs")).benchLocalScale(),
};
