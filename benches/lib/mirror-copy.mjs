// Copies a registry into a file, and prints how long it took and how much memory.
import { readFile } from "node:fs/promises";
import { RegistryClient } from "isometric-registry";
import { openMirror } from "isometric-registry/mirror";
import { sqliteStore } from "isometric-registry/mirror/node";

const { what, path, baseUrl, clientSecret, sampled } = JSON.parse(process.argv[2]);
let peak = 0;
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
const timed = async (work) => {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
};
const told = {};
if (what === "bare") {
  const headers = { "x-client-secret": clientSecret };
  const origin = new URL(baseUrl).origin;
  const addresses = JSON.parse(await readFile(sampled, "utf8"));
  const { ms } = await timed(async () => {
    for (const address of addresses) {
      await (await fetch(origin + address, { headers })).arrayBuffer();
    }
  });
  Object.assign(told, { ms });
} else {
  const mirror = await openMirror(await sqliteStore(path));
  if (what === "refresh") {
    const registry = new RegistryClient({ baseUrl, clientSecret });
    const { ms, result } = await timed(() => mirror.refresh(registry, { sweep: 0 }));
    Object.assign(told, { ms, changes: result.changes });
  } else if (what === "sweep") {
    const registry = new RegistryClient({ baseUrl, clientSecret });
    let refreshes = 0;
    for (let changes = 0; changes === 0; refreshes += 1) {
      ({ changes } = await mirror.refresh(registry));
    }
    Object.assign(told, { refreshes });
  } else {
    const { ms, result } = await timed(() => mirror.verify());
    const broken = result.laws.filter((law) => law.broken > 0);
    Object.assign(told, { ms, broken, rows: result.rows });
  }
  await mirror.close();
}
clearInterval(watching);
console.log(JSON.stringify({ ...told, peak: Math.max(peak, process.memoryUsage.rss()) }));
